"""`compare.changements.changements`: what differs, what it is called, where it stands on each side."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import Changement, Sorte, changements, told_paths
from convention.compare.changements.ecrits import written
from convention.compare.changements.preuve import FICHIER
from convention.model.cadre.champs import Partie
from convention.model.depot import Reference
from convention.model.ecrits.scelles import gather, issued
from convention.model.ecrits.signatures import SIGNATURE, read_signature_path
from tests.checks.depots import S03 as MINI_S03
from tests.checks.depots import mini
from tests.compare.changements.test_ecrits import avenants, consigne
from tests.compare.decision.petites_decisions import CLES, COMPOSANTS, LAXOU, MEMBRES, NANCY, REUNIONS, petit, reunions
from tests.essais import edited, fichiers_nancy, lire, nancy, relire
from tests.generateur.textes import BAREMES, DEMO, first_line, service
from tests.les_cas import MINI
from tests.maquette import Membre

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from convention.model.depot import Depot

TEXTE_S03 = (MINI / MINI_S03).read_text("utf-8")
PETIT = petit(exercices=(2026, 2027))
ABONNEMENTS, LIGNES = f"{NANCY}/souscriptions.yaml", "pricing/couts-de-possession.yaml"
S03, S04 = "{service: S03, debut: 2024-01-01}", "{service: S04, debut: 2026-07-01}"
AJOUT, RETRAIT, MODIFICATION = Sorte.AJOUT, Sorte.RETRAIT, Sorte.MODIFICATION
PRIX = ("composants", "reseau", "montants", "2027", "cout")


def _found(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Changement, ...]:
    return changements(lire(before), lire(after))


def _told(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Say of each change: its sort, its names, where it stands on each side."""
    return [
        (
            str(item.sorte),
            item.chemin,
            item.source_avant.pointer if item.source_avant is not None else None,
            item.source_apres.pointer if item.source_apres is not None else None,
        )
        for item in _found(before, after)
    ]


# --- one value ---


def test_a_value_is_told_with_its_field_its_part_and_its_place() -> None:
    after = edited(PETIT, f"{LAXOU}/quantites/2026.yaml", "postes: 30", "postes: 31")
    names = ("comptages", "previsionnel 2025-09-30", "valeurs", "postes")
    place = Reference(f"{LAXOU}/quantites/2026.yaml", ("comptages", 0, "valeurs", "postes"))
    assert _found(PETIT, after) == (
        Changement(
            MODIFICATION,
            "quantites",
            names,
            Partie.VOLUMES,
            "valeurs",
            Fraction(30),
            Fraction(31),
            place,
            place,
        ),
    )


def test_a_value_that_comes_stands_on_one_side_only() -> None:
    after = edited(PETIT, ABONNEMENTS, S03, "{service: S03, debut: 2024-01-01, fin: 2027-01-01}")
    place = Reference(ABONNEMENTS, ("souscriptions", 0, "fin"))
    names = ("souscriptions", "S03", "fin")
    day = date(2027, 1, 1)
    assert _found(PETIT, after) == (
        Changement(AJOUT, "souscriptions", names, Partie.PERIMETRE, "fin", None, day, None, place),
    )
    assert _found(after, PETIT) == (
        Changement(RETRAIT, "souscriptions", names, Partie.PERIMETRE, "fin", day, None, place, None),
    )


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("1200.00", "1260.00", PRIX),
        ("1200.00", "{previsionnel: 1200.00, realise: 1190.00}", PRIX),
        ("{previsionnel: 1200.00, realise: 1190.00}", "1200.00", PRIX),
        (
            "{previsionnel: 1200.00, realise: 1190.00}",
            "{previsionnel: 1200.00, realise: 1180.00}",
            (*PRIX, "realise"),
        ),
    ],
)
def test_a_price_of_one_figure_is_told_whole_and_one_by_phase_by_phase(
    before: str, after: str, names: tuple[str, ...]
) -> None:
    sides = (
        edited(PETIT, COMPOSANTS, "2027: {cout: 1200.00}", f"2027: {{cout: {price}}}") for price in (before, after)
    )
    assert _told(*sides) == [("modification", names, names, names)]


def test_the_words_of_a_list_are_told_when_they_differ_not_when_they_move() -> None:
    said = "{libelle: moyens, unite: moyen, pluriel: moyens, somme: [imprimantes, copieurs]}"
    place = ("cles", "moyens_impression", "somme")
    moved, other = (
        edited(PETIT, CLES, said, said.replace("imprimantes, copieurs", words))
        for words in ("copieurs, imprimantes", "imprimantes, postes")
    )
    assert _told(PETIT, moved) == []
    assert _told(PETIT, other) == [("modification", place, place, place)]


