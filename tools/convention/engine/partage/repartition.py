"""Sharing an amount in whole cents: the largest remainder.

Knows: integers. Must not know: what is shared, or among whom (the caller orders the weights, which decides ties).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Partage(NamedTuple):
    """An amount shared: one part a weight, and who received a remaining cent."""

    parts: tuple[int, ...]
    supplements: tuple[int, ...]
    """Ranks of the weights that received one more cent (one less, when the amount is negative)."""


def share(total: int, weights: Sequence[int]) -> Partage:
    """Share `total` in proportion to `weights`, so that the parts add up to it exactly.

    Each part is the exact share rounded down, then the remaining cents go one by one to the largest remainders; ties go
    to the first rank. A zero weight never receives anything. A negative amount is shared as its opposite (a credit and
    its cancellation mirror each other). The method is not monotone: promise it on exact shares, within one cent on
    rounded ones.

    Args:
        total: cents.
        weights: whole numbers, none negative.

    Returns:
        The parts; all zero when no weight is positive (the amount stays unshared, which the caller reports).

    Example:
        ``share(100, [1, 1, 1]).parts == (34, 33, 33)``.
    """
    whole = sum(weights)
    if whole == 0 or total == 0:
        return Partage((0,) * len(weights), ())
    amount = abs(total)
    return _round(total, [amount * weight for weight in weights], whole)


def apportion(total: int, numerators: Sequence[int], denominator: int) -> Partage:
    """Round exact shares that add up to `total` before it was rounded half-up itself.

    All are in cents, over a positive denominator. Same rule, signed shares allowed.
    """
    if total < 0:
        return _round(total, [-number for number in numerators], denominator)
    return _round(total, numerators, denominator)


def share_at(total: int, weights: Sequence[int], rank: int) -> int:
    """Return the part of one rank, as `share` gives it, without making the others'."""
    if total < 0:
        return -share_at(-total, weights, rank)
    whole = sum(weights)
    if whole == 0:
        return 0
    part, rest = divmod(total * weights[rank], whole)
    rests = [total * weight % whole for weight in weights]
    # The exact shares add up to the amount: what is left is their remainders.
    return part + _extra(rests, rest, rank, sum(rests) // whole)


def apportion_at(total: int, numerators: Sequence[int], denominator: int, rank: int) -> int:
    """Return the part of one rank, as `apportion` gives it, without making the others'."""
    if total < 0:
        return -apportion_at(-total, [-number for number in numerators], denominator, rank)
    part, rest = divmod(numerators[rank], denominator)
    rests = [number % denominator for number in numerators]
    left = total - (sum(numerators) - sum(rests)) // denominator
    return part + _extra(rests, rest, rank, left)


def _extra(rests: Sequence[int], rest: int, rank: int, left: int) -> int:
    """Tell whether a rank receives one of the cents that are left: its remainder against the others', unsorted."""
    return int(len([other for other in rests if other > rest]) + rests[:rank].count(rest) < left)


def _round(total: int, numerators: Sequence[int], denominator: int) -> Partage:
    parts = [number // denominator for number in numerators]
    left = abs(total) - sum(parts)
    supplements: list[int] = []
    if left:
        rests = [number % denominator for number in numerators]
        supplements = sorted(range(len(rests)), key=rests.__getitem__, reverse=True)[:left]
        for rank in supplements:
            parts[rank] += 1
    if total < 0:
        parts = [-part for part in parts]
    return Partage(tuple(parts), tuple(supplements))
