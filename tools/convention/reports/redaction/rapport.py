"""The yearly report to the conférence des maires (art. 7.1), and the evaluation of the services (art. 4).

Knows: what the four roles of the comité de pilotage ask for: axes, catalogue, finances, activity. Must not know: media.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, jour, nombre
from convention.base.period import year_period
from convention.engine.equilibre import equilibrer
from convention.model.mots.communs import StatutSouscription
from convention.model.mots.vie import Niveau, StatutProjet, StatutReunion
from convention.model.valeurs.chemins import service_code
from convention.reports.redaction.finances import by_adherent, by_service, followed, in_force, notice, with_deliveries
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import phase_dite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Dossier
    from convention.model.documents.catalogue import Service
    from convention.model.documents.suivi import Projet
    from convention.model.mots.communs import Origine
    from convention.reports.rendus.document import Document


def yearly_report(depot: Depot, exercice: int, au: date) -> Document:
    """Write the report of an exercice, on a day: money first, then the axes, the catalogue and the activity."""
    a_venir = au < depot.convention.premier_jour(exercice)
    suivies = followed(depot, exercice)
    after = suivies[-1]
    supported, said = depot.vie.equilibres.get(exercice), depot.convention.appellations
    followed_up = (depot.vie.equilibres, depot.vie.conformite, depot.vie.reunions)
    others = [found[exercice].origine for found in followed_up if exercice in found]
    bilan = equilibrer(after, supported, depot).total if supported is not None else None
    return ecrire(
        "redaction/rapport.j2",
        exercice=exercice,
        clauses=depot.convention.clauses,
        noms=depot.convention.noms,
        presente=said is not None and said.rapport is not None,
        contribue=after.totaux.par_adherent.get(depot.convention.gestionnaire, 0) > 0,
        supportes=bool(depot.vie.equilibres),
        a_venir=a_venir,
        # Nothing is measured of a year that has not begun.
        axes=bool(depot.vie.axes) and not a_venir,
        avertissement=notice(*suivies, others=[*others, *_measured(depot, exercice)]),
        contribution=after,
        phase=phase_dite(depot.convention, exercice, after.phase),
        par_adherent=by_adherent(depot, suivies),
        livraisons=with_deliveries(depot, suivies),
        par_service=by_service(depot, suivies),
        bilan=bilan,
        indicateurs=_indicators(depot, exercice),
        catalogue=_catalogue(depot, exercice),
        projets=_projects(depot, exercice),
        reunions=_meetings(depot, exercice),
        faits=tuple(_facts(depot, exercice)),
    )


def evaluation(depot: Depot, exercice: int) -> Document:
    """Write the evaluation of the services of an exercice (art. 4): who has them, what they cost, what is measured."""
    contribution = in_force(depot, exercice)
    members = _members(depot, exercice)
    return ecrire(
        "redaction/evaluation.j2",
        exercice=exercice,
        phase=phase_dite(depot.convention, exercice, contribution.phase),
        avertissement=notice(contribution, others=_measured(depot, exercice)),
        adherents=len(_present(depot, exercice)),
        texte=bool(depot.vie.articles),
        # Each with its name, how many have it, what it costs in cents.
        services=[
            (
                *(depot.libelle_service(code), len(members.get(code, ()))),
                *(contribution.totaux.par_service.get(code, 0), service),
            )
            for code, service in _offered(depot, exercice).items()
        ],
        axes=bool(depot.vie.axes),
        indicateurs=_indicators(depot, exercice),
    )


def _indicators(depot: Depot, exercice: int) -> Tableau | None:
    """Show the indicators that everybody may see, below their axis, named once; one that was not measured says so."""
    rows: list[tuple[str, ...]] = []
    for axe in sorted(depot.vie.axes.values(), key=lambda item: item.ordre):
        told = axe.libelle
        for item in axe.indicateurs:
            if item.niveau is Niveau.RESTREINT:
                continue
            mesure = item.mesures.get(exercice)
            value = "non mesuré" if mesure is None else nombre(mesure.valeur)
            rows.append((told, item.libelle, value, item.unite, "" if mesure is None else jour(mesure.date)))
            told = ""
    headers = ("Axe", "Indicateur", str(exercice), "Unité", "Mesuré le")
    return Tableau(headers, tuple(rows), a_gauche=5) if rows else None


def _measured(depot: Depot, exercice: int) -> Iterator[Origine]:
    """Yield where each measure that everybody may see comes from."""
    for axe in depot.vie.axes.values():
        shown = [item.mesures.get(exercice) for item in axe.indicateurs if item.niveau is not Niveau.RESTREINT]
        yield from (mesure.origine or axe.origine for mesure in shown if mesure is not None)


def _catalogue(depot: Depot, exercice: int) -> Tableau:
    members = _members(depot, exercice)
    etp = {pole.service: pole.etp for pole in depot.poles if pole.postes}
    rows = tuple(
        (
            depot.libelle_service(code),
            str(service.categorie),
            str(len(members.get(code, ()))),
            *([nombre(etp[code]) if code in etp else "–"] if etp else []),
        )
        for code, service in _offered(depot, exercice).items()
    )
    if not etp:
        return Tableau(("Service", "Catégorie", "Adhérents"), rows, a_gauche=2)
    total = ("Total", "", "", nombre(sum(etp.values())))
    return Tableau(("Service", "Catégorie", "Adhérents", "ETP"), rows, (total,), a_gauche=2)


def _offered(depot: Depot, exercice: int) -> dict[str, Service]:
    """Return the services, less those whose every price is of later exercices only."""
    first = [(item.service, min(item.composant.montants, default=exercice)) for item in depot.composants.values()]
    later = {code for code, annee in first if annee > exercice} - {code for code, annee in first if annee <= exercice}
    return {code: service for code, service in depot.services.items() if code not in later}


def _present(depot: Depot, exercice: int) -> dict[str, Dossier]:
    """Return those whose membership runs in the exercice, less a managing body that has no part of its own."""
    year, convention = year_period(exercice), depot.convention
    alone = () if convention.gestionnaire_contribue else (convention.gestionnaire,)
    return {
        nom: item
        for nom, item in depot.dossiers.items()
        if nom not in alone and item.identite.adhesion.periode.intersect(year) is not None
    }


def _members(depot: Depot, exercice: int) -> dict[str, tuple[str, ...]]:
    """Return who has each service in use in the exercice, what comes with the membership included."""
    year = year_period(exercice)
    found: dict[str, set[str]] = {}
    for nom, dossier in _present(depot, exercice).items():
        for code, service in depot.services.items():
            if service.obligatoire:
                found.setdefault(code, set()).add(nom)
        for item in dossier.souscriptions.souscriptions:
            if item.statut is StatutSouscription.ACTIVE and item.periode.intersect(year) is not None:
                found.setdefault(service_code(item.service), set()).add(nom)
    return {code: tuple(sorted(names)) for code, names in found.items()}


class Projets(NamedTuple):
    """Where the projects of the plan de charges stand: on a day, with those of which nothing says when; else now."""

    au: date | None
    etats: list[str]
    sans_date: list[str]


def _projects(depot: Depot, exercice: int) -> Projets:
    au = date(exercice, 12, 31) if depot.est_clos(exercice) else None
    states = Counter(state_on(projet, au) for projet in depot.vie.projets.values())
    told = {state: compte(states[state], state.bref) for state in StatutProjet if states[state]}
    undated = {StatutProjet.DEMANDE, StatutProjet.ABANDONNE} if au is not None else set[StatutProjet]()
    dated = [text for state, text in told.items() if state not in undated]
    return Projets(au, dated, [text for state, text in told.items() if state in undated])


def state_on(projet: Projet, au: date | None) -> StatutProjet | None:
    """Return where a project stood on a day, by the dates that it writes; None when it was not yet decided."""
    state = projet.statut
    if au is None:
        return state
    if state is StatutProjet.TERMINE and projet.fin is not None and projet.fin > au:
        state = StatutProjet.ENGAGE
    if state is StatutProjet.ENGAGE and projet.debut is not None and projet.debut > au:
        state = StatutProjet.INSCRIT
    late = state is StatutProjet.INSCRIT and projet.decision is not None and projet.decision.date > au
    return None if late else state


def _meetings(depot: Depot, exercice: int) -> dict[str, int] | None:
    """Count the meetings of a year that were held, of how many."""
    year = depot.vie.reunions.get(exercice)
    if year is None:
        return None
    held = sum(item.statut is StatutReunion.TENUE for item in year.reunions)
    return {"tenues": held, "prevues": len(year.reunions)}


def _facts(depot: Depot, exercice: int) -> Iterator[tuple[str, str]]:
    """Yield the facts of the year on security or personal data, each with what was counted."""
    facts = depot.vie.conformite.get(exercice)
    for part in (facts.securite, facts.rgpd) if facts is not None else ():
        for nom, field in type(part).model_fields.items():
            value = getattr(part, nom)
            yield field.description or nom, "non mesuré" if value is None else nombre(value)
