"""`compare`: what changes and what it costs, between two revisions of real git repositories."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import Sorte
from convention.compare.comparaison import Comparaison, comparer
from tests.compare.depots_git import compare, git, git_repository, load_revisions
from tests.essais import edited, fichiers_nancy, lire, melanger
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
MEMBRES = {"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30"), "nancy": Membre("postes: 20")}
FORFAIT = "2024-01-01: 700.00"
PETIT = maquette(MEMBRES, RESEAU, forfait=FORFAIT)


def _ecarts(comparaison: Comparaison) -> dict[tuple[int, str], int]:
    return {(impact.exercice, item.adherent): item.ecart for impact in comparaison.impacts for item in impact.adherents}


def _lignes(comparaison: Comparaison) -> dict[tuple[object, ...], int]:
    return {
        (impact.exercice, *line.ligne.identite): line.ecart
        for impact in comparaison.impacts
        for item in impact.adherents
        for line in item.lignes
    }


# --- algebra ---


def test_a_revision_compared_with_itself_shows_nothing(tmp_path: Path) -> None:
    files = fichiers_nancy()
    comparaison = compare(tmp_path, files, files)
    assert (comparaison.changements, comparaison.sans_effet) == ((), True)


@pytest.mark.parametrize("graines", [(1, 2), (3, 4), (5, 6)])
def test_swapping_the_sides_negates_every_ecart(graines: tuple[int, int]) -> None:
    base, head = (lire(depot_fictif(6, 12, graine)) for graine in graines)
    forth, back = comparer(base, head), comparer(head, base)
    assert {key: -gap for key, gap in _ecarts(forth).items()} == _ecarts(back)
    assert {key: -gap for key, gap in _lignes(forth).items()} == _lignes(back)
    assert [-impact.ecart for impact in forth.impacts] == [impact.ecart for impact in back.impacts]


def test_swapping_the_sides_turns_additions_into_removals() -> None:
    base, head = lire(depot_fictif(4, 8, 1)), lire(depot_fictif(6, 12, 2))
    forth, back = comparer(base, head).changements, comparer(head, base).changements
    opposite = {Sorte.AJOUT: Sorte.RETRAIT, Sorte.RETRAIT: Sorte.AJOUT, Sorte.MODIFICATION: Sorte.MODIFICATION}
    assert {(opposite[item.sorte], item.genre, item.chemin) for item in forth} == {
        (item.sorte, item.genre, item.chemin) for item in back
    }


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_an_ecart_is_what_its_lines_make_and_the_total_is_what_the_adherents_make(graine: int) -> None:
    base, head = lire(depot_fictif(6, 12, graine)), lire(depot_fictif(7, 12, graine + 100))
    for impact in comparer(base, head).impacts:
        assert [item.ecart for item in impact.adherents] == [
            sum(line.ecart for line in item.lignes) for item in impact.adherents
        ]
        assert impact.ecart == sum(item.ecart for item in impact.adherents)
        assert impact.avant == sum(item.avant for item in impact.adherents) + impact.total_inchanges
        assert impact.apres == sum(item.apres for item in impact.adherents) + impact.total_inchanges


def test_two_steps_make_the_whole_way() -> None:
    first, second, third = (lire(depot_fictif(5, 10, graine)) for graine in (1, 2, 3))
    steps = [comparer(first, second), comparer(second, third)]
    totals = [impact.ecart for step in steps for impact in step.impacts]
    assert sum(impact.ecart for impact in comparer(first, third).impacts) == sum(totals)


# --- what is not a change ---


def _with_comments(files: Mapping[str, str]) -> dict[str, str]:
    return {path: text.replace("\n", "\n# remarque\n\n", 1) + "# fin\n" for path, text in files.items()}


def _with_quotes(files: Mapping[str, str]) -> dict[str, str]:
    return {
        path: text.replace("source: inventé pour les essais", 'source: "inventé pour les essais"')
        for path, text in files.items()
    }


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_the_order_of_files_keys_and_items_is_not_a_change(tmp_path: Path, graine: int) -> None:
    files = depot_fictif(5, 10, graine)
    comparaison = compare(tmp_path, files, melanger(files, Random(graine)))  # noqa: S311 (an order, not a secret)
    # The order of annexe 1 is read: it is told.
    assert {item.champ for item in comparaison.changements} <= {"sous_services"}
    assert (comparaison.sans_effet, bool(comparaison.neutres)) == (True, True)


def test_comments_and_blank_lines_are_not_a_change(tmp_path: Path) -> None:
    files = depot_fictif(5, 10, 1)
    comparaison = compare(tmp_path, files, _with_comments(files))
    assert (comparaison.changements, comparaison.sans_effet) == ((), True)


def test_quotes_are_not_a_change(tmp_path: Path) -> None:
    files = depot_fictif(5, 10, 1)
    assert files != _with_quotes(files)
    comparaison = compare(tmp_path, files, _with_quotes(files))
    assert (comparaison.changements, comparaison.sans_effet) == ((), True)


def test_trailing_zeros_of_an_amount_are_not_a_change(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1200")
    assert compare(tmp_path, PETIT, after).changements == ()


DEUX_SEJOURS = ("{service: S03, debut: 2024-01-01, fin: 2026-04-01}", "{service: S03, debut: 2026-10-01}")
DEUX_COMPTAGES = (
    "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 31}}",
    "{phase: revise, date: 2026-03-31, source: essai, valeurs: {stockage: 2.5}}",
)


def test_the_order_of_two_stays_is_not_a_change(tmp_path: Path) -> None:
    before, after = (
        maquette({**MEMBRES, "laxou": Membre("postes: 30", souscriptions=", ".join(stays))}, RESEAU)
        for stays in (DEUX_SEJOURS, DEUX_SEJOURS[::-1])
    )
    assert compare(tmp_path, before, after).changements == ()


def test_the_order_of_two_counts_of_the_same_day_is_not_a_change(tmp_path: Path) -> None:
    before, after = (
        maquette({**MEMBRES, "laxou": Membre("postes: 30", comptages=", ".join(counts))}, RESEAU)
        for counts in (DEUX_COMPTAGES, DEUX_COMPTAGES[::-1])
    )
    assert compare(tmp_path, before, after).changements == ()


def test_the_order_of_the_keys_of_a_sum_is_not_a_change(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/cles.yaml", "[imprimantes, copieurs]", "[copieurs, imprimantes]")
    assert compare(tmp_path, PETIT, after).changements == ()


# --- what is one ---


def _said(comparaison: Comparaison) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(item.sorte), item.chemin) for item in comparaison.changements]


def test_a_price_that_changes_is_one_change_where_it_stands(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00")
    comparaison = compare(tmp_path, PETIT, after)
    assert _said(comparaison) == [("modification", ("composants", "reseau", "montants", "2026", "cout"))]
    assert _ecarts(comparaison) == {(2026, "metropole"): 1_000, (2026, "nancy"): 2_000, (2026, "laxou"): 3_000}


def test_the_second_of_two_stays_that_changes_is_one_change(tmp_path: Path) -> None:
    later = DEUX_SEJOURS[1].replace("2026-10-01", "2026-11-01")
    before, after = (
        maquette({**MEMBRES, "laxou": Membre("postes: 30", souscriptions=f"{DEUX_SEJOURS[0]}, {stay}")}, RESEAU)
        for stay in (DEUX_SEJOURS[1], later)
    )
    assert _said(compare(tmp_path, before, after)) == [("modification", ("souscriptions", "S03", "debut"))]


def test_one_of_two_equal_lines_that_is_removed_is_one_change(tmp_path: Path) -> None:
    before, after = (
        maquette({**MEMBRES, "laxou": Membre("postes: 30", souscriptions=", ".join(stays))}, RESEAU)
        for stays in (DEUX_SEJOURS[:1] * 2, DEUX_SEJOURS[:1])
    )
    assert _said(compare(tmp_path, before, after)) == [("retrait", ("souscriptions", "S03"))]


def test_two_counts_of_the_same_day_that_change_are_told_apart(tmp_path: Path) -> None:
    first, second = DEUX_COMPTAGES
    before, after = (
        maquette({**MEMBRES, "laxou": Membre("postes: 30", comptages=counts)}, RESEAU)
        for counts in (f"{first}, {second}", f"{first.replace('31}', '32}')}, {second.replace('2.5', '3.5')}")
    )
    day = "revise 2026-03-31"
    assert [
        ("modification", ("comptages", day, "valeurs", "postes")),
        ("modification", ("comptages", f"{day} (2)", "valeurs", "stockage")),
    ] == _said(compare(tmp_path, before, after))


def test_an_adherent_that_joins_is_seen_and_shares(tmp_path: Path) -> None:
    after = maquette({**MEMBRES, "pulnoy": Membre("postes: 60")}, RESEAU, forfait=FORFAIT)
    comparaison = compare(tmp_path, PETIT, after)
    assert _ecarts(comparaison) == {
        (2026, "pulnoy"): 60_000 + 4_200_000,
        (2026, "laxou"): -30_000,
        (2026, "nancy"): -20_000,
        (2026, "metropole"): -10_000,
    }
    assert {Sorte.AJOUT} == {item.sorte for item in comparaison.changements}


def test_an_adherent_that_is_removed_owes_nothing_any_more(tmp_path: Path) -> None:
    after = maquette({nom: MEMBRES[nom] for nom in ("metropole", "nancy")}, RESEAU, forfait=FORFAIT)
    comparaison = compare(tmp_path, PETIT, after)
    assert _ecarts(comparaison) == {
        (2026, "laxou"): -(60_000 + 2_100_000),
        (2026, "nancy"): 40_000,
        (2026, "metropole"): 20_000,
    }
    assert {Sorte.RETRAIT} == {item.sorte for item in comparaison.changements}


@pytest.mark.parametrize("swapped", [False, True])
def test_an_exercice_on_one_side_only_counts_whole(tmp_path: Path, *, swapped: bool) -> None:
    years = {2026: "previsionnel", 2027: "previsionnel"}
    sides = [PETIT, maquette(MEMBRES, RESEAU, forfait=FORFAIT, exercices=years)]
    comparaison = compare(tmp_path, *(reversed(sides) if swapped else sides))
    sign = -1 if swapped else 1
    assert {2026: 0, 2027: sign * (120_000 + 60 * 70_000)} == {
        impact.exercice: impact.ecart for impact in comparaison.impacts
    }


def test_a_document_that_is_added_is_one_change(tmp_path: Path) -> None:
    depense = (
        "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 800.00}, "
        "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
    )
    after = maquette({**MEMBRES, "laxou": MEMBRES["laxou"]._replace(depenses=depense)}, RESEAU, forfait=FORFAIT)
    comparaison = compare(tmp_path, PETIT, after)
    assert [(str(i.sorte), i.genre, i.chemin) for i in comparaison.changements] == [("ajout", "depenses", ())]
    assert _ecarts(comparaison) == {(2026, "laxou"): 160_000}


def test_a_text_that_changes_is_a_change_without_effect(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "Le reseau", "Le réseau")
    comparaison = compare(tmp_path, PETIT, after)
    assert _said(comparaison) == [("modification", ("composants", "reseau", "libelle"))]
    assert comparaison.sans_effet


def test_a_phase_that_is_not_in_force_is_told_apart(tmp_path: Path) -> None:
    membre = Membre("postes: 30", comptages="{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 30}}")
    before = maquette({**MEMBRES, "laxou": membre}, RESEAU, forfait=FORFAIT, exercices={2026: "revise"})
    after = edited(
        before, "adherents/laxou/quantites/2026.yaml", "valeurs: {postes: 30}, par", "valeurs: {postes: 31}, par"
    )
    (impact,) = compare(tmp_path, before, after).impacts
    assert (
        impact.adherents,
        [(str(other.phase), other.apres - other.avant) for other in impact.autres_phases],
    ) == ((), [("previsionnel", 70_000)])


# --- git ---


def test_a_content_common_to_both_sides_is_the_same_object(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00")
    base, head = load_revisions(git_repository(tmp_path, [PETIT, after]))
    shared = {path for path in PETIT if base.fichiers[path] is head.fichiers[path]}
    assert set(PETIT) - {"pricing/composants/S03.yaml"} == shared


def test_comparing_leaves_the_working_tree_and_the_index_as_they_are(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00")
    repository = git_repository(tmp_path / "depot", [PETIT, after])
    (repository / "pricing" / "forfait.yaml").write_text("en cours\n", encoding="utf-8")
    (repository / "catalogue" / "nouveau.yaml").write_text("en cours\n", encoding="utf-8")
    git(repository, "add", "catalogue/nouveau.yaml")
    before = (git(repository, "status", "--porcelain=v2", "--branch"), _bytes(repository))
    load_revisions(repository)
    assert before == (git(repository, "status", "--porcelain=v2", "--branch"), _bytes(repository))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_causes_are_looked_for_unless_they_are_not_asked_for() -> None:
    base, head = lire(PETIT), lire(maquette(MEMBRES, {"reseau": Cout("cout: 1500.00", annuel="cout * postes")}))
    asked = [comparer(base, head, pourquoi=pourquoi).impacts[0].causes for pourquoi in (True, False)]
    assert [bool(causes) for causes in asked] == [True, False]