# --- items of lists and of tables ---


def test_an_item_is_told_where_it_stands_whatever_its_rank() -> None:
    joined = edited(PETIT, ABONNEMENTS, S03, f"{S04}, {S03}")
    ended = edited(joined, ABONNEMENTS, S03, f"{S03[:-1]}, fin: 2027-01-01}}")
    later = edited(ended, ABONNEMENTS, "fin: 2027-01-01", "fin: 2028-01-01")
    end = ("souscriptions", "S03", "fin")
    assert _told(PETIT, joined) == [("ajout", ("souscriptions", "S04"), None, ("souscriptions", 0))]
    assert _told(joined, PETIT) == [("retrait", ("souscriptions", "S04"), ("souscriptions", 0), None)]
    assert _told(ended, later) == [("modification", end, ("souscriptions", 1, "fin"), ("souscriptions", 1, "fin"))]
    alone = edited(PETIT, ABONNEMENTS, S03, f"{S03[:-1]}, fin: 2028-01-01}}")
    assert _told(ended, alone) == [
        ("retrait", ("souscriptions", "S04"), ("souscriptions", 0), None),
        ("modification", end, ("souscriptions", 1, "fin"), ("souscriptions", 0, "fin")),
    ]


def test_the_first_item_and_the_last_are_told_too() -> None:
    none = edited(PETIT, ABONNEMENTS, S03, "")
    assert _told(none, PETIT) == [("ajout", ("souscriptions", "S03"), None, ("souscriptions", 0))]
    assert _told(PETIT, none) == [("retrait", ("souscriptions", "S03"), ("souscriptions", 0), None)]


def test_an_entry_of_a_table_is_told_by_its_key() -> None:
    after = edited(PETIT, COMPOSANTS, ", 2027: {cout: 1200.00}", "")
    place = ("composants", "reseau", "montants", "2027")
    assert _told(PETIT, after) == [("retrait", place, place, None)]


def test_the_values_of_a_worked_example_are_told_by_their_names() -> None:
    text = "part(postes)\n      texte: essai\n"
    before, after = (
        edited(PETIT, LIGNES, text, f"{text}      exemples: [{{{values}, attendu: 9}}]\n")
        for values in ("cout: 9, postes: 1, stockage: 2", "cout: 8, copieurs: 1, stockage: 2")
    )
    names, place = ("lignes", "reseau", "annuel", "exemples", "n° 1"), ("lignes", 1, "annuel", "exemples", 0)
    assert _told(before, after) == [
        ("ajout", (*names, "copieurs"), None, (*place, "copieurs")),
        ("modification", (*names, "cout"), (*place, "cout"), (*place, "cout")),
        ("retrait", (*names, "postes"), (*place, "postes"), None),
    ]


# --- documents ---


def test_a_document_that_comes_or_goes_is_one_change_told_in_the_order_of_the_folders() -> None:
    path, nouveau = f"{LAXOU}/quantites/2028.yaml", "catalogue/services/S05.yaml"
    after = {
        **edited(PETIT, COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: 1.00}"),
        path: PETIT[f"{LAXOU}/quantites/2027.yaml"],
        nouveau: first_line(nouveau) + service("S05"),
    }
    del after["catalogue/services/S04.yaml"]
    assert [(str(item.sorte), item.genre, item.chemin, item.source.path) for item in _found(PETIT, after)] == [
        ("retrait", "service", (), "catalogue/services/S04.yaml"),
        ("ajout", "service", (), nouveau),
        ("modification", "composants", PRIX, COMPOSANTS),
        ("ajout", "quantites", (), path),
    ]


