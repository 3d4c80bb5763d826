"""`partage.remplacement`: the part of one weight, replaced, is the one that sharing among all again would give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.engine.partage.remplacement import Remplacement
from convention.engine.partage.repartition import share

POIDS = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@given(st.integers(-50, 50), POIDS, st.integers(1, 3), st.lists(st.integers(-5, 25), min_size=1, max_size=3))
def test_each_part_is_that_of_the_whole_sharing_once_the_weight_is_replaced(
    total: int, weights: list[int], scale: int, gains: list[int]
) -> None:
    replaced = Remplacement(weights)
    for gain in gains:
        # The same gain brings all of them to the same total: what is kept of one serves the next.
        for rank, weight in enumerate(weights):
            new = max(weight * scale + gain, 0)
            others = [other * scale for other in weights]
            expected = share(total, [*others[:rank], new, *others[rank + 1 :]]).parts[rank]
            assert replaced.part(total, rank, new, scale) == expected


@pytest.mark.parametrize(
    ("total", "weights", "rank", "weight", "expected"),
    [
        (100, [10, 20], 0, 20, 50),
        # 33,33 each: the cent that is left goes to the first one.
        (100, [1, 5, 1], 1, 1, 33),
        (100, [5, 1, 1], 0, 1, 34),
        (-100, [5, 1, 1], 0, 1, -34),
        # Two cents for three: the last one has none.
        (101, [1, 1, 5], 2, 1, 33),
        (100, [1, 2], 0, 0, 0),
        (100, [7], 0, 0, 0),
        (100, [0, 0], 1, 3, 100),
        (0, [1, 2], 1, 5, 0),
    ],
)
def test_parts_worked_out_by_hand(total: int, weights: list[int], rank: int, weight: int, expected: int) -> None:
    assert Remplacement(weights).part(total, rank, weight, 1) == expected


def test_a_total_weight_follows_the_one_that_is_replaced() -> None:
    # 1 and 2 become 1 and 2,5: 3,5, that is 7 over 2.
    assert Remplacement([1, 2]).total(1, 5, 2) == 7
