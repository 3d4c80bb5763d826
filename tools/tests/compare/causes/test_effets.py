"""`compare.causes.effets`: exact effects made whole cents, so that opposite effects stay opposite."""

from __future__ import annotations

import pytest

from convention.compare.causes.effets import largest_remainder


@pytest.mark.parametrize(
    ("total", "halves", "cents"),
    [
        (0, [1, 1, -2], (1, 0, -1)),
        (0, [0, 1, 1, -2], (0, 1, 0, -1)),
        (1, [1, 1], (1, 0)),
        # The sign is that of the total, whatever that of the first share.
        (1, [-1, 3], (0, 1)),
        (0, [0, 0], (0, 0)),
    ],
)
def test_halves_of_a_cent_are_rounded_to_their_total_and_their_opposites_to_its_opposite(
    total: int, halves: list[int], cents: tuple[int, ...]
) -> None:
    assert largest_remainder(total, halves, 2) == cents
    assert largest_remainder(-total, [-half for half in halves], 2) == tuple(-part for part in cents)