def test_an_object_that_only_its_file_names_comes_word_for_word_under_another_name_as_one_change() -> None:
    grids = {nom: f"pricing/baremes/{nom}.yaml" for nom in "abcdefgh"}
    old, new = (first_line(grids["a"]) + text for text in BAREMES.values())
    longer = f"{old}  2021: [{{a_partir_de: {{copieurs: 0}}, valeur: 12}}]\n"
    moved = [f"{LAXOU}/adhesion.yaml", "catalogue/services/S04.yaml", f"{LAXOU}/quantites/2027.yaml"]
    there = [f"{NANCY}/adhesion.yaml", "catalogue/services/S05.yaml", f"{LAXOU}/quantites/2028.yaml"]
    before = {**PETIT, moved[0]: f"{first_line(moved[0])}{DEMO}nom: Essai\nstatut: demande\ndemande: 2026-01-05\n"}
    after = {path: text for path, text in before.items() if path not in moved}
    # What a folder, a code or a year names is another object, and what leaves a grid for another one no grid.
    after |= {new_path: before[path] for path, new_path in zip(moved, there, strict=True)}
    before |= {grids["a"]: old, grids["b"]: old, grids["c"]: new, grids["g"]: longer, grids["h"]: old}
    after |= {grids["d"]: new, grids["e"]: old, grids["f"]: new, grids["g"]: old, grids["h"]: longer}
    found = _found(before, after)
    assert all(item.avant == item.apres for item in found if item.sorte is MODIFICATION)
    places = [(item.sorte, item.source_avant, item.source_apres) for item in found]
    assert {(sorte, old and old.path, new and new.path) for sorte, old, new in places} == {
        (MODIFICATION, grids["c"], grids["d"]),
        (MODIFICATION, grids["a"], grids["e"]),
        *((RETRAIT, path, None) for path in (*moved, grids["b"], grids["g"])),
        *((AJOUT, None, path) for path in (*there, grids["f"], grids["h"])),
    }


@pytest.mark.parametrize("swapped", [False, True])
def test_an_adherent_that_comes_or_goes_is_one_change_beside_those_of_the_others(*, swapped: bool) -> None:
    membres = {**MEMBRES, "nancy": Membre("postes: 21"), "nancy-sud": Membre("postes: 5")}
    sides = [PETIT, petit(membres, exercices=(2026, 2027))]
    found = _found(*(sides[::-1] if swapped else sides))
    assert [(str(item.sorte), item.genre, item.source.path) for item in found] == [
        ("retrait" if swapped else "ajout", "adherent", "adherents/nancy-sud/adherent.yaml"),
        ("modification", "quantites", f"{NANCY}/quantites/2026.yaml"),
        ("modification", "quantites", f"{NANCY}/quantites/2027.yaml"),
    ]


def test_what_cannot_be_read_on_either_side_proves_nothing() -> None:
    wrong = {**PETIT, CLES: f"{first_line(CLES)}cles: faux\n"}
    depot, other = relire(wrong).depot, relire({**wrong, CLES: f"{wrong[CLES]}# fin\n"}).depot
    assert depot.fichiers[CLES].document is None
    assert [(item.genre, item.chemin) for item in changements(depot, other)] == [("fichier", (CLES,))]
    assert [(str(item.sorte), item.chemin) for item in changements(depot, lire(PETIT))] == [("ajout", ())]


# --- sealed calls and closings ---


def _sealed(depot: Depot, without: str, instead: str = "") -> Depot:
    """Take a seal out, or put another one in its place."""
    kept = {nom: sceau for nom, sceau in depot.sceaux.items() if nom != without}
    if instead:
        kept[without] = depot.sceaux[instead]
    return depot._replace(sceaux=MappingProxyType(kept))


def test_a_call_and_a_closing_that_are_sealed_sealed_again_or_removed_are_one_change_each() -> None:
    depot = nancy()
    call, closing = depot.sceaux["2026-04"], depot.sceaux["2024"]
    place = Reference("pricing/appels/2026-04.json")
    said = Changement(AJOUT, "appel", ("2026-04",), Partie.TEXTES, "", None, call, None, place)
    assert changements(_sealed(depot, "2026-04"), depot) == (said,)
    assert changements(depot, _sealed(depot, "2024")) == (
        Changement(
            RETRAIT,
            "cloture",
            ("2024",),
            Partie.TEXTES,
            "",
            closing,
            None,
            Reference("pricing/clotures/2024.json"),
            None,
        ),
    )
    again = changements(_sealed(depot, "2026-04", "2026-10"), depot)
    assert [(item.sorte, item.chemin) for item in again] == [(MODIFICATION, ("2026-04",))]


def test_seals_are_told_after_documents_in_the_order_of_their_names() -> None:
    depot = nancy()
    files = fichiers_nancy()
    path = "adherents/tomblaine/quantites/2026.yaml"
    base = lire({**files, path: files[path].replace("imprimantes: 6", "imprimantes: 7", 1)})
    found = changements(_sealed(_sealed(base, "2026-04"), "2024"), depot)
    assert [item.genre for item in found] == ["quantites", "cloture", "appel"]


# --- what only the tool writes, and what nothing explains ---


def _content(depot: Depot, path: str, content: str) -> Depot:
    return depot._replace(contenus={**depot.contenus, path: content})


