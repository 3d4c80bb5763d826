"""The delays of a termination: its notice, the return of equipment, the steps of a leaving (art. 13).

Knows: terminations, the delays that the convention declares. Must not know: what is wrong (`resiliations`), amounts.
"""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.period import months_later
from convention.model.vocabulaire_entrees import GenreResiliation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.entrees_sorties import EtapeSortie, RecuperationTiers, Resiliation

_ETAPES = ("materiels", "donnees", "licences", "destruction")
SUPPOSE = {
    GenreResiliation.SIMPLE: ("notification",),
    GenreResiliation.COMMUN_ACCORD: ("accord",),
    GenreResiliation.FAUTE: ("mise_en_demeure", "notification"),
}
"""Fields that each kind of termination must have; its delay starts from the first."""


class Delai(NamedTuple):
    """When a termination may take effect, at the earliest, and from what that is counted."""

    depart: date
    champ: str
    """Field of the starting day."""
    mois: int
    regle: tuple[str, ...]
    """Where the convention says the number of months; nothing for an agreement, which has no notice."""

    @property
    def terme(self) -> date:
        """The earliest day of effect."""
        return _later(self.depart, self.mois)


def notice(depot: Depot, resiliation: Resiliation) -> Delai | None:
    """Return the delay that a termination respects (art. 13); None when the day that it starts from is not known."""
    champ = SUPPOSE[resiliation.genre][0]
    start = getattr(resiliation, champ)
    if start is None:
        return None
    match resiliation.genre:
        case GenreResiliation.SIMPLE:
            return Delai(start, champ, depot.convention.preavis_mois, ("preavis_mois",))
        case GenreResiliation.FAUTE:
            delais = depot.convention.delais
            regle = ("delais", "mise_en_demeure_mois")
            return Delai(start, champ, delais.mise_en_demeure_mois, regle) if delais is not None else None
        case GenreResiliation.COMMUN_ACCORD:
            return Delai(start, champ, 0, ())
    assert_never(resiliation.genre)


def return_limit(depot: Depot, resiliation: Resiliation) -> date | None:
    """Return the last day to recover the equipment; None when the convention gives no delay."""
    delais = depot.convention.delais
    return _later(resiliation.effet, delais.restitution_mois) if delais is not None else None


def steps(resiliation: Resiliation) -> Iterator[tuple[tuple[str | int, ...], EtapeSortie | RecuperationTiers]]:
    """Yield the steps that are written, with their place."""
    for champ in _ETAPES:
        etape = getattr(resiliation.sortie, champ)
        if etape is not None:
            yield ("sortie", champ), etape
    for rang, tiers in enumerate(resiliation.sortie.recuperation_tiers):
        yield ("sortie", "recuperation_tiers", rang), tiers


def _later(day: date, mois: int) -> date:
    """Return the same day some months later; a delay that no calendar holds never ends."""
    return months_later(day, mois) if mois < 12 * (MAXYEAR - day.year) else date.max
