"""A computation made from another one is the one that would be made anew, whatever differs between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.engine.contribution import VUES_GARDEES, Calculs, bill, calculer
from convention.engine.cumuls import behind
from convention.engine.presence import Presences
from convention.engine.reprise import Connue, held_costs
from convention.loading.loader import load
from convention.loading.source import Superposition
from convention.model.resolution import resolve
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lectures, lire
from tests.langage.frappes import Disque, frappes
from tests.maquette import Cout, Membre, maquette
from tests.preuves import FOIS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.lignes import Calcul, Contribution
    from convention.model.depot import Depot
    from convention.model.vue import Vue

PRIX, QUANTITES = "pricing/composants/S04.yaml", "adherents/laxou/quantites/2027.yaml"
CLES, LIGNES = "pricing/cles.yaml", "pricing/couts-de-possession.yaml"
SYNDICAT = FIGES / "syndicat"


def connue(depot: Depot, annee: int) -> Connue:
    vue = resolve(depot, annee)
    return bill(vue)


def tenus(avant: Mapping[str, str], apres: Mapping[str, str], annee: int = 2027) -> dict[str, tuple[Calcul, ...]]:
    """Return what holds from one text to the other, once it is sure that the whole is what it would be anew."""
    known, vue = connue(lire(avant), annee), resolve(lire(apres), annee)
    assert calculer(vue, None, known) == calculer(vue)
    return held_costs(vue, known)


def test_a_price_has_only_its_component_computed_again() -> None:
    files = fichiers_nancy()
    every = tenus(files, files).keys()
    found = tenus(files, edited(files, PRIX, "2027: {cout_maintenance: 4800.00}", "2027: {cout_maintenance: 5400.00}"))
    assert every - found.keys() == {"serveur-impression"}


def test_a_quantity_has_the_costs_that_count_it_computed_again() -> None:
    files = fichiers_nancy()
    every = tenus(files, files).keys()
    found = tenus(files, edited(files, QUANTITES, "copieurs: 9", "copieurs: 10"))
    assert every - found.keys() == {"location-copieurs", "serveur-impression"}


def test_a_key_has_the_costs_that_count_it_computed_again() -> None:
    files = fichiers_nancy()
    every = tenus(files, files).keys()
    found = tenus(
        files,
        edited(files, CLES, "pluriel: copieurs, comptage: a_date", "pluriel: copieurs, comptage: moyenne"),
    )
    assert every - found.keys() == {"location-copieurs", "serveur-impression"}


def test_a_quantity_that_is_counted_no_more_has_its_costs_computed_again() -> None:
    files = fichiers_nancy()
    every = tenus(files, files).keys()
    silent = edited(files, QUANTITES, "      copieurs: 9\n", "")
    for found in (tenus(files, silent), tenus(silent, files)):
        assert every - found.keys() == {"location-copieurs", "serveur-impression"}


def test_a_quantity_that_only_one_counted_and_counts_no_more_has_its_costs_computed_again() -> None:
    couts = {
        "a": Cout("prix: 5.00", annuel="prix * imprimantes"),
        "b": Cout("cout: 10.00", annuel="cout * part(postes)"),
    }
    files = maquette({"laxou": Membre("postes: 3, imprimantes: 2"), "nancy": Membre("postes: 1")}, couts)
    silent = edited(files, "adherents/laxou/quantites/2026.yaml", ", imprimantes: 2", "")
    for found in (tenus(files, silent, 2026), tenus(silent, files, 2026)):
        assert tenus(files, files, 2026).keys() - found.keys() == {"a"}


def test_where_the_keys_come_from_has_what_counts_them_computed_again() -> None:
    files = fichiers_nancy()
    depot = lire(files)
    of_the_file = {nom for nom, cle in depot.cles.items() if cle.origine is None}
    counted = {
        item.composant
        for item in connue(depot, 2027).calculs
        if any(decompte.cle in of_the_file for decompte in item.decomptes.values())
    }
    found = tenus(files, edited(files, CLES, "origine: demonstration\n", "origine: convention\n"))
    assert counted & tenus(files, files).keys()
    assert counted.isdisjoint(found)


def test_a_row_has_its_components_computed_again() -> None:
    files = fichiers_nancy()
    rows = {item.composant: item.ligne_tarif for item in connue(lire(files), 2027).calculs}
    found = tenus(
        files,
        edited(files, LIGNES, "cout_maintenance * part(moyens_impression)", "cout_maintenance * part(copieurs)"),
    )
    row = rows["serveur-impression"]
    assert rows.keys() - found.keys() - {None} == {nom for nom, ligne in rows.items() if ligne == row}


def test_nothing_holds_when_who_is_there_is_another() -> None:
    files = fichiers_nancy()
    departure = edited(
        files,
        "adherents/laxou/souscriptions.yaml",
        "{service: S08, debut: 2024-01-01}",
        "{service: S08, debut: 2027-02-01}",
    )
    assert tenus(files, departure) == {}


def test_what_is_made_of_other_costs_is_computed_again_with_them() -> None:
    files = fichiers(SYNDICAT)
    path, row = "pricing/composants/N03.yaml", "2027: {cout_annuel: 13000.00}"
    assert row in files[path]
    every = connue(lire(files), 2027).calculs
    summed = {item.composant for item in every if any(found.cumul for found in item.decomptes.values())}
    assert summed
    dearer = edited(files, path, row, "2027: {cout_annuel: 14000.00}")
    assert summed.isdisjoint(tenus(files, dearer))


def test_whatever_is_typed_what_is_computed_from_the_last_text_is_what_would_be_anew() -> None:
    files, cache = fichiers_nancy(), dict(lectures())
    disque, known, held = Disque(files), dict[int, Connue](), 0
    anew: dict[int, Contribution] = {}
    for textes in frappes(files, 25 * FOIS, 7):
        depot = load(Superposition(disque, textes), cache).depot
        for annee in sorted(depot.exercices):
            vue = resolve(depot, annee)
            if annee not in known or vue != known[annee].vue:
                anew[annee] = calculer(vue)
            if annee in known:
                assert calculer(vue, None, known[annee]) == anew[annee], textes.keys()
                held += len(held_costs(vue, known[annee]))
            known[annee] = Connue(vue, Presences(vue), anew[annee].calculs, anew[annee].lignes)
    assert held > 0


def test_what_no_row_computes_has_no_costs_behind_it() -> None:
    regles = resolve(lire(fichiers(SYNDICAT)), 2027).regles
    assert (behind(regles, [""]), behind(regles, regles.composants)) == (set(), {"hebergement", "licences"})


def vue_a(prix: int, postes: int = 3) -> Vue:
    """Return two components, of which the price given is that of one."""
    costs = {
        "copieur": Cout(f"prix: {prix}.00", annuel="prix * postes"),
        "reseau": Cout("cout: 90.00", annuel="cout * part(postes)"),
    }
    return resolve(
        lire(maquette({"metropole": Membre("postes: 5"), "nancy": Membre(f"postes: {postes}")}, costs)), 2026
    )


def test_what_was_computed_is_given_back_and_what_is_near_is_what_it_would_be_anew() -> None:
    calculs = Calculs()
    first = calculs(vue_a(7))
    assert first == calculer(vue_a(7))
    for near in (vue_a(8), vue_a(7, postes=4)):
        assert calculs(near) == calculer(near)
    assert calculs(vue_a(7)) is first


def test_a_cost_that_reads_the_same_figures_is_the_same_object_and_so_are_its_lines_and_who_is_there() -> None:
    calculs = Calculs()
    known = [calculs(vue_a(prix)) for prix in (7, 8, 9)]
    same = [[item for item in found.calculs if item.composant == "reseau"] for found in known]
    assert [item is same[0][0] for (item,) in same] == [True, True, True]
    lines = [[item for item in found.lignes if item.calcul.composant == "reseau"] for found in known]
    assert [[item is first for item, first in zip(found, lines[0], strict=True)] for found in lines] == [[True] * 2] * 3
    first = bill(vue_a(7))
    near = bill(vue_a(8), first.presences, first)
    assert (near.presences, near.vue) == (first.presences, vue_a(8))


def test_who_is_there_is_measured_once_for_computations_that_are_near() -> None:
    members = {"metropole": Membre("postes: 5"), "nancy": Membre("postes: 5", adhesion="debut: 2026-07-01")}
    first, second = (
        resolve(lire(maquette(members, {"reseau": Cout(f"cout: {cout}.00", annuel="cout * part(postes)")})), 2026)
        for cout in (90, 80)
    )
    whole_year = Presences(first, pleine=True)
    assert calculer(second, whole_year) != calculer(second)
    calculs = Calculs()
    assert calculs(first, whole_year) == calculer(first, whole_year)
    assert calculs(second) == calculer(second, whole_year)


def test_of_too_many_computations_the_one_that_was_asked_for_the_longest_ago_is_forgotten() -> None:
    calculs = Calculs()
    first, second, *others = (calculs(vue_a(prix)) for prix in range(1, VUES_GARDEES + 1))
    assert calculs(vue_a(1)) is first
    calculs(vue_a(VUES_GARDEES + 1))
    assert [calculs(vue_a(prix)) for prix in (1, 3)] == [first, others[0]]
    assert calculs(vue_a(1)) is first
    assert calculs(vue_a(2)) is not second
    for prix in range(VUES_GARDEES + 2, 2 * VUES_GARDEES):
        calculs(vue_a(prix))
    assert (calculs(vue_a(1)) is first, calculs(vue_a(2)) is first) == (True, False)
