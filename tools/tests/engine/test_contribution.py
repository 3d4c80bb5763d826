"""`engine.contribution` on whole invented repositories: every line equals a naive computation with fractions."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.contributions_export import json_text
from tests.engine.oracle import Oracle
from tests.essais import contribution, lire, melanger
from tests.generateur import depot_fictif

if TYPE_CHECKING:
    from collections.abc import Mapping

DEPOTS = st.builds(
    depot_fictif,
    adherents=st.integers(2, 6),
    composants=st.integers(3, 8),
    graine=st.integers(0, 10**6),
    exercices=st.sampled_from([(2026,), (2025, 2026), (2028,)]),
)
PROFIL = settings(max_examples=30, deadline=None, derandomize=True)


@settings(PROFIL, max_examples=100)
@given(DEPOTS)
def test_every_line_equals_a_naive_computation_to_the_cent(files: Mapping[str, str]) -> None:
    depot = lire(files)
    for annee in depot.exercices:
        vue = resolve(depot, annee)
        lignes = {ligne.identite: ligne.montant for ligne in calculer(vue).lignes if ligne.montant}
        assert Oracle(depot, annee, str(vue.phase)).lignes() == lignes


@PROFIL
@given(DEPOTS)
def test_every_control_is_zero_and_nothing_is_left_unshared(files: Mapping[str, str]) -> None:
    for annee in lire(files).exercices:
        controle = contribution(files, annee).controle
        assert tuple(controle) == (0, 0, 0, 0, 0, ())


@PROFIL
@given(DEPOTS)
def test_each_shared_cost_is_recovered_to_the_cent(files: Mapping[str, str]) -> None:
    for annee in lire(files).exercices:
        result = contribution(files, annee)
        for calcul in result.calculs:
            billed = sum(ligne.montant for ligne in result.lignes if ligne.calcul is calcul)
            assert calcul.a_repartir + sum(calcul.propres) == billed


@settings(PROFIL, max_examples=15)
@given(DEPOTS, st.integers(0, 1000))
def test_the_order_of_files_keys_and_items_changes_no_byte(files: Mapping[str, str], graine: int) -> None:
    annee = next(iter(lire(files).exercices))
    shuffled = melanger(files, Random(graine))  # noqa: S311 (an order, not a secret)
    assert json_text(contribution(files, annee)) == json_text(contribution(shuffled, annee))
