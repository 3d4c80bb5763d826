"""What a change would cost over a full year: a presence of twelve months for who is there on 31 December.

Knows: how a full year is computed. Must not know: why amounts differ, media. Deliveries are as they were: they happen
once (art. 8.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.compare.ecarts import gaps
from convention.engine.contribution import calculer
from convention.engine.presence import Presences
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot


class AnneePleine(NamedTuple):
    """One exercice as if it were full, on both sides; cents."""

    avant: int
    apres: int
    ecarts: Mapping[str, int]
    """Differences by adherent; those that do not move are left out."""


def full_year(base: Depot, head: Depot, exercice: int) -> AnneePleine | None:
    """Compare a full year of an exercice; None when a side does not have it."""
    if exercice not in base.exercices or exercice not in head.exercices:
        return None
    totals = []
    for depot in (base, head):
        vue = resolve(depot, exercice)
        totals.append(calculer(vue, Presences(vue, pleine=True)).totaux)
    before, after = totals
    moved = {item.adherent: item.ecart for item in sorted(gaps(before.par_adherent, after.par_adherent)) if item.ecart}
    return AnneePleine(before.general, after.general, moved)
