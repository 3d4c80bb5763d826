"""Limits and cents, written again: those that break a limit are held at it one round after the other.

Knows: exact parts, in cents. Must not know: the engine.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Fraction(0)


class Limites(NamedTuple):
    """The limits of each beneficiary, and who bears what they leave."""

    plafonds: Sequence[Fraction | None]
    planchers: Sequence[Fraction]
    reliquat: str
    exoneres: Mapping[int, str]
    gestionnaire: int | None


def limiter(parts: Sequence[Fraction], limites: Limites) -> list[Fraction]:
    """Exempt, then raise to the floors and bring down to the caps; a credit has no limits."""
    kept = [ZERO if rang in limites.exoneres else part for rang, part in enumerate(parts)]
    if sum(kept, ZERO) > 0:
        kept = _limited(kept, limites)
    if limites.gestionnaire is not None:
        borne = [parts[rang] for rang, who in limites.exoneres.items() if who == "gestionnaire"]
        kept[limites.gestionnaire] += sum(borne, ZERO)
    return kept


def _limited(parts: Sequence[Fraction], limites: Limites) -> list[Fraction]:
    free = {rang for rang, part in enumerate(parts) if part < 0 or rang in limites.exoneres}
    low = [
        ZERO if rang in free else floor if cap is None else min(floor, cap)
        for rang, (floor, cap) in enumerate(zip(limites.planchers, limites.plafonds, strict=True))
    ]
    charges = [max(part, ZERO) for part in parts]
    shared = limites.reliquat == "reparti"
    filled = remplir(charges, low, limites.plafonds if shared else [None] * len(parts))
    if not shared:
        cut = [part if cap is None else min(part, cap) for part, cap in zip(filled, limites.plafonds, strict=True)]
        rang = limites.gestionnaire
        if limites.reliquat == "gestionnaire" and rang is not None:
            cut[rang] = ZERO
            cut[rang] = sum(filled, ZERO) - sum(cut, ZERO)
        filled = cut
    return [part + min(avoir, ZERO) for part, avoir in zip(filled, parts, strict=True)]


def remplir(parts: Sequence[Fraction], low: Sequence[Fraction], high: Sequence[Fraction | None]) -> list[Fraction]:
    """Share the sum of the parts again, in their proportions, between a floor and a cap each.

    In each round those that the proportions put outside are held where they are most out: below, or above.
    """
    total, floors = sum(parts, ZERO), sum(low, ZERO)
    if floors >= total:
        return [total * floor / floors for floor in low] if floors else list(parts)
    held: dict[int, Fraction] = {}
    while True:
        open_ranks = [rang for rang in range(len(parts)) if rang not in held]
        weight = sum((parts[rang] for rang in open_ranks), ZERO)
        left = total - sum(held.values(), ZERO)
        wanted = {rang: parts[rang] * left / weight if weight else ZERO for rang in open_ranks}
        within = {rang: _between(amount, low[rang], high[rang]) for rang, amount in wanted.items()}
        excess = sum((within[rang] - wanted[rang] for rang in open_ranks), ZERO)
        if excess == 0 or not weight:
            return [{**held, **within}[rang] for rang in range(len(parts))]
        side = 1 if excess > 0 else -1
        held |= {rang: within[rang] for rang in open_ranks if (within[rang] - wanted[rang]) * side > 0}


def _between(amount: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    return max(low, amount if high is None else min(amount, high))


def arrondir(total: int, exact: Sequence[Fraction]) -> list[int]:
    """Round the exact cents down, then give the rest to the largest remainders, the first rank on a tie."""
    sign = -1 if total < 0 else 1
    exact = [sign * part for part in exact]
    parts = [floor(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda rang: (parts[rang] - exact[rang], rang))
    for rang in order[: abs(total) - sum(parts)]:
        parts[rang] += 1
    return [sign * part for part in parts]
