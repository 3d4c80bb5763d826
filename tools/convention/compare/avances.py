"""What the advances still to be called would ask, when a proposal changes how they are called (art. 8.3).

Knows: milestones and their parts. Must not know: why what is owed changes (`impact`), media.
What is owed of an exercice may stay the same while a call asks more of it sooner: it is told beside it.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from convention.compare.ecarts import gaps, largest_gaps
from convention.engine.appels.acomptes import acomptes
from convention.engine.appels.appels import advances_to_come
from convention.engine.appels.pieces import frozen
from convention.model.mots.communs import weakest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from convention.compare.ecarts import EcartAdherent
    from convention.engine.appels.appels import Montant
    from convention.model.depot import Depot
    from convention.model.mots.communs import Origine


class Avance(NamedTuple):
    """The advance of an exercice in a call that is not sealed, before and after; cents."""

    echeance: str
    """Year and month of the call: « 2027-04 »."""
    exercice: int
    adherents: tuple[EcartAdherent, ...]
    """Those of whom it asks something else, largest difference first."""
    avant: int
    apres: int
    origine: Origine

    @property
    def ecart(self) -> int:
        """Cents of difference."""
        return self.apres - self.avant


def avances(base: Depot, head: Depot) -> tuple[Avance, ...]:
    """Return the advances that a proposal changes otherwise than by what is owed (`_ways`)."""
    found = []
    for exercice in (annee for annee in head.ouverts if annee in base.exercices):
        if _ways(base, exercice) == _ways(head, exercice):
            continue
        before, after = advances_to_come(base, exercice), advances_to_come(head, exercice)
        for echeance in sorted(before.keys() | after.keys()):
            lines = [side.get(echeance, ()) for side in (before, after)]
            sums = [_by_adherent(side) for side in lines]
            moved = largest_gaps(item for item in gaps(*sums) if item.ecart)
            if moved:
                origine = weakest(*(item.origine for item in chain.from_iterable(lines)))
                found.append(Avance(echeance, exercice, moved, sums[0].total(), sums[1].total(), origine))
    return tuple(found)


def _ways(depot: Depot, exercice: int) -> tuple[dict[str, Fraction], dict[str, int]]:
    """Return how an exercice is advanced: the rate of each call, what is frozen on the attribution de compensation."""
    fixed = ((nom, frozen(depot, nom, exercice)) for nom in depot.dossiers)
    return acomptes(depot, exercice), {nom: cents for nom, cents in fixed if cents is not None}


def _by_adherent(lines: Iterable[Montant]) -> Counter[str]:
    found = Counter[str]()
    for item in lines:
        found[item.identite[0]] += item.montant
    return found
