"""PER: periods that end after they begin, do not overlap, and stay within the convention and the membership.

Knows: periods as they are written. Must not know: counts, deliveries, forfait (`dates`).
A period is half-open: `fin` is the first day that no longer counts (docs/definitions.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ecrire, meant
from convention.base.french import cite, enumere, jour
from convention.base.period import Periode
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import is_ordered
from convention.checks.cadre.lecture import (
    CONVENTION,
    Ecrit,
    choices,
    components,
    exercice_at,
    fee_values,
    rows,
    subscriptions,
)
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.depot import Depot, Dossier


@dataclass(frozen=True, slots=True)
class _Ecrite(Ecrit):
    """A period as written: whose it is, its two dates, each perhaps absent."""

    quoi: str
    debut: date | None
    fin: date | None
    vie: bool = False
    """The life of a component: it may begin before the convention."""

    @property
    def periode(self) -> Periode:
        """The days."""
        return Periode(self.debut or date.min, self.fin)


class _Bornes(NamedTuple):
    """The days that the convention covers."""

    effet: date
    terme: date
    """First day that it no longer covers."""
    dites: frozenset[int]
    """Declared exercices that it does not cover: they have their own message."""
    reconduite: bool
    """Whether the last day counts renewals."""

    @property
    def texte(self) -> str:
        """How a sentence tells them."""
        last = self.terme - timedelta(days=1)
        counted = ", reconductions comprises" if self.reconduite else ""
        return f"la convention va du {jour(self.effet)} au {jour(last)}{counted}"


@controle("PER001")
def reversed_periods(depot: Depot) -> Iterator[Constat]:
    """PER001: an end that does not follow the beginning."""
    for written in _all(depot):
        if written.fin is not None and written.debut is not None and not is_ordered(written.periode):
            message = f"{written.quoi} finit le {jour(written.fin)} et commence le {jour(written.debut)}"
            hint = "la date de fin est exclue : elle vient au moins un jour après le début"
            yield signal("PER001", written.at("fin"), message, hint, (written.at("debut"), "le début"))


@controle("PER002")
def overlaps(depot: Depot) -> Iterator[Constat]:
    """PER002: the same service, or the same component, taken twice on the same dates."""
    groups: dict[tuple[str, str, str], list[_Ecrite]] = {}
    for dossier, nom, written in _taken(depot):
        if is_ordered(written.periode):
            groups.setdefault((dossier.id, str(written.reference.pointer[0]), nom), []).append(written)
    for (adherent, _, nom), found in groups.items():
        yield from _overlaps(depot.nom_de(adherent), nom, found)


@controle("PER003", avertit=True)
def month_ends(depot: Depot) -> Iterator[Constat]:
    """PER003: an end on the last day of a month, which is excluded."""
    for written in _all(depot):
        next_day = written.fin + timedelta(days=1) if written.fin is not None else None
        if written.fin is not None and next_day is not None and next_day.day == 1:
            message = f"{written.quoi} finit le {jour(written.fin)}, jour exclu : il ne serait pas compté"
            yield signal("PER003", written.at("fin"), message, meant(str(next_day), [str(next_day)]))


@controle("PER004", entiers=("convention",))
def outside_convention(depot: Depot) -> Iterator[Constat]:
    """PER004: a date before the convention takes effect, or after its last renewal (art. 14).

    What falls in an exercice that is itself outside is not told again: that exercice, or the convention, is wrong.
    """
    effet, terme, last = depot.convention.effet, depot.convention.terme, depot.convention.derniere_annee
    early = tuple(annee for annee in depot.exercices if annee < effet.year)
    late = tuple(annee for annee in depot.exercices if annee > last)
    bornes = _Bornes(effet, terme, frozenset({*early, *late}), depot.convention.reconductions > 0)
    for annees, champ in ((early, "effet"), (late, "reconductions")):
        if annees:
            yield _exercices_outside(sorted(annees), champ, bornes)
    for written in _all(depot):
        yield from _days_outside(written, bornes)
    yield from _years_outside(depot, bornes)


@controle("PER005")
def outside_membership(depot: Depot) -> Iterator[Constat]:
    """PER005: a service or a component taken before the membership, or kept after it."""
    for dossier, _, written in _taken(depot):
        if is_ordered(dossier.identite.adhesion.periode) and is_ordered(written.periode):
            yield from _outside(dossier, written)


def _exercices_outside(annees: Sequence[int], champ: str, bornes: _Bornes) -> Constat:
    """Say once that exercices are outside, at the first of them, with the value of the convention that decides it."""
    reference = exercice_at(annees[0], "statut")
    names = enumere([str(annee) for annee in annees])
    verb = f"l'exercice {names} est" if len(annees) == 1 else f"les exercices {names} sont"
    related = (Reference(CONVENTION, (champ,)), "ce qui borne la convention")
    return signal("PER004", LaCle(reference), f"{verb} hors de la convention : {bornes.texte}", "", related)


def _days_outside(written: _Ecrite, bornes: _Bornes) -> Iterator[Constat]:
    debut, fin, effet, terme = written.debut, written.fin, bornes.effet, bornes.terme
    if debut is not None and not (effet <= debut < terme or (written.vie and debut < effet)):
        message = f"{written.quoi} commence le {jour(debut)} : {bornes.texte}"
        if debut.year not in bornes.dites:
            yield signal("PER004", written.at("debut"), message)
    if fin is not None and is_ordered(written.periode) and not effet < fin <= terme:
        message = f"{written.quoi} finit le {jour(fin)} : {bornes.texte}"
        hint = "retirer la ligne « fin » : sans elle, la période va jusqu'au terme de la convention"
        if (fin - timedelta(days=1)).year not in bornes.dites:
            yield signal("PER004", written.at("fin"), message, hint if fin > terme else "")


def _years_outside(depot: Depot, bornes: _Bornes) -> Iterator[Constat]:
    for fee, rang, valeur in fee_values(depot):
        # A fee is that of a whole exercice, whatever the day on which the first one begins (PER009).
        if not date(bornes.effet.year, 1, 1) <= valeur.date < bornes.terme and valeur.date.year not in bornes.dites:
            message = f"{fee.texte} est daté du {jour(valeur.date)} : {bornes.texte}"
            yield signal("PER004", fee.at("valeurs", rang, "date"), message)
    for row in rows(depot):
        for nom, parametre in row.ligne.parametres.items():
            for annee in parametre.valeurs:
                if annee > depot.convention.derniere_annee and annee not in bornes.dites:
                    message = f"le paramètre {cite(nom)} a une valeur pour {annee} : {bornes.texte}"
                    yield signal("PER004", LaCle(row.at("parametres", nom, "valeurs", str(annee))), message)


def _outside(dossier: Dossier, written: _Ecrite) -> Iterator[Constat]:
    adhesion, where = dossier.identite.adhesion.periode, dossier.at("adherent.yaml", "adhesion")
    if written.debut is not None and written.debut < adhesion.debut:
        message = f"{written.quoi} commence le {jour(written.debut)}, avant l'adhésion ({jour(adhesion.debut)})"
        related = (where.at("debut"), "le début de l'adhésion")
        yield signal("PER005", written.at("debut"), message, ecrire(str(adhesion.debut), "debut"), related)
    if adhesion.fin is None:
        return
    related = (where.at("fin"), "la fin de l'adhésion")
    if written.debut is not None and written.debut >= adhesion.fin:
        message = f"{written.quoi} commence le {jour(written.debut)}, après la fin de l'adhésion ({jour(adhesion.fin)})"
        yield signal("PER005", written.at("debut"), message, "retirer la ligne", related)
    elif written.fin is not None and written.fin > adhesion.fin:
        message = f"{written.quoi} finit le {jour(written.fin)}, après la fin de l'adhésion ({jour(adhesion.fin)})"
        yield signal("PER005", written.at("fin"), message, ecrire(str(adhesion.fin), "fin"), related)


def _overlaps(who: str, nom: str, found: Sequence[_Ecrite]) -> Iterator[Constat]:
    ordered = sorted(found, key=lambda written: (written.periode.debut, written.reference.pointer))
    longest = ordered[0]
    for written in ordered[1:]:
        common = longest.periode.intersect(written.periode)
        if common is not None:
            since = f" à partir du {jour(common.debut)}" if common.debut > date.min else ""
            message = f"{who} a deux lignes pour {cite(nom)} aux mêmes dates{since}"
            related = (longest.reference, "l'autre ligne")
            yield signal("PER002", written.reference, message, _close(longest, written), related)
        if (written.fin or date.max) > (longest.fin or date.max):
            longest = written


def _close(first: _Ecrite, second: _Ecrite) -> str:
    if first.debut is not None and second.debut is not None and second.debut > first.debut:
        return f"fermer la première par « fin: {second.debut} », ou retirer l'une des deux"
    return "garder une seule des deux lignes"


def _all(depot: Depot) -> Iterator[_Ecrite]:
    for dossier in depot.dossiers.values():
        adhesion = dossier.identite.adhesion
        reference = dossier.at("adherent.yaml", "adhesion")
        yield _Ecrite(reference, f"l'adhésion ({dossier.identite.nom})", adhesion.debut, adhesion.fin)
    yield from (written for _, _, written in _taken(depot))
    for item in components(depot):
        composant = item.composant
        quoi = f"le composant {cite(item.id)}"
        yield _Ecrite(item.reference, quoi, composant.debut, composant.fin, vie=True)


def _taken(depot: Depot) -> Iterator[tuple[Dossier, str, _Ecrite]]:
    """Yield what each adherent takes, services then components, with its name and its period."""
    for item in subscriptions(depot):
        nom, who = item.objet.service, item.dossier.identite.nom
        written = _Ecrite(item.reference, f"la souscription à {nom} ({who})", *item.objet.periode)
        yield item.dossier, nom, written
    for one in choices(depot):
        nom, who = one.objet.composant, one.dossier.identite.nom
        quoi = f"la souscription au composant {cite(nom)} ({who})"
        yield one.dossier, nom, _Ecrite(one.reference, quoi, one.objet.debut, one.objet.fin)
