"""`engine.contribution` on whole invented repositories: every line equals a naive computation with fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.engine.oracle.oracle import Oracle
from tests.essais import FIGES, contribution, fichiers, lire
from tests.generateur import depot_fictif
from tests.generateur.limites import depot_limite
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot
    from tests.engine.oracle.oracle import Identite

DEPOTS = st.builds(
    depot_fictif,
    adherents=st.integers(1, 6),
    composants=st.integers(3, 8),
    graine=st.integers(0, 10**6),
    exercices=st.sampled_from([(2026,), (2025, 2026), (2028,)]),
)
LIMITES = st.builds(depot_limite, st.integers(1, 7), st.integers(3, 11), st.integers(0, 10**6))


def _engine(depot: Depot, annee: int, phase: Phase | None = None) -> dict[Identite, int]:
    return {ligne.identite: ligne.montant for ligne in calculer(resolve(depot, annee, phase)).lignes if ligne.montant}


def _assert_agrees(files: Mapping[str, str]) -> None:
    depot = lire(files)
    for annee in depot.exercices:
        assert Oracle(depot, annee, str(depot.exercices[annee].phase)).lignes() == _engine(depot, annee)


@exemples(40)
@given(DEPOTS)
def test_every_line_equals_a_naive_computation_to_the_cent(files: Mapping[str, str]) -> None:
    _assert_agrees(files)


@exemples(40)
@given(LIMITES)
def test_caps_floors_exemptions_and_fixed_shares_equal_a_naive_computation(files: Mapping[str, str]) -> None:
    _assert_agrees(files)


@exemples(1)
@given(st.builds(depot_limite, st.integers(200, 400), st.integers(4, 8), st.integers(0, 10**6)))
def test_hundreds_of_adherents_equal_a_naive_computation(files: Mapping[str, str]) -> None:
    _assert_agrees(files)


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("nom", ["nancy", "syndicat"])
def test_every_line_of_a_real_exercice_equals_a_naive_computation(nom: str, phase: Phase) -> None:
    depot = lire(fichiers(FIGES / nom))
    assert {annee: Oracle(depot, annee, str(phase)).lignes() for annee in depot.exercices} == {
        annee: _engine(depot, annee, phase) for annee in depot.exercices
    }


def test_the_count_of_a_flat_fee_is_taken_for_the_year_and_that_of_another_cost_is_to_be_validated() -> None:
    counted = "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 4, stockage: 3}}"
    costs = {"reseau": Cout("cout: 400.00", annuel="cout * part(stockage)")}
    files = maquette({"nancy": Membre(comptages=counted)}, costs, forfait="2024-01-01: 700.00")
    assert {
        calcul.objet: [(valeur.a_valider, valeur.retenue) for valeur in sources]
        for calcul in calculer(resolve(lire(files), 2026, Phase.REVISE)).calculs
        for decompte in calcul.decomptes.values()
        for sources in decompte.sources
    } == {"": [(False, True)], "reseau": [(True, False)]}


def test_each_flat_fee_has_lines_of_its_own_by_its_own_key_that_of_annexe_3_without_a_name() -> None:
    costs = {"copieur": Cout("prix: 7.00", annuel="prix * postes")}
    files = maquette({"nancy": Membre("postes: 3, stockage: 2")}, costs, forfait="2024-01-01: 700.00")
    path = "pricing/forfaits/accueil.yaml"
    value = "{date: 2024-01-01, montant: 50.00, reference: essai, verifie_le: 2026-01-01}"
    files[path] = f"{first_line(path)}{DEMO}libelle: l'accueil\ncle: stockage\nvaleurs: [{value}]\n"
    lines = {ligne.identite[2]: ligne.montant for ligne in contribution(files).lignes}
    assert lines == {"": 2_100_00, "accueil": 100_00, "copieur": 21_00}


@exemples(15)
@given(DEPOTS)
def test_every_control_is_zero_and_nothing_is_left_unshared(files: Mapping[str, str]) -> None:
    for annee in lire(files).exercices:
        controle = contribution(files, annee).controle
        assert tuple(controle) == (0, 0, 0, 0, 0, ())


@exemples(15)
@given(LIMITES)
def test_what_limits_leave_to_nobody_is_said_and_the_rest_is_recovered(files: Mapping[str, str]) -> None:
    result = contribution(files)
    for calcul in result.calculs:
        billed = sum(ligne.montant for ligne in result.lignes if ligne.calcul is calcul)
        assert calcul.recouvrable + sum(calcul.propres) == billed
    left = sum(calcul.a_repartir - calcul.recouvrable for calcul in result.calculs)
    assert (True, left) == (result.controle.juste, sum(item.montant for item in result.controle.non_repartis))


@exemples(15)
@given(DEPOTS)
def test_each_shared_cost_is_recovered_to_the_cent(files: Mapping[str, str]) -> None:
    for annee in lire(files).exercices:
        result = contribution(files, annee)
        for calcul in result.calculs:
            billed = sum(ligne.montant for ligne in result.lignes if ligne.calcul is calcul)
            assert calcul.a_repartir + sum(calcul.propres) == billed
