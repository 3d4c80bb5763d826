"""A comparison: one model, of which every renderer shows a part.

Knows: what a comparison holds, memberships. Must not know: git, media.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from convention.compare.avances import Avance, avances
from convention.compare.changements.changements import Changement, changements, told_paths
from convention.compare.changements.preuve import neutral
from convention.compare.changements.renommages import with_new_names
from convention.compare.impact import Impact, impacts
from convention.compare.sceaux.scelles import lifted
from convention.model.valeurs.chemins import adherent_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from convention.compare.ecarts import EcartLigne
    from convention.compare.impact import Resout
    from convention.compare.sceaux.scelles import Levee
    from convention.engine.contribution import Calcule
    from convention.model.cadre.champs import Partie
    from convention.model.depot import Depot


@dataclass(frozen=True, slots=True)
class Comparaison:
    """What changes between two revisions and what it costs."""

    base: Depot
    head: Depot
    changements: tuple[Changement, ...]
    impacts: tuple[Impact, ...]
    neutres: tuple[str, ...] = ()
    """Files that differ and hold the same documents: comments, order, layout."""
    levees: tuple[Levee, ...] = ()
    """Declared acts that replace or remove what was sealed: told first."""
    avances: tuple[Avance, ...] = ()
    """What calls would ask sooner, or later, of what is owed."""

    @property
    def identique(self) -> bool:
        """Whether nothing changes: every file is the same, or proved to hold the same document."""
        return not self.changements and self.sans_effet

    @property
    def touches(self) -> tuple[Impact, ...]:
        """The impacts that move an amount of somebody."""
        return tuple(impact for impact in self.impacts if impact.adherents)

    @property
    def clos(self) -> tuple[int, ...]:
        """Closed exercices whose amounts would move: they were billed (art. 8.3)."""
        return tuple(impact.exercice for impact in self.touches if impact.clos)

    @property
    def sans_effet(self) -> bool:
        """Whether no amount of any exercice and phase differs."""
        return all(impact.nul for impact in self.impacts)

    def departures(self) -> dict[str, date]:
        """Return those whose membership the proposal ends, or ends sooner, with the first day without them."""
        found = {}
        for nom, dossier in self.head.dossiers.items():
            before, fin = self.base.dossiers.get(nom), dossier.identite.adhesion.fin
            if before is not None and fin is not None and fin < (before.identite.adhesion.fin or date.max):
                found[nom] = fin
        return found

    def holder(self, line: EcartLigne) -> Depot:
        """Return the side that holds a line: the proposal, or the base when the line disappears."""
        return self.head if line.apres is not None else self.base

    def arrivals(self) -> dict[str, date]:
        """Return those whom the proposal lets in, with their first day."""
        entered = (item for item in self.head.dossiers.items() if item[0] not in self.base.dossiers)
        return {nom: dossier.identite.adhesion.debut for nom, dossier in entered}

    def comes_from(self, adherents: Iterable[str], parties: AbstractSet[Partie]) -> bool:
        """Tell whether all that changes in some parts of the data is written by the own documents of some adherents."""
        owners = frozenset(adherents)
        return all(adherent_of(item.source.path) in owners for item in self.changements if item.parties & parties)


def comparer(
    base: Depot,
    head: Depot,
    *,
    pourquoi: bool = True,
    calcule: Calcule | None = None,
    resout: Resout | None = None,
) -> Comparaison:
    """Compare two revisions without errors (the caller refuses the others: a total is never partial).

    The causes of each écart are looked for when it is asked why (`pourquoi`). `calcule` and `resout` are for who keeps
    what it has already computed, and resolved.
    """
    matched = with_new_names(base, head)
    found = changements(matched, head)
    neutres = neutral(matched, head, told_paths(found))
    costs = impacts(matched, head, pourquoi=pourquoi, calcule=calcule, resout=resout)
    return Comparaison(matched, head, found, costs, neutres, lifted(base, head), avances(matched, head))
