"""GOU005 to GOU007, GOU012: each year has the meetings, the report and the reviews that the convention asks for.

Knows: the frequencies of article 7, the calls of article 8.3, the yearly review of article 3 (« une clause de revoyure
annuelle est prévue »). Must not know: what a meeting holds (`reunions`), the needs themselves (`adherents.besoins`).
A closed exercice owes meetings that were held; later years may still plan them. A year in which a body or a community
is misspelt (GOU001) is said to lack nothing.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter
from convention.base.french import cite, compte, du, jour, pluriel
from convention.base.period import year_period
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import exercice_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.checks.cadre.vie import (
    GOUVERNANCE,
    counts,
    meetings,
    meetings_path,
    watched_years,
)
from convention.model.depot import Reference
from convention.model.mots.vie import StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.gouvernance import Instance


class _Groupe(NamedTuple):
    """What meets: a body, or one of the communities of a body."""

    nom: str
    instance: Instance
    communaute: str | None = None

    def holds(self, item: ReunionEcrite) -> bool:
        """Tell whether a meeting is one of its own."""
        same = self.communaute is None or item.reunion.communaute == self.communaute
        return item.reunion.instance == self.nom and same


class _Appel(NamedTuple):
    """A call, and the day from which a meeting prepares it: that of the call before."""

    annee: int
    nom: str
    le: date
    depuis: date


@controle("GOU005", avertit=True)
def too_few(depot: Depot) -> Iterator[Constat]:
    """GOU005: a body, or one of the communities, that met less often than the convention says."""
    for groupe in _groups(depot):
        minimum = groupe.instance.frequence.minimum_par_an or 0
        for annee in _settled_years(depot):
            number = sum(groupe.holds(item) and counts(depot, item.reunion) for item in _of_year(depot, annee))
            if number < minimum:
                yield _missing(depot, annee, groupe, number)


@controle("GOU006", avertit=True)
def without_report(depot: Depot) -> Iterator[Constat]:
    """GOU006: a year in which the body of the yearly report met, and no report was presented (art. 7.1)."""
    for groupe in _groups(depot):
        for annee in _settled_years(depot) if groupe.instance.rapport_annuel else ():
            held = [
                item
                for item in _of_year(depot, annee)
                if groupe.holds(item) and item.reunion.statut is StatutReunion.TENUE
            ]
            if held and all(item.reunion.rapport is None for item in held):
                last, exercice = held[-1], max(annee - 1, depot.convention.premiere_annee)
                body = groupe.instance
                message = f"{cite(body.libelle)} : aucun rapport n'y est présenté en {annee}{_cited(body)}"
                hint = ajouter(f'rapport: {{titre: ⟦"…"⟧, exercice: {exercice}, presente_le: {last.reunion.date}}}')
                yield signal("GOU006", last.at("date"), message, hint)


@controle("GOU007", avertit=True)
def before_calls(depot: Depot) -> Iterator[Constat]:
    """GOU007: a call that no meeting of the body that prepares it preceded since the call before (art. 7.2, 8.3)."""
    settled = _settled_years(depot)
    for nom, instance in depot.vie.instances.items():
        for appel in _calls(depot):
            if appel.nom not in instance.frequence.avant or appel.annee not in settled:
                continue
            if any(
                item.reunion.instance == nom and counts(depot, item.reunion)
                for item in meetings(depot)
                if appel.depuis <= item.reunion.date < appel.le
            ):
                continue
            message = (
                f"{cite(instance.libelle)} : aucune réunion entre le {jour(appel.depuis)} et l'appel du "
                f"{jour(appel.le)}, qu'une réunion doit précéder{_cited(instance)}"
            )
            hint = f"ajouter la réunion dans {meetings_path(appel.annee)}, ou corriger la date de l'appel"
            rule = Reference(GOUVERNANCE, ("instances", nom, "frequence", "avant"))
            reference = exercice_at(appel.annee, "jalons", appel.nom, "date")
            yield signal("GOU007", reference, message, hint, (rule, "la règle"))


def _groups(depot: Depot) -> Iterator[_Groupe]:
    for nom, instance in depot.vie.instances.items():
        if instance.frequence.par_communaute:
            yield from (_Groupe(nom, instance, communaute) for communaute in depot.vie.communautes)
        else:
            yield _Groupe(nom, instance)


def _settled_years(depot: Depot) -> list[int]:
    """Return the years that owe their meetings, and whose every meeting is that of a known body and community."""
    misspelt = {
        item.reunion.date.year
        for item in meetings(depot)
        if depot.vie.instances.get(item.reunion.instance) is None
        or (item.reunion.communaute is not None and item.reunion.communaute not in depot.vie.communautes)
    }
    return [annee for annee in watched_years(depot) if annee not in misspelt]


def _of_year(depot: Depot, annee: int) -> list[ReunionEcrite]:
    return [item for item in meetings(depot) if item.reunion.date.year == annee]


def _missing(depot: Depot, annee: int, groupe: _Groupe, number: int) -> Constat:
    """Say how many meetings are missing; point at the year's meetings, or at the rule when they have no file."""
    frequence, nom, path = groupe.instance.frequence, groupe.nom, meetings_path(annee)
    who = cite(groupe.instance.libelle)
    line = f"id: {groupe.communaute or nom}-{annee}, instance: {nom}, "
    if groupe.communaute is not None:
        who += f", communauté {cite(depot.vie.communautes[groupe.communaute].libelle)}"
        line += f"communaute: {groupe.communaute}, "
    kept = pluriel(number, "tenue") + ("" if depot.est_clos(annee) else f" ou {pluriel(number, 'prévue')}")
    found = f"{compte(number, 'réunion')} {kept}" if number else f"aucune réunion {kept}"
    least = "une" if frequence.minimum_par_an == 1 else frequence.minimum_par_an
    message = f"{who} : {found} en {annee}, il en faut au moins {least}{_cited(groupe.instance)}"
    hint = f"ajouter dans {path} : « - {{{line}date: {annee}-MM-JJ, … }} »"
    if path in depot.fichiers:
        return signal("GOU005", LaCle(Reference(path, ("reunions",))), message, hint)
    rule = Reference(GOUVERNANCE, ("instances", nom, "frequence", "minimum_par_an"))
    return signal("GOU005", rule, message, hint)


