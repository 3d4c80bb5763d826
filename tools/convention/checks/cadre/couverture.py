"""On which days an adherent has a service, and which days are missing.

Knows: subscriptions, sub-services, services that come with the membership (art. 3). Must not know: prerequisites.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

from convention.base.period import Periode, merge
from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convention.model.depot import Depot, Dossier

    Couverture: TypeAlias = Callable[..., list[Periode]]


def covered(depot: Depot, dossier: Dossier, code: str, *, activees: bool = True) -> list[Periode]:
    """Return the days on which an adherent has a service or a sub-service.

    A service covers its sub-services, except those on demand; a service marked `obligatoire` comes with the
    membership.

    Args:
        depot: the documents.
        dossier: the adherent.
        code: service or sub-service.
        activees: count the activated subscriptions only.
    """
    codes = {code, *_covering(depot, code)}
    days = [
        souscription.periode
        for souscription in dossier.souscriptions.souscriptions
        if souscription.service in codes and (not activees or souscription.statut is StatutSouscription.ACTIVE)
    ]
    if any(nom in depot.services and depot.services[nom].obligatoire for nom in codes):
        days.append(dossier.identite.adhesion.periode)
    return merge([period for period in days if is_ordered(period)])


def coverage(depot: Depot, dossier: Dossier) -> Couverture:
    """Return `covered` for one adherent, worked out once a service however many subscriptions ask for it."""
    return cache(partial(covered, depot, dossier))


def first_gap(besoin: Periode, couverts: Iterable[Periode]) -> Periode | None:
    """Return the first days of a period that no other covers (merged, sorted); None when it is wholly covered.

    Example: 2024 to 2026, covered from 2025 on: the gap is 2024.
    """
    day = besoin.debut
    for period in couverts:
        if besoin.fin is not None and day >= besoin.fin:
            return None
        if period.fin is not None and period.fin <= day:
            continue
        if period.debut > day:
            fin = period.debut if besoin.fin is None else min(period.debut, besoin.fin)
            return Periode(day, fin)
        if period.fin is None:
            return None
        day = period.fin
    return None if besoin.fin is not None and day >= besoin.fin else Periode(day, besoin.fin)


def moved_date(dossier: Dossier, code: str, gap: Periode) -> str:
    """Say which date of a subscription that exists is to be moved to fill a gap; nothing when there is none to move."""
    own = [
        item
        for item in dossier.souscriptions.souscriptions
        if item.service == code and item.statut is StatutSouscription.ACTIVE
    ]
    late = min((item.debut for item in own if item.debut > gap.debut), default=None)
    if late is not None:
        return f"avancer la souscription à {code} : « debut: {gap.debut} » au lieu de {late}"
    early = max((item.fin for item in own if item.fin is not None and item.fin <= gap.debut), default=None)
    if early is None:
        return ""
    if gap.fin is None:
        return f"prolonger la souscription à {code} : retirer « fin: {early} »"
    return f"prolonger la souscription à {code} : « fin: {gap.fin} » au lieu de {early}"


def is_ordered(period: Periode) -> bool:
    """Tell whether a period has days (PER001 says it when it has none)."""
    return period.fin is None or period.fin > period.debut


def _covering(depot: Depot, code: str) -> tuple[str, ...]:
    service, dot, _ = code.partition(".")
    sous = depot.sous_service(code) if dot else None
    return () if sous is None or sous.a_la_demande else (service,)
