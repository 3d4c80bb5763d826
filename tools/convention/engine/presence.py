"""Who benefits from what, when, and for how much of the year.

Knows: adhesions, subscriptions, lives of components, the prorata policy. Must not know: amounts.
Presence = adhesion ∩ activated subscription ∩ life of the component ∩ exercice (art. 3, 3.1, 13).
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import Periode, Prorata, merge, year_fraction, year_period
from convention.model.mots.communs import Beneficiaires, PartLiberee

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.model.vue import ComposantVu, Regles, Vue

ENTIERE = Fraction(1)


class Presence(NamedTuple):
    """An adherent's presence for one object: its days in the exercice, and the fraction of the year they make.

    Without days: the managing body, which only bears what others left (policy `gestionnaire`).
    """

    adherent: str
    jours: tuple[Periode, ...]
    fraction: Fraction


def tie(regles: Regles, adherent: str) -> tuple[str, str]:
    """Return what orders the beneficiaries, and so decides ties between cents: SIREN, then id."""
    qualite = regles.qualites.get(adherent)
    return (qualite.siren if qualite is not None else "", adherent)


class Presences:
    """Presences of one Vue; those of a service are measured once, whatever the number of its components."""

    def __init__(self, vue: Vue, *, pleine: bool = False) -> None:
        """Order the payers.

        `pleine`: measure a full year instead: a whole presence for who is there on 31 December, none for the others.
        """
        self._pleine = pleine
        self._vue = vue
        self._year = year_period(vue.exercice)
        self.ordre = sorted(vue.perimetre.payeurs, key=partial(tie, vue.regles))
        self._by_service: dict[tuple[str, str | None], tuple[Presence, ...]] = {}
        self._by_component: dict[tuple[str, bool], tuple[Presence, ...]] = {}

    def members(self) -> tuple[Presence, ...]:
        """Return the presences of the adherents themselves (their adhesion within the exercice)."""
        return self._kept((nom, self._adhesion(nom)) for nom in self.ordre)

    def beneficiaries(self, composant: ComposantVu, *, with_manager: bool = False) -> tuple[Presence, ...]:
        """Return who benefits from a component, in the order of the ties.

        `with_manager`: the managing body too, without days of its own when it is no beneficiary (a cap or an exemption
        leaves it something to bear).
        """
        key = (composant.id, with_manager)
        if key not in self._by_component:
            self._by_component[key] = self._beneficiaries(composant, with_manager=with_manager)
        return self._by_component[key]

    def _beneficiaries(self, composant: ComposantVu, *, with_manager: bool) -> tuple[Presence, ...]:
        covered = self._of_service(composant.service, composant.sous_service)
        if composant.beneficiaires is Beneficiaires.SOUSCRIPTION:
            covered = self._kept((item.adherent, self._taken(item, composant.id)) for item in covered)
        if composant.vie is not None:
            covered = self._kept((item.adherent, _within(item.jours, [composant.vie])) for item in covered)
        covered = self._with_freed(covered, composant.vie)
        return self._with_manager(covered) if with_manager and covered else covered

    def first_year(self, adherent: str, composant: ComposantVu) -> int:
        """Return the first exercice in which an adherent is present for a component, whatever the exercice of the Vue.

        A stay too short to count in a year (a few days of December, by twelfths) does not begin there.
        """
        perimetre, regles = self._vue.perimetre, self._vue.regles
        days = [perimetre.payeurs[adherent].adhesion]
        if not self._comes_with_membership(composant.service, composant.sous_service):
            days = _within(days, self._subscriptions(adherent, composant.service, composant.sous_service))
        if composant.beneficiaires is Beneficiaires.SOUSCRIPTION:
            taken = perimetre.souscrits.get((adherent, composant.id), ())
            days = days if None in taken else _within(days, [period for period in taken if period is not None])
        if composant.vie is not None:
            days = _within(days, [composant.vie])
        # A stay counts for nothing in its first year, or in both, when it is short enough around 31 December.
        counted = (
            year
            for stay in days
            for year in (stay.debut.year, stay.debut.year + 1)
            if (part := stay.intersect(year_period(year))) is not None
            and year_fraction(part, year, regles.prorata, regles.seuil) > 0
        )
        return next(counted, self._vue.exercice)

    def until_end(self, presence: Presence, vie: Periode | None) -> Fraction:
        """Measure a presence as if its last stay went on to 31 December (policies on a freed share).

        What ends in the year frees nothing: the stay goes on to the end of the component, of the convention, at most.
        """
        if not presence.jours:
            return presence.fraction
        last = presence.jours[-1]
        year = self._year.until(self._vue.perimetre.terme)
        end = year if vie is None else vie.intersect(year) or year
        return self._measure((*presence.jours[:-1], Periode(last.debut, end.fin)))

    def _with_freed(self, covered: tuple[Presence, ...], vie: Periode | None) -> tuple[Presence, ...]:
        """Add the managing body, without days of its own, when the policy makes it bear what those who left free."""
        manager = self._vue.perimetre.gestionnaire
        bears = self._vue.regles.part_liberee is PartLiberee.GESTIONNAIRE and manager in self._vue.perimetre.payeurs
        if not bears or any(item.adherent == manager for item in covered):
            return covered
        left = any(self.until_end(item, vie) != item.fraction for item in covered)
        return self._with_manager(covered) if left else covered

    def _with_manager(self, covered: tuple[Presence, ...]) -> tuple[Presence, ...]:
        manager = self._vue.perimetre.gestionnaire
        if manager not in self._vue.perimetre.payeurs or any(item.adherent == manager for item in covered):
            return covered
        # The order of the ties is that of everybody.
        return tuple(sorted((*covered, Presence(manager, (), Fraction(0))), key=self._rank))

    def _rank(self, presence: Presence) -> tuple[str, str]:
        return tie(self._vue.regles, presence.adherent)

    def _of_service(self, service: str, sous_service: str | None) -> tuple[Presence, ...]:
        key = (service, sous_service)
        if key not in self._by_service:
            self._by_service[key] = self._kept((nom, self._subscribed(nom, *key)) for nom in self.ordre)
        return self._by_service[key]

    def _adhesion(self, adherent: str) -> list[Periode]:
        perimetre = self._vue.perimetre
        days = perimetre.payeurs[adherent].adhesion.intersect(self._year)
        exempt = adherent == perimetre.gestionnaire and not perimetre.gestionnaire_contribue
        return [] if days is None or exempt else [days]

    def _subscribed(self, adherent: str, service: str, sous_service: str | None) -> list[Periode]:
        adhesion = self._adhesion(adherent)
        if self._comes_with_membership(service, sous_service):
            return adhesion
        return _within(adhesion, self._subscriptions(adherent, service, sous_service))

    def _comes_with_membership(self, service: str, sous_service: str | None) -> bool:
        perimetre = self._vue.perimetre
        return service in perimetre.obligatoires and sous_service not in perimetre.a_la_demande

    def _subscriptions(self, adherent: str, service: str, sous_service: str | None) -> list[Periode]:
        perimetre = self._vue.perimetre
        # A sub-service on demand is covered by its own subscription only; the others by their service's too.
        codes = [] if sous_service in perimetre.a_la_demande else [service]
        codes += [] if sous_service is None else [sous_service]
        return [period for code in codes for period in perimetre.abonnements.get((adherent, code), ())]

    def _taken(self, presence: Presence, composant: str) -> Sequence[Periode]:
        periods = self._vue.perimetre.souscrits.get((presence.adherent, composant), ())
        if None in periods:
            return presence.jours
        return _within(presence.jours, [period for period in periods if period is not None])

    def _kept(self, days: Iterable[tuple[str, Sequence[Periode]]]) -> tuple[Presence, ...]:
        measured = ((nom, tuple(jours), self._measure(jours)) for nom, jours in days if jours)
        return tuple(Presence(*item) for item in measured if item[2])

    def _measure(self, jours: Sequence[Periode]) -> Fraction:
        regles = self._vue.regles
        if self._pleine:
            return ENTIERE if jours[-1].fin == self._year.fin else Fraction(0)
        if regles.prorata is Prorata.AUCUN or jours[0] == self._year:
            return ENTIERE
        parts = (year_fraction(days, self._vue.exercice, regles.prorata, regles.seuil) for days in jours)
        return sum(parts, Fraction(0))


def _within(days: Sequence[Periode], periods: Sequence[Periode]) -> list[Periode]:
    common = (first.intersect(second) for first in days for second in periods)
    return merge([period for period in common if period is not None])
