"""What one beneficiary owes, computed from what the cost was for everybody: the same cents as the whole computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.engine.repartition import apportion, apportion_at, share, share_at
from tests.compare.causes_naives import effects, naive_effects, vues
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

POIDS = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@given(st.integers(-50, 50), POIDS)
def test_the_part_of_one_is_its_part_among_all(total: int, weights: list[int]) -> None:
    assert tuple(share_at(total, weights, rank) for rank in range(len(weights))) == share(total, weights).parts


@given(st.integers(1, 7), st.lists(st.integers(-20, 20), min_size=1, max_size=8))
def test_the_rounded_share_of_one_is_its_share_among_all(denominator: int, numerators: list[int]) -> None:
    total = sum(numerators) // denominator
    alone = tuple(apportion_at(total, numerators, denominator, rank) for rank in range(len(numerators)))
    assert alone == apportion(total, numerators, denominator).parts


def _textes(couts: Mapping[str, Cout], laxou: str, nancy: str) -> dict[str, str]:
    membres = {
        "metropole": Membre("postes: 40"),
        "laxou": Membre("postes: 10", laxou),
        "nancy": Membre("postes: 20", nancy),
    }
    return maquette(membres, couts, part_liberee="gestionnaire")


@pytest.mark.parametrize("reliquat", ["reparti", "gestionnaire", "non_recouvre"])
def test_who_joins_a_cost_from_which_it_is_exempted_has_the_causes_of_the_whole_computation(reliquat: str) -> None:
    exempt = f"exonerations: [{{adherents: [laxou], reliquat: {reliquat}, motif: essai}}]"
    before, after = ({"reseau": Cout(f"cout: {cout}", "cout * part(postes)", suite=exempt)} for cout in (1200, 1500))
    toute, courte = "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
    sides = vues(_textes(before, "", toute), _textes(after, toute, courte))
    assert effects(sides)
    assert effects(sides) == naive_effects(sides)
