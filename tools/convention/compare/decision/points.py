"""The points of a decision: each change, its number, its procedure, from when it counts.

Knows: a comparison, the tables of procedures. Must not know: what is acquired, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.compare.decision.prises_effet import counts_by_exercice, effect_date, first_moved
from convention.compare.decision.procedures import known_visas
from convention.model.cadre.champs import Partie
from convention.model.mots.avenants import EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.procedures import Requise

AVENANT = "avenant"
"""Kind of the documents that hold what is acquired."""


class Point(NamedTuple):
    """One change, its number as every report prints it, and how it is decided."""

    numero: int
    changement: Changement
    requise: Requise | None
    """None when no table says which procedure it needs."""
    effet: date | None
    retroactif: bool
    """Whether it counts before the day of the comparison, and its procedure does not allow it."""
    annuel: bool
    """Whether it counts from a 1 January only."""

    @property
    def rang(self) -> int:
        """Rank of its procedure; 0 when none is said."""
        return self.requise.procedure.rang if self.requise is not None else 0

    @property
    def peut_changer_un_montant(self) -> bool:
        """Whether an amount may depend on it: never on a text, but a document that comes whole may hold anything."""
        changement = self.changement
        return changement.genre != AVENANT and (changement.partie is not Partie.TEXTES or not changement.chemin)

    def needs(self, requise: Requise | None) -> bool:
        """Tell whether it needs this very procedure."""
        return self.requise is not None and requise is not None and self.requise.id == requise.id


def points_of(
    needed: Sequence[Requise | None],
    strictest: Requise | None,
    comparaison: Comparaison,
    au: date | None,
    voted: date | None,
) -> tuple[Point, ...]:
    """Number the changes; an avenant dates those that need the strictest procedure.

    Args:
        needed: the procedure of each change.
        strictest: the strictest of them.
        comparaison: both sides.
        au: the day on which it is said, if any.
        voted: when the avenant takes effect, if there is one.
    """
    found = []
    for number, (changement, requise) in enumerate(zip(comparaison.changements, needed, strict=True), 1):
        own = effect_date(changement, comparaison)
        carried = requise is not None and strictest is not None and requise.id == strictest.id
        effet = voted if voted is not None and carried else own
        past = au is not None and effet is not None and effet < au
        refused = past and requise is not None and not requise.procedure.retroactive
        found.append(Point(number, changement, requise, effet, refused, counts_by_exercice(changement, comparaison)))
    return tuple(found)


def costly_corrections(points: Sequence[Point], comparaison: Comparaison) -> tuple[int, ...]:
    """Return the points that are to change no amount, when amounts move and no other point can have moved them."""
    if comparaison.sans_effet:
        return ()
    free = {nom for nom, visa in known_visas(comparaison).items() if visa.etape is EtapeVisa.COMPARAISON}
    corrections = [item for item in points if item.requise and free & set(item.requise.procedure.visas)]
    numbers = {item.numero for item in corrections}
    if any(item.peut_changer_un_montant for item in points if item.numero not in numbers):
        return ()
    moving = [item.numero for item in corrections if item.peut_changer_un_montant]
    return tuple(moving or sorted(numbers))


def early_exercice(points: Sequence[Point], comparaison: Comparaison, voted: date | None) -> int | None:
    """Find the first year whose amounts move before the avenant takes effect, when no other point explains it."""
    moved = first_moved(comparaison)
    if voted is None or moved is None or moved.year >= voted.year:
        return None
    # What the avenant carries counts from its day: it explains nothing before.
    explained = any(item.peut_changer_un_montant and (item.effet is None or item.effet < voted) for item in points)
    return None if explained else moved.year
