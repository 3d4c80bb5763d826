"""Presences as the simulator may ask for them: as the data have them, and as one more subscription would make them.

Knows: the engine's measure of a presence. Must not know: amounts, the script.
Every one is measured by the engine: the script knows no date. A subscription that is added begins on 1 January.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from convention.base.money import exact_text
from convention.base.period import Periode, year_period
from convention.engine.presence import Presences
from convention.model.mots.communs import Beneficiaires, PartLiberee

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.model.vue import ComposantVu, Perimetre, Vue

T = TypeVar("T")
ABSENT = -1
DONNEES, PLEIN = "d", "p"


class Variantes:
    """The presences in each component of a Vue, in every variant, adherents in order; what is alike is kept once.

    A variant has two letters: the service (`d` data, `p` whole year, `0` or `1` one code alone), the component (`d`,
    `p`).
    """

    def __init__(self, vue: Vue, ordre: Sequence[str]) -> None:
        """Prepare the variants."""
        self._vue, self._ordre = vue, ordre
        self._variantes = {nom: Presences(vue._replace(perimetre=item)) for nom, item in _perimetres(vue, ordre)}
        self.presences: dict[tuple[str, str], int] = {}
        """Rank of each: the fraction of the year, and what it would be if the stay lasted."""
        self.colonnes: dict[tuple[int, ...], int] = {}
        """Rank of each: presences, or years, one an adherent; `ABSENT` for who is not there."""

    def mesurer(self, composant: ComposantVu, *, rangs_lus: bool) -> dict[str, dict[str, int]]:
        """Return the columns of a component, `presences` and `rangs`, by variant; ranks when a formula reads them."""
        found: dict[str, dict[str, int]] = {"presences": {}, "rangs": {}}
        for nom in _asked(self._vue, composant):
            measured = self._variantes[nom]
            found["presences"][nom] = self._column(self._present(measured, composant))
            ranks = (measured.first_year(adherent, composant) for adherent in self._ordre) if rangs_lus else ()
            found["rangs"][nom] = self._column(self._vue.exercice - first + 1 for first in ranks)
        return found

    def _column(self, found: Iterable[int]) -> int:
        return self.colonnes.setdefault(tuple(found), len(self.colonnes))

    def _present(self, measured: Presences, composant: ComposantVu) -> Iterator[int]:
        """Yield the presence of each; the managing body without days of its own is the script's to add."""
        found = {}
        for item in measured.beneficiaries(composant):
            if item.jours:
                fraction = lasting = exact_text(item.fraction)
                if self._vue.regles.part_liberee is not PartLiberee.REPARTIE:
                    lasting = exact_text(measured.until_end(item, composant.vie))
                found[item.adherent] = self.presences.setdefault((fraction, lasting), len(self.presences))
        return (found.get(nom, ABSENT) for nom in self._ordre)


def codes_of(perimetre: Perimetre, service: str, sous: str | None) -> tuple[str, ...]:
    """Return what may be subscribed to have a service, or a sub-service; nothing when it comes anyway."""
    if sous is None:
        return () if service in perimetre.obligatoires else (service,)
    if sous in perimetre.a_la_demande:
        return (sous,)
    return () if service in perimetre.obligatoires else (service, sous)


def tenus(vue: Vue, adherent: str) -> tuple[list[str], list[str]]:
    """Return the codes and the components that an adherent has for some days of the exercice."""
    days = vue.perimetre.payeurs[adherent].adhesion.intersect(year_period(vue.exercice))
    if days is None:
        return [], []
    whole = Periode(date.min)
    codes = {
        code
        for (nom, code), periods in vue.perimetre.abonnements.items()
        if nom == adherent and any(days.intersect(period) for period in periods)
    }
    taken = {
        item
        for (nom, item), periods in vue.perimetre.souscrits.items()
        if nom == adherent and any(days.intersect(period or whole) for period in periods)
    }
    return sorted(codes), sorted(taken)


def ended(periods: Sequence[Periode], day: date) -> tuple[Periode, ...]:
    """End periods on a day: what is not begun then is not there any more."""
    return tuple(
        Periode(period.debut, day if period.fin is None else min(period.fin, day))
        for period in periods
        if period.debut < day
    )


def _asked(vue: Vue, composant: ComposantVu) -> Iterator[str]:
    """Yield the variants of a component."""
    codes = codes_of(vue.perimetre, composant.service, composant.sous_service)
    services = (DONNEES, *([PLEIN] if codes else []), *("01" if len(codes) > 1 else ""))
    one_by_one = composant.beneficiaires is Beneficiaires.SOUSCRIPTION
    for service in services:
        for taken in (DONNEES, PLEIN) if one_by_one else (DONNEES,):
            yield f"{service}{taken}"


def _perimetres(vue: Vue, ordre: Sequence[str]) -> Iterator[tuple[str, Perimetre]]:
    """Yield the perimeter of each variant: what is added is added to what is there, what is left ends on 1 January."""
    perimetre, first = vue.perimetre, year_period(vue.exercice).debut
    codes = {
        code for item in perimetre.composants.values() for code in codes_of(perimetre, item.service, item.sous_service)
    }
    services = {
        DONNEES: perimetre.abonnements,
        PLEIN: _added(perimetre.abonnements, ((nom, code) for nom in ordre for code in codes), first),
        "0": _without(perimetre.abonnements, first, sous_service=True),
        "1": _without(perimetre.abonnements, first, sous_service=False),
    }
    whole = _added(perimetre.souscrits, ((nom, item) for nom in ordre for item in perimetre.composants), first)
    for service, abonnements in services.items():
        for taken, souscrits in ((DONNEES, perimetre.souscrits), (PLEIN, whole)):
            yield f"{service}{taken}", perimetre._replace(abonnements=abonnements, souscrits=souscrits)


def _added(
    known: Mapping[tuple[str, str], tuple[T, ...]], places: Iterable[tuple[str, str]], first: date
) -> dict[tuple[str, str], tuple[T | Periode, ...]]:
    found: dict[tuple[str, str], tuple[T | Periode, ...]] = dict(known)
    for place in places:
        found[place] = (*known.get(place, ()), Periode(first))
    return found


def _without(
    abonnements: Mapping[tuple[str, str], tuple[Periode, ...]], first: date, *, sous_service: bool
) -> dict[tuple[str, str], tuple[Periode, ...]]:
    return {
        place: ended(periods, first) if ("." in place[1]) is sous_service else periods
        for place, periods in abonnements.items()
    }
