"""The part of one weight among many, once it alone is replaced, without sharing among all again.

Knows: integers. Must not know: what is shared, or among whom (as `repartition`, whose parts these are).
Whoever brings the total weight to the same number leaves the same remainders to the others: they are sorted once a
total, and only the ranks where the last cent falls are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Seuil(NamedTuple):
    """Where the last cents fall when the weights that were are shared over another total."""

    restes: int
    """Sum of their remainders."""
    premier: int
    """How many cents are left, rounded down, at least one."""
    cles: Sequence[int]
    """What orders the remainders: the one that has the last of these cents, and the two that follow."""


class Remplacement:
    """Weights among which one is replaced, and who shares an amount then."""

    def __init__(self, weights: Sequence[int]) -> None:
        """Keep the weights, whole numbers, none negative."""
        self._weights = weights
        self._whole = sum(weights)
        self._seuils: dict[tuple[int, int, int], _Seuil] = {}

    def total(self, rank: int, weight: int, scale: int) -> int:
        """Return the total weight, over `scale`, once that of a rank is replaced."""
        return (self._whole - self._weights[rank]) * scale + weight

    def part(self, total: int, rank: int, weight: int, scale: int) -> int:
        """Return the part of a rank, as `share` gives it once its weight is replaced.

        Args:
            total: cents.
            rank: of the weight that is replaced.
            weight: the new one, over `scale`: 5 over 2 stands for 2.5.
            scale: positive.

        Example:
            ``Remplacement([10, 20]).part(100, 0, 20, 1) == 50``.
        """
        if total < 0:
            return -self.part(-total, rank, weight, scale)
        whole = self.total(rank, weight, scale)
        if whole == 0:
            return 0
        part, rest = divmod(total * weight, whole)
        before = total * scale * self._weights[rank] % whole
        seuil = self._seuil(total, scale, whole)
        left = (seuil.restes - before + rest) // whole
        if not left:
            return part
        # One remainder, below the whole, is replaced by another: there is one cent more than that at most. Each cent
        # falls on a remainder that is not zero: there are more of these than cents.
        here = left - seuil.premier
        last = seuil.cles[here if self._key(before, rank) < seuil.cles[here] else here + 1]
        return part + (self._key(rest, rank) > last)

    def _key(self, rest: int, rank: int) -> int:
        """Order the remainders, the largest first; ties go to the first rank."""
        return rest * len(self._weights) - rank

    def _seuil(self, total: int, scale: int, whole: int) -> _Seuil:
        place = total, scale, whole
        if place not in self._seuils:
            unit, count = total * scale, len(self._weights)
            rests = [unit * weight % whole for weight in self._weights]
            restes = sum(rests)
            # As `_key`, without calling it for each one.
            keys = [rest * count - rank for rank, rest in enumerate(rests)]
            keys.sort(reverse=True)
            premier = max(restes // whole, 1)
            self._seuils[place] = _Seuil(restes, premier, keys[premier - 1 : premier + 2])
        return self._seuils[place]
