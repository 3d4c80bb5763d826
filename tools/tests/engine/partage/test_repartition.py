"""`engine.partage.repartition`: an amount shared in whole cents, to the last one, and who gets it."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convention.engine.partage.repartition import apportion, share

TOTALS = st.integers(-(10**7), 10**7)
WEIGHTS = st.lists(st.integers(0, 40), min_size=1, max_size=12)
HUNDREDTHS = st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=8)


def largest_remainders(total: int, exact: list[Fraction]) -> list[int]:
    """Give the remaining cents one by one, each to the largest remainder not yet served; a tie goes to the first."""
    parts = [floor(part) for part in exact]
    waiting = list(range(len(exact)))
    for _ in range(total - sum(parts)):
        best = waiting[0]
        for rank in waiting[1:]:
            if exact[rank] - floor(exact[rank]) > exact[best] - floor(exact[best]):
                best = rank
        parts[best] += 1
        waiting.remove(best)
    return parts


def exact_shares(total: int, weights: list[int]) -> list[Fraction]:
    return [Fraction(total * weight, sum(weights)) for weight in weights]


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up_to_the_amount(total: int, weights: list[int]) -> None:
    assume(any(weights))
    assert total == sum(share(total, weights).parts)


@given(TOTALS, WEIGHTS)
def test_a_part_is_its_exact_share_rounded_down_or_up(total: int, weights: list[int]) -> None:
    assume(any(weights))
    pairs = zip(exact_shares(total, weights), share(total, weights).parts, strict=True)
    assert all(floor(exact) <= part <= ceil(exact) for exact, part in pairs)


@given(TOTALS, WEIGHTS)
def test_a_zero_weight_is_never_charged(total: int, weights: list[int]) -> None:
    parts = share(total, weights).parts
    assert {0} >= {part for part, weight in zip(parts, weights, strict=True) if weight == 0}


@given(TOTALS, WEIGHTS)
def test_the_remaining_cents_go_to_the_largest_remainders(total: int, weights: list[int]) -> None:
    assume(any(weights) and total >= 0)
    assert largest_remainders(total, exact_shares(total, weights)) == list(share(total, weights).parts)


@given(TOTALS, WEIGHTS)
def test_a_credit_is_shared_as_the_mirror_of_its_charge(total: int, weights: list[int]) -> None:
    assert tuple(-part for part in share(total, weights).parts) == share(-total, weights).parts


@given(TOTALS, WEIGHTS)
def test_who_received_a_cent_more_is_said(total: int, weights: list[int]) -> None:
    assume(any(weights))
    partage = share(total, weights)
    sign = -1 if total < 0 else 1
    served = [rank for rank, part in enumerate(exact_shares(abs(total), weights)) if sign * partage.parts[rank] > part]
    assert served == sorted(partage.supplements)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (200, [1, 1, 1], (67, 67, 66)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (1, [1, 1, 1], (1, 0, 0)),
        (1, [0, 1, 1], (0, 1, 0)),
        (2, [1, 2, 2], (0, 1, 1)),
        (10, [6, 6, 2], (4, 4, 2)),
        (10, [2, 6, 6], (2, 4, 4)),
        (100, [0, 7, 0], (0, 100, 0)),
        (5, [3], (5,)),
    ],
)
def test_a_tie_goes_to_the_first_rank(total: int, weights: list[int], parts: tuple[int, ...]) -> None:
    assert parts == share(total, weights).parts


@pytest.mark.parametrize(("total", "weights"), [(100, [0, 0]), (100, []), (0, [1, 2])])
def test_without_weight_or_without_amount_nobody_pays(total: int, weights: list[int]) -> None:
    assert (0,) * len(weights) == share(total, weights).parts


def test_more_cents_may_take_one_from_somebody_as_the_documentation_says() -> None:
    assert (share(3, [1, 3, 3]).parts, share(4, [1, 3, 3]).parts) == ((1, 1, 1), (0, 2, 2))


def test_ten_thousand_weights_add_up() -> None:
    assert sum(share(123_456_789, range(10_000)).parts) == 123_456_789


@given(HUNDREDTHS)
def test_signed_shares_add_up_to_their_rounded_sum(hundredths: list[int]) -> None:
    assert rounded_sum(hundredths) == sum(apportion(rounded_sum(hundredths), hundredths, 100).parts)


@given(HUNDREDTHS)
def test_signed_shares_stay_within_a_cent_and_a_whole_one_does_not_move(hundredths: list[int]) -> None:
    exact = [Fraction(number, 100) for number in hundredths]
    parts = apportion(rounded_sum(hundredths), hundredths, 100).parts
    assert all(floor(share) <= part <= ceil(share) for share, part in zip(exact, parts, strict=True))


def rounded_sum(hundredths: list[int]) -> int:
    """Round the sum of hundredths of a cent half-up, away from zero."""
    total = Fraction(sum(hundredths), 100)
    return (1 if total >= 0 else -1) * floor(abs(total) + Fraction(1, 2))
