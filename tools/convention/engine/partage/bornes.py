"""Caps, floors and exemptions on the shared part of a cost, exactly.

Knows: exact shares and their limits. Must not know: keys, formulas, how cents are rounded (`cout`).
Everything is in cents, in columns of integers over one denominator (a Fraction a beneficiary is ten times slower).
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from convention.engine.lignes import Bornage
from convention.formulas.columns import Colonne
from convention.model.mots.communs import Reliquat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.engine.lignes import Bornes


def bound(libres: Colonne, bornes: Bornes) -> Bornage:
    """Apply exemptions, then floors and caps.

    `reparti` is an exact water-filling: every share is multiplied by the same number, the one for which the shares,
    once limited, add up to the cost. 1 000 € shared 800 / 150 / 50 with a cap of 500 €: 500 / 375 / 125. What no
    beneficiary can take any more is not recovered. A share that is negative (a credit) has no limits, nor has a cost
    that is. What the managing body bears for those who are exempted is beside its own share, whatever its limits.
    """
    limits = [limit for limit in (*bornes.plafonds, *bornes.planchers) if limit is not None]
    common = lcm(libres.denominateur, *{limit.denominator for limit in limits})
    numbers = [number * (common // libres.denominateur) for number in libres.numerateurs]
    shares = [0 if rang in bornes.exoneres else share for rang, share in enumerate(numbers)]
    exact, scale = _limit(shares, bornes, common) if sum(shares) > 0 else (shares, 1)
    if bornes.gestionnaire is not None:
        borne = (numbers[rang] for rang, who in bornes.exoneres.items() if who is Reliquat.GESTIONNAIRE)
        exact[bornes.gestionnaire] += sum(borne) * scale
    return Bornage(libres, Colonne(tuple(exact), common * scale), bornes)


def _limit(shares: Sequence[int], bornes: Bornes, common: int) -> tuple[list[int], int]:
    """Limit shares over `common`; the result is over `common` × the number returned beside."""
    avoirs = [min(share, 0) for share in shares]
    charges = [max(share, 0) for share in shares]
    caps = [None if cap is None else _scaled(cap, common) for cap in bornes.plafonds]
    floors = [_scaled(floor, common) for floor in bornes.planchers]
    low = [
        0 if avoir or rang in bornes.exoneres else floor if cap is None else min(floor, cap)
        for rang, (avoir, floor, cap) in enumerate(zip(avoirs, floors, caps, strict=True))
    ]
    high = caps if bornes.reliquat is Reliquat.REPARTI else [None] * len(shares)
    filled, scale = _fill(charges, low, high)
    if bornes.reliquat is not Reliquat.REPARTI:
        filled = _cut(filled, [None if cap is None else cap * scale for cap in caps], bornes)
    return [charge + avoir * scale for charge, avoir in zip(filled, avoirs, strict=True)], scale


def _scaled(limit: Fraction, common: int) -> int:
    return limit.numerator * (common // limit.denominator)


def _cut(shares: list[int], caps: Sequence[int | None], bornes: Bornes) -> list[int]:
    """Cut what exceeds each cap; the managing body takes it over, or nobody does."""
    cut = [share if cap is None else min(share, cap) for share, cap in zip(shares, caps, strict=True)]
    manager = bornes.gestionnaire
    if bornes.reliquat is Reliquat.GESTIONNAIRE and manager is not None:
        # It bears what the others leave, beyond its own cap if need be.
        left = sum(shares) - sum(cut) - (shares[manager] - cut[manager])
        cut[manager] = shares[manager] + left
    return cut


def _fill(shares: Sequence[int], low: Sequence[int], high: Sequence[int | None]) -> tuple[list[int], int]:
    """Return the shares × λ kept between their limits, λ such that they add up to what they did before.

    The shares add up to more than zero; the result is over the number returned beside, the denominator of λ.
    """
    limits = list(zip(shares, low, high, strict=True))
    if all(floor <= share and (cap is None or share <= cap) for share, floor, cap in limits):
        return list(shares), 1
    total, least = sum(shares), sum(low)
    if least >= total:
        return [floor * total for floor in low], least
    # Between two bends (where a share meets one of its limits), the sum is a straight line of λ.
    bends = sorted({Fraction(limit, share) for share, *both in limits if share for limit in both if limit is not None})
    reached = bisect_right(
        bends, Fraction(total), key=lambda bend: Fraction(sum(_limited(limits, bend)), bend.denominator)
    )
    # At the first bend, everybody is at its floor: it is always reached.
    start = bends[reached - 1]
    at_start = _limited(limits, start)
    missing = total * start.denominator - sum(at_start)
    moving = zip(limits, at_start, strict=True)
    free = sum(share for (share, _, cap), kept in moving if _moves(share, kept, cap, start))
    scale = start + Fraction(missing, free * start.denominator) if missing and free else start
    return _limited(limits, scale), scale.denominator


def _moves(share: int, kept: int, cap: int | None, scale: Fraction) -> bool:
    """Tell whether a share grows with λ from here on: it is at or above its floor, and below its cap."""
    return kept == share * scale.numerator and (cap is None or kept < cap * scale.denominator)


def _limited(limits: Sequence[tuple[int, int, int | None]], scale: Fraction) -> list[int]:
    """Keep each share × λ between its floor and its cap, over the denominator of λ."""
    top, bottom = scale.numerator, scale.denominator
    return [
        max(floor * bottom, share * top if cap is None else min(share * top, cap * bottom))
        for share, floor, cap in limits
    ]
