"""Caps, floors and exemptions on the shared part of a cost, exactly.

Knows: exact shares and their limits. Must not know: keys, formulas, how cents are rounded (`cout`).
Everything is in cents, as fractions.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.model.vocabulaire import Reliquat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Fraction(0)


class Bornes(NamedTuple):
    """The limits of each beneficiary, by rank."""

    plafonds: tuple[Fraction | None, ...]
    planchers: tuple[Fraction, ...]
    reliquat: Reliquat
    """Who bears what the caps leave; what the floors bring always lightens the others."""
    exoneres: Mapping[int, Reliquat]
    """Who pays nothing, and who bears it (`reparti`: its weight is already zero)."""
    gestionnaire: int | None
    """Rank of the managing body."""


class Bornage(NamedTuple):
    """Shares before and after their limits."""

    libres: tuple[Fraction, ...]
    exactes: tuple[Fraction, ...]
    bornes: Bornes

    @property
    def abandonne(self) -> Fraction:
        """What a cap or an exemption declares that nobody pays."""
        exoneres = self.bornes.exoneres
        lost = [self.libres[rang] for rang, who in exoneres.items() if who is Reliquat.NON_RECOUVRE]
        if self.bornes.reliquat is Reliquat.NON_RECOUVRE:
            kept = [rang for rang in range(len(self.libres)) if rang not in exoneres]
            borne = sum((self.libres[rang] for rang in exoneres if exoneres[rang] is Reliquat.GESTIONNAIRE), ZERO)
            lost += [self.libres[rang] - self.exactes[rang] for rang in kept]
            lost += [borne] if self.bornes.gestionnaire is not None else []
        return sum(lost, ZERO)


def bound(libres: Sequence[Fraction], bornes: Bornes) -> Bornage:
    """Apply exemptions, then floors and caps.

    `reparti` is an exact water-filling: every share is multiplied by the same number, the one for which the shares,
    once limited, add up to the cost. 1 000 € shared 800 / 150 / 50 with a cap of 500 €: 500 / 375 / 125. What no
    beneficiary can take any more is not recovered. A share that is negative (a credit) has no limits, nor has a cost
    that is. What the managing body bears for those who are exempted is beside its own share, whatever its limits.
    """
    shares = [ZERO if rang in bornes.exoneres else share for rang, share in enumerate(libres)]
    exact = _limit(shares, bornes) if sum(shares) > 0 else shares
    if bornes.gestionnaire is not None:
        borne = (libres[rang] for rang, who in bornes.exoneres.items() if who is Reliquat.GESTIONNAIRE)
        exact[bornes.gestionnaire] += sum(borne, ZERO)
    return Bornage(tuple(libres), tuple(exact), bornes)


def _limit(shares: Sequence[Fraction], bornes: Bornes) -> list[Fraction]:
    avoirs = [min(share, ZERO) for share in shares]
    charges = [max(share, ZERO) for share in shares]
    low = [
        ZERO if avoir or rang in bornes.exoneres else floor if cap is None else min(floor, cap)
        for rang, (avoir, floor, cap) in enumerate(zip(avoirs, bornes.planchers, bornes.plafonds, strict=True))
    ]
    high = bornes.plafonds if bornes.reliquat is Reliquat.REPARTI else (None,) * len(shares)
    filled = _fill(charges, low, high)
    if bornes.reliquat is not Reliquat.REPARTI:
        filled = _cut(filled, bornes)
    return [charge + avoir for charge, avoir in zip(filled, avoirs, strict=True)]


def _cut(shares: list[Fraction], bornes: Bornes) -> list[Fraction]:
    """Cut what exceeds each cap; the managing body takes it over, or nobody does."""
    cut = [share if cap is None else min(share, cap) for share, cap in zip(shares, bornes.plafonds, strict=True)]
    manager = bornes.gestionnaire
    if bornes.reliquat is Reliquat.GESTIONNAIRE and manager is not None:
        # It bears what the others leave, beyond its own cap if need be.
        cut[manager] = shares[manager] + sum(
            (share - kept for rang, (share, kept) in enumerate(zip(shares, cut, strict=True)) if rang != manager), ZERO
        )
    return cut


def _fill(shares: Sequence[Fraction], low: Sequence[Fraction], high: Sequence[Fraction | None]) -> list[Fraction]:
    """Return the shares × λ kept between their limits, λ such that they add up to what they did before."""
    total, least = sum(shares, ZERO), sum(low, ZERO)
    if least >= total:
        return [floor * total / least for floor in low] if least else list(shares)
    # Between two bends (where a share meets one of its limits), the sum is a straight line of λ.
    bends = sorted(
        {
            limit / share
            for share, *limits in zip(shares, low, high, strict=True)
            if share
            for limit in limits
            if limit is not None
        }
    )
    reached = bisect_right(bends, total, key=lambda bend: sum(_limited(shares, low, high, bend), ZERO))
    start = bends[reached - 1] if reached else ZERO
    at_start = _limited(shares, low, high, start)
    missing = total - sum(at_start, ZERO)
    free = sum(
        (share for share, kept, cap in zip(shares, at_start, high, strict=True) if _moves(share, kept, cap, start)),
        ZERO,
    )
    return _limited(shares, low, high, start + missing / free) if missing and free else at_start


def _moves(share: Fraction, kept: Fraction, cap: Fraction | None, scale: Fraction) -> bool:
    """Tell whether a share grows with λ from here on: it is at or above its floor, and below its cap."""
    return kept == share * scale and (cap is None or kept < cap)


def _limited(
    shares: Sequence[Fraction], low: Sequence[Fraction], high: Sequence[Fraction | None], scale: Fraction
) -> list[Fraction]:
    return [
        max(floor, share * scale if cap is None else min(share * scale, cap))
        for share, floor, cap in zip(shares, low, high, strict=True)
    ]
