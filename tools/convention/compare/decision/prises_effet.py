"""From which day a change counts: the exercice or the date that it bears, else the first exercice whose amounts move.

Knows: the dates that documents write. Must not know: procedures, media.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from convention.compare.decision.porteurs import item_of
from convention.model.cadre.champs import Partie
from convention.model.cadre.genres import read_path
from convention.model.documents.adherents import Souscription
from convention.model.documents.entrees_sorties import Resiliation
from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison

_CHAMPS = frozenset({"debut", "fin", "effet", "date"})
"""Fields whose value is the day from which something counts."""
_FORFAIT = "forfait"
"""Kind of the document whose amounts change on a 1 January only, though it writes days."""
_ISO = 10
_ANNEE = re.compile(r"20[0-9]{2}")


def effect_date(changement: Changement, comparaison: Comparaison) -> date | None:
    """Return the first day that a change bears on; None when nothing says it, or when no amount depends on it.

    An avenant has its own date, said for all that it carries (the caller's business).
    """
    year = year_of(changement)
    if year is not None:
        return date(year, 1, 1)
    sides = _subscription(changement, comparaison)
    used = [item for item in sides if item.statut is StatutSouscription.ACTIVE]
    if sides and not used:
        return None
    if len(used) == 1 and (changement.partie is not Partie.TEXTES or not changement.champ):
        # Nothing is billed of the other side, whatever day it writes (art. 3).
        return used[0].debut
    dated = list(_days(changement)) or list(_entry(changement, comparaison))
    if dated:
        return min(dated)
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


def first_moved(comparaison: Comparaison) -> date | None:
    """Return the first day of the first exercice whose amounts move, whatever its phase."""
    moved = [impact.exercice for impact in comparaison.impacts if not impact.nul]
    return date(min(moved), 1, 1) if moved else None


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
    values: list[Any] = [changement.avant, changement.apres]
    for value in values:
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
