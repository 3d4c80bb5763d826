"""The points of a decision: each change, its number, its procedure, from when it counts.

Knows: a comparison, the tables of procedures, the dates that documents write. Must not know: what is acquired, media.
A change counts from the exercice or the date that it bears, else from the first exercice whose amounts move.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.period import months_later
from convention.compare.changements.identites import paired
from convention.compare.decision.procedures import is_signed, known_visas
from convention.compare.sceaux.scelles import declared
from convention.model.cadre.champs import Partie
from convention.model.documents.adherents import Souscription
from convention.model.documents.entrees_sorties import Resiliation
from convention.model.genres import read_path
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Requise


AVENANT = "avenant"
"""Kind of the documents that hold what is acquired."""
_CHAMPS = frozenset({"debut", "fin", "effet", "date"})
"""Fields whose value is the day from which something counts."""
_FORFAIT = "forfait"
"""Kind of the document whose amounts change on a 1 January only, though it writes days."""
_ISO = 10
_ANNEE = re.compile(r"20[0-9]{2}")
_PROFONDEUR = 2
"""Steps that name an item: its list, its identity."""


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
        """Whether an amount may depend on it."""
        return may_move(self.changement)

    def needs(self, requise: Requise | None) -> bool:
        """Tell whether it needs this very procedure."""
        return self.requise is not None and requise is not None and self.requise.id == requise.id


def may_move(changement: Changement) -> bool:
    """Tell whether an amount may depend on a change: never on a text."""
    return changement.parties != {Partie.TEXTES}


def points_of(
    needed: Sequence[Requise | None],
    strictest: Requise | None,
    comparaison: Comparaison,
    au: date | None,
    voted: date | None,
) -> tuple[Point, ...]:
    """Number the changes, each with the procedure that it needs.

    An avenant, when there is one (`voted`: the day of its effect), dates those that need the strictest procedure.
    """
    found = []
    for number, (changement, requise) in enumerate(zip(comparaison.changements, needed, strict=True), 1):
        own = effect_date(changement, comparaison)
        carried = requise is not None and strictest is not None and requise.id == strictest.id
        effet = voted if voted is not None and carried else own
        past = au is not None and effet is not None and effet < au
        # What a closed exercice is declared to owe otherwise is of the past (art. 8.3).
        corrected = effet is not None and declared(comparaison.base, comparaison.head, effet.year)
        refused = past and not corrected and requise is not None and not requise.procedure.retroactive
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
    """Find the first year that counts before the avenant takes effect: one that it writes, or that no other explains.

    What counts by the exercice counts from its first day: an avenant of April carries nothing of its own year.
    """
    if voted is None:
        return None
    moved = first_moved(comparaison)
    carried = [
        item.changement for item in points if item.effet == voted and item.annuel and item.peut_changer_un_montant
    ]
    written = [day.year for item in carried if (day := _written(item, comparaison)) is not None and day < voted]
    if written or moved is None or moved >= voted:
        return min(written, default=None)
    # What the avenant carries counts from its day: it explains nothing before, unless it creates what is then counted.
    explained = any(item.peut_changer_un_montant and (item.effet is None or item.effet < voted) for item in points)
    created = moved.year == voted.year and all(item.avant is None for item in carried)
    return None if explained or created else moved.year


def effect_date(changement: Changement, comparaison: Comparaison) -> date | None:
    """Return the first day that a change bears on; None when nothing says it, or when no amount depends on it.

    An avenant has its own date, said for all that it carries (the caller's business).
    """
    year = year_of(changement)
    if year is not None and changement.chemin[:1] == ("preavis_suivants",):
        # Who leaves on the first day of that year writes before: as soon as the longer of the two notices asks.
        longer = max(side.convention.preavis(year) for side in (comparaison.base, comparaison.head))
        return months_later(date(year, 1, 1), -longer)
    if year is not None:
        return _counted(date(year, 1, 1), comparaison)
    sides = _subscription(changement, comparaison)
    used = [item for item in sides if item.statut is StatutSouscription.ACTIVE]
    if sides and not used:
        return None
    if len(used) == 1 and changement.partie is not Partie.TEXTES:
        # Nothing is billed of the other side, whatever day it writes (art. 3).
        return used[0].debut
    dated = list(_days(changement)) or list(_entry(changement, comparaison))
    if dated:
        return _counted(min(dated), comparaison)
    return None if changement.partie is Partie.TEXTES and changement.chemin else first_moved(comparaison)


def counts_by_exercice(changement: Changement, comparaison: Comparaison) -> bool:
    """Tell whether a change counts for whole exercices only, from a 1 January: it bears on no other day."""
    if changement.genre == _FORFAIT or year_of(changement) is not None:
        return True
    return not _subscription(changement, comparaison) and not list(_days(changement))


def year_of(changement: Changement) -> int | None:
    """Return the exercice that a change bears on: a year of its path, or that of its file."""
    for part in changement.chemin:
        if _ANNEE.fullmatch(part):
            return int(part)
    found = read_path(changement.source.path)
    return found.annee if found is not None and found.annee else None


def signed(points: Iterable[Point], comparaison: Comparaison) -> tuple[Point, ...]:
    """Return the points that an avenant decides: those that the parties sign (art. 12)."""
    return tuple(point for point in points if is_signed(point.requise, comparaison))


def _written(changement: Changement, comparaison: Comparaison) -> date | None:
    """Return the first day that a change writes, of what counts by the exercice; None for a rule without a year."""
    year = year_of(changement)
    day = date(year, 1, 1) if year is not None else min(_days(changement), default=None)
    return None if day is None else _counted(day, comparaison)


def first_moved(comparaison: Comparaison) -> date | None:
    """Return the first day of the first exercice whose amounts move, whatever its phase."""
    moved = [impact.exercice for impact in comparaison.impacts if not impact.nul]
    return _counted(date(min(moved), 1, 1), comparaison) if moved else None


def _counted(day: date, comparaison: Comparaison) -> date:
    """Return from when what is written from a day on counts: never before the convention begins."""
    return max(day, min(side.convention.effet for side in (comparaison.base, comparaison.head)))


def _subscription(changement: Changement, comparaison: Comparaison) -> tuple[Souscription, ...]:
    """Return the subscription that a change bears on, as it is on each side that has it."""
    found = item_of(changement, comparaison) if changement.genre == "souscriptions" else ()
    return tuple(item for item in found if isinstance(item, Souscription))


def _entry(changement: Changement, comparaison: Comparaison) -> Iterator[date]:
    """Yield the first day of the newcomer whose fixed share a change writes: it counts from there."""
    if "quotes_parts" not in changement.chemin:
        return
    for who in changement.chemin:
        entered = comparaison.head.dossiers.get(who)
        if entered is not None and who not in comparaison.base.dossiers:
            yield entered.identite.adhesion.debut


def _days(changement: Changement) -> Iterator[date]:
    """Yield the days that a change writes: its own value, those of the object that comes or goes, those of its name.

    A day that moves counts from the earlier of the two: what lies between changes.
    """
    for value in (changement.avant, changement.apres):
        if isinstance(value, date) and changement.champ in _CHAMPS:
            yield value
        # An object says its first day; its end says nothing of when it starts to count.
        first = getattr(value, "debut", None) or getattr(value, "date", None)
        if isinstance(first, date):
            yield first
        stay = getattr(value, "adhesion", None)
        if stay is not None:
            yield stay.debut
        # The departure is the whole of what a resiliation says: it counts from there.
        if isinstance(value, Resiliation):
            yield value.effet
    yield from (day for part in changement.chemin if (day := _iso(part)) is not None)


def _iso(part: str) -> date | None:
    if len(part) != _ISO:
        return None
    try:
        return date.fromisoformat(part)
    except ValueError:
        return None


def item_of(changement: Changement, comparaison: Comparaison) -> tuple[Modele | None, Modele | None]:
    """Return the item of a list that a change bears on, as each side has it; None on the side that does not."""
    path, chemin = changement.source.path, changement.chemin
    if len(chemin) < _PROFONDEUR:
        return None, None
    old, new = (_items(depot, path, chemin[0]) for depot in (comparaison.base, comparaison.head))
    for nom, before, after in paired(old, new):
        if nom == chemin[1]:
            return before and before[1], after and after[1]
    return None, None


def _items(depot: Depot, path: str, liste: str) -> tuple[Any, ...]:
    fichier = depot.fichiers.get(path)
    found = getattr(fichier.document, liste, ()) if fichier is not None else ()
    return found if isinstance(found, tuple) else ()
