"""A comparison: one model, of which every renderer shows a part.

Knows: what a comparison holds. Must not know: git, media.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convention.compare.changements import Changement, changements
from convention.compare.impact import Impact, impacts
from convention.compare.renommages import with_new_names
from convention.compare.scelles import lifted

if TYPE_CHECKING:
    from convention.compare.scelles import Levee
    from convention.model.depot import Depot


@dataclass(frozen=True, slots=True)
class Comparaison:
    """What changes between two revisions and what it costs."""

    base: Depot
    head: Depot
    changements: tuple[Changement, ...]
    impacts: tuple[Impact, ...]
    levees: tuple[Levee, ...] = ()
    """Declared acts that replace or remove what was sealed: told first."""

    @property
    def sans_effet(self) -> bool:
        """Whether no amount of any exercice and phase differs."""
        return all(impact.nul for impact in self.impacts)


def comparer(base: Depot, head: Depot, *, pourquoi: bool = True) -> Comparaison:
    """Compare two revisions without errors (the caller refuses the others: a total is never partial).

    `pourquoi`: whether the causes of each écart are looked for too.
    """
    matched = with_new_names(base, head)
    told = changements(matched, head), impacts(matched, head, pourquoi=pourquoi)
    return Comparaison(matched, head, *told, lifted(base, head))
