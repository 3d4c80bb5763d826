"""`compare.causes.shapley`: weights counted order by order, as the values of Shapley and of Owen are defined."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from convention.compare.causes.choix import AUTRES, COMMUN, RIEN, Choix
from convention.compare.causes.shapley import (
    denominateur,
    groups,
    made_by,
    owen,
    owen_alone,
    owen_among,
    shapley,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.causes.shapley import Poids

LAXOU, DEUX = frozenset({"laxou"}), frozenset({"laxou", AUTRES})
CHANGEMENTS = [
    Choix(volume=LAXOU),
    Choix(perimetre=DEUX, prix=COMMUN),
    Choix(DEUX, LAXOU, RIEN, COMMUN),
    Choix(DEUX, DEUX, COMMUN, COMMUN),
]


def _before(changements: Choix, groupe: str) -> Iterator[Choix]:
    """Yield, for each order of the groups, what is changed when the turn of one of them comes."""
    for order in permutations(groups(changements)):
        earlier = order[: order.index(groupe)]
        yield Choix(**{nom: getattr(changements, nom) for nom in earlier})


def _counted(moves: Iterator[tuple[Choix, Choix]]) -> dict[Choix, int]:
    found: dict[Choix, int] = {}
    for before, after in moves:
        found[before] = found.get(before, 0) - 1
        found[after] = found.get(after, 0) + 1
    return _some(found)


def _some(poids: Poids) -> dict[Choix, int]:
    return {choix: weight for choix, weight in poids.items() if weight}


def _with(choix: Choix, groupe: str, owners: frozenset[str]) -> Choix:
    return choix._replace(**{groupe: owners})


def test_the_denominator_counts_each_order_of_the_groups_twice() -> None:
    assert [denominateur(changements) for changements in CHANGEMENTS] == [2, 4, 12, 48]


@pytest.mark.parametrize("changements", CHANGEMENTS)
def test_a_group_weighs_what_it_moves_in_every_order(changements: Choix) -> None:
    for groupe in groups(changements):
        changed = getattr(changements, groupe)
        turns = [(before, _with(before, groupe, changed)) for before in _before(changements, groupe)]
        assert _some(shapley(changements, groupe)) == _counted(iter(turns * 2))


def _inner(changements: Choix, groupe: str) -> Iterator[tuple[Choix, Choix]]:
    """Within its group, an adherent comes before the others or after them."""
    changed = getattr(changements, groupe)
    for before in _before(changements, groupe):
        yield before, _with(before, groupe, LAXOU)
        yield _with(before, groupe, changed - LAXOU), _with(before, groupe, changed)


@pytest.mark.parametrize("changements", CHANGEMENTS)
def test_an_adherent_weighs_what_it_moves_first_or_last_of_its_group(changements: Choix) -> None:
    for groupe in ("perimetre", "volume"):
        if "laxou" in getattr(changements, groupe):
            assert _some(owen(changements, groupe, "laxou")) == _counted(_inner(changements, groupe))


def test_the_whole_gap_goes_from_nothing_to_everything() -> None:
    assert whole(CHANGEMENTS[1]) == {CHANGEMENTS[1]: 4, Choix(): -4}


def test_among_the_others_an_adherent_weighs_whole_where_they_have_the_line() -> None:
    changements = CHANGEMENTS[1]
    assert owen_among(changements, "laxou", changements) == {Choix(COMMUN, prix=COMMUN): -4, changements: 4}
    assert owen_among(changements, "laxou", Choix()) == {Choix(): -4, Choix(LAXOU): 4}


def test_what_an_adherent_makes_alone_stands_on_the_side_that_has_the_line() -> None:
    changements = CHANGEMENTS[1]
    assert made_by(changements, "laxou", changements) == Choix(LAXOU, prix=COMMUN)
    assert made_by(changements, "laxou", Choix()) == Choix(COMMUN)


def test_alone_an_adherent_weighs_half_from_nothing_and_half_towards_everything() -> None:
    changements = CHANGEMENTS[1]
    assert owen_alone(changements, "laxou", changements) == {
        Choix(): -2,
        Choix(LAXOU, prix=COMMUN): 2,
        Choix(COMMUN, prix=COMMUN): -2,
        changements: 2,
    }