def test_what_the_tool_writes_is_told_as_it_differs_each_at_its_line_on_both_sides() -> None:
    kept = consigne(1, "a b"), consigne(1, "a c")
    base, head = avenants(kept[0]), avenants(kept[1])
    (ecart,) = written(base, head)
    assert changements(base, head) == (
        Changement(
            MODIFICATION,
            ecart.genre,
            ecart.chemin,
            Partie.TEXTES,
            "",
            ecart.avant,
            ecart.apres,
            Reference(ecart.path, (ecart.lignes[0],)),
            Reference(ecart.path, (ecart.lignes[1],)),
        ),
    )


def test_the_statements_issued_with_a_call_are_one_change_at_their_folder() -> None:
    base = lire(PETIT)
    kept = [
        base._replace(scelles=gather([("pricing/appels/2026-04/nancy.json", content), *rest]))
        for content, rest in ((b"1", ()), (b"2", [("pricing/appels/2026-04/laxou.json", b"3")]))
    ]
    place = Reference("pricing/appels/2026-04")
    one, two = (issued(depot.scelles)["2026-04"] for depot in kept)
    head = (Partie.TEXTES, "")
    assert changements(base, kept[0]) == (Changement(AJOUT, "etats", ("2026-04",), *head, None, one, None, place),)
    assert changements(kept[0], base) == (Changement(RETRAIT, "etats", ("2026-04",), *head, one, None, place, None),)
    (said,) = changements(*kept)
    assert said == Changement(MODIFICATION, "etats", ("2026-04",), *head, one, two, place, place)
    assert told_paths([said]) == {
        "pricing/appels/2026-04",
        "pricing/appels/2026-04/laxou.json",
        "pricing/appels/2026-04/nancy.json",
    }


def test_a_signature_beside_a_sealed_file_is_told_with_its_content() -> None:
    path = "pricing/appels/2026-04.json.dsit.sig"
    base, head = _content(lire(PETIT), path, "1"), _content(lire(PETIT), path, "2")
    place = Reference(path)
    said = Changement(MODIFICATION, SIGNATURE, (path,), Partie.TEXTES, "", "1", "2", place, place)
    assert read_signature_path(path) is not None
    assert changements(base, head) == (said,)
    sides = (lire(PETIT), base), (base, lire(PETIT))
    assert [item.sorte for both in sides for item in changements(*both)] == [AJOUT, RETRAIT]


def test_a_file_that_nothing_explains_is_told_with_its_content() -> None:
    path = "catalogue/inconnu.yaml"
    base, head, place = _content(lire(PETIT), path, "1"), _content(lire(PETIT), path, "2"), Reference(path)
    said = Changement(MODIFICATION, FICHIER, (path,), Partie.TEXTES, "", "1", "2", place, place)
    assert changements(base, head) == (said,)
    coming = Changement(AJOUT, FICHIER, (path,), Partie.TEXTES, "", None, "2", None, place)
    assert changements(lire(PETIT), head) == (coming,)


def test_a_list_whose_order_changes_is_told_with_both_orders() -> None:
    first, second = "  - {code: S03.1, libelle: Réseau}\n", TEXTE_S03.partition("libelle: Réseau}\n")[2]
    (said,) = changements(mini(), mini((MINI_S03, first + second, second + first)))
    codes = [[item.code for item in side] for side in (said.avant, said.apres)]
    assert (said.chemin, codes[1]) == (("sous_services",), codes[0][::-1])
    assert len(codes[0]) > 1
    (one,) = changements(mini(), mini((MINI_S03, "libelle: Réseau}", "libelle: Réseaux}")))
    assert one.champ == "libelle"


def test_a_list_of_words_that_comes_or_goes_is_told() -> None:
    said = "{libelle: moyens, unite: moyen, pluriel: moyens, somme: [imprimantes, copieurs]}"
    without = edited(PETIT, CLES, said, said.replace("somme: [imprimantes, copieurs]", "comptage: a_date"))
    for sides in ((PETIT, without), (without, PETIT)):
        assert ("cles", "moyens_impression", "somme") in [item.chemin for item in _found(*sides)]


# --- what moves together ---


def test_a_meeting_that_moves_keeps_its_name() -> None:
    first, second = ("comite", "2026-02-01", ""), ("maires", "2026-03-01", "")
    before, after = (reunions(PETIT, first, (second[0], day, "")) for day in ("2026-03-01", "2026-03-08"))
    names = ("reunions", "reunion-2", "date")
    assert [(item.chemin, item.source.path) for item in _found(before, after)] == [(names, REUNIONS)]
