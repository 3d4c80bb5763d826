"""Who comes and leaves after a call: an exercice as it could be known on a day, its later movements undone.

Knows: the periods of a Vue. Must not know: seals, amounts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.period import Periode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.model.vue import Perimetre, Vue


def movements(perimetre: Perimetre, annee: int, after: date) -> list[date]:
    """Return the days of a year, after another, on which a membership or a subscription begins or ends, in order."""
    days = {day for item in _periods(perimetre) for day in (item.debut, item.fin) if day not in {None, perimetre.terme}}
    return sorted(day for day in days if day > after and day.year == annee)


def told_later(perimetre: Perimetre, annee: int, until: date) -> list[date]:
    """Return the eves of the movements of a year until a day: what was known then, if they were told after that day."""
    return [day - timedelta(days=1) for day in movements(perimetre, annee, date.min) if day <= until]


def known_on(vue: Vue, day: date) -> Vue:
    """Return an exercice as if what begins or ends after a day were not told yet."""
    perimetre, terme = vue.perimetre, vue.perimetre.terme
    payeurs = {
        nom: payeur._replace(adhesion=known[0])
        for nom, payeur in perimetre.payeurs.items()
        if (known := _known([payeur.adhesion], day, terme))
    }
    abonnements = {cle: tuple(_known(items, day)) for cle, items in perimetre.abonnements.items() if cle[0] in payeurs}
    souscrits = {
        cle: tuple(part for item in items for part in ([None] if item is None else _known([item], day)))
        for cle, items in perimetre.souscrits.items()
        if cle[0] in payeurs
    }
    return vue._replace(perimetre=perimetre._replace(payeurs=payeurs, abonnements=abonnements, souscrits=souscrits))


def _known(periodes: Iterable[Periode], day: date, terme: date | None = None) -> list[Periode]:
    """Forget the ends to come, but that of the convention, which its text says from the first day."""
    begun = (item for item in periodes if item.debut <= day)
    return [item if item.fin is None or item.fin <= day else Periode(item.debut).until(terme) for item in begun]


def _periods(perimetre: Perimetre) -> Iterator[Periode]:
    yield from (payeur.adhesion for payeur in perimetre.payeurs.values())
    for items in (*perimetre.abonnements.values(), *perimetre.souscrits.values()):
        yield from (item for item in items if item is not None)