def _cited(instance: Instance) -> str:
    """Cite what institutes a body; nothing when no text does."""
    return f" ({instance.clause})" if instance.clause is not None else ""


def _calls(depot: Depot) -> Iterator[_Appel]:
    """Yield the calls in order; the first one known is prepared from 1 January of its year on."""
    previous: date | None = None
    for annee, exercice in sorted(depot.exercices.items()):
        if not exercice.jalons:
            previous = None
            continue
        for nom, written in exercice.appels:
            yield _Appel(annee, nom, written.date, previous or date(annee, 1, 1))
            previous = written.date


@controle("GOU012", avertit=True)
def reviews(depot: Depot) -> Iterator[Constat]:
    """GOU012: an adherent without its review in a year that is over or under way, or with two in one year."""
    known = {annee for dossier in depot.dossiers.values() for annee in dossier.besoins}
    due = sorted(annee for annee in known if annee == depot.exercice_courant or depot.est_clos(annee))
    for dossier in depot.dossiers.values():
        for annee in due:
            yield from _review(depot, dossier, annee)
        yield from _twice(dossier)


def _review(depot: Depot, dossier: Dossier, annee: int) -> Iterator[Constat]:
    path = dossier.path(f"besoins/{annee}.yaml")
    present = dossier.identite.adhesion.periode.intersect(year_period(annee)) is not None
    if not present or path in depot.illisibles:
        return
    besoins, who = dossier.besoins.get(annee), du(dossier.identite.nom)
    message = f"la revoyure annuelle {who} manque pour {annee}{depot.convention.clauses.selon('souscription')}"
    if besoins is None:
        yield signal("GOU012", of_file(path), message, f"créer {path}, avec « revoyure »")
    elif besoins.revoyure is None:
        lieu = LaCle(Reference(path, ("recensement",)))
        yield signal("GOU012", lieu, message, ajouter("revoyure: {date: ⟦AAAA-MM-JJ⟧}"))
    elif besoins.revoyure.conclusion is None and depot.est_clos(annee):
        message = f"la revoyure {annee} {who} est sans conclusion, et l'exercice est clos"
        yield signal("GOU012", Reference(path, ("revoyure", "date")), message, ajouter('conclusion: ⟦"…"⟧'))


def _twice(dossier: Dossier) -> Iterator[Constat]:
    reviews = (
        (item.revoyure.date.year, dossier.at(f"besoins/{annee}.yaml", "revoyure", "date"))
        for annee, item in sorted(dossier.besoins.items())
        if item.revoyure is not None
    )
    for (_, known), (year, reference) in repeats(reviews, itemgetter(0)):
        message = f"deux revoyures {du(dossier.identite.nom)} la même année ({year}) : une seule est annuelle"
        yield signal("GOU012", reference, message, "corriger l'une des deux dates", (known, "l'autre revoyure"))
