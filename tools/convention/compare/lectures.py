"""What each other reading of the convention would cost whom, on today's data (art. 12: an avenant would settle it).

Knows: readings and the rules that they replace. Must not know: how it is said, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.compare.ecarts import gaps, together
from convention.engine.contribution import bill, calculer, contribution_of
from convention.model.alternatives import apply
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.ecarts import EcartAdherent
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot
    from convention.model.documents.lectures import Alternative, Lecture


class AutreLecture(NamedTuple):
    """Another reading that bears on the computation, and what it would cost each adherent."""

    lecture: Lecture
    alternative: Alternative
    parts: tuple[EcartAdherent, ...]
    """Every adherent, largest difference first."""

    @property
    def total(self) -> EcartAdherent:
        """All of them."""
        return together(self.parts)

    @property
    def touches(self) -> tuple[EcartAdherent, ...]:
        """Those whose amount differs."""
        return tuple(part for part in self.parts if part.ecart)

    def reste(self, gestionnaire: str) -> int:
        """Return what the managing body would bear more, in cents: what the others no longer pay.

        Nothing where the total is the same: what one pays less, another pays.
        """
        others = sum(part.ecart for part in self.parts if part.adherent != gestionnaire)
        return max(-others, 0) if self.total.ecart else 0


def other_readings(depot: Depot, exercice: int) -> Iterator[AutreLecture]:
    """Compute an exercice, in its phase in force, under each other reading that replaces a rule, one at a time."""
    known = bill(resolve(depot, exercice))
    base = contribution_of(known)
    for lecture in sorted(depot.vie.lectures.values(), key=lambda item: item.numero):
        for alternative in lecture.alternatives.values():
            if alternative.executable:
                other = calculer(resolve(apply(depot, alternative), exercice), None, known)
                yield AutreLecture(lecture, alternative, _parts(base, other))


def _parts(base: Contribution, other: Contribution) -> tuple[EcartAdherent, ...]:
    parts = gaps(base.totaux.par_adherent, other.totaux.par_adherent)
    return tuple(sorted(parts, key=lambda part: (-abs(part.ecart), -part.avant, part.adherent)))
