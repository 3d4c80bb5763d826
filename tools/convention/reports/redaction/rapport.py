"""The yearly report to the conférence des maires (art. 7.1), and the evaluation of the services (art. 4).

Knows: what the four roles of the comité de pilotage ask for: axes, catalogue, finances, activity. Must not know: media.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, euros, jour, nombre
from convention.base.period import year_period
from convention.engine.equilibre import equilibrer
from convention.model.mots.communs import StatutSouscription
from convention.model.mots.vie import Niveau, StatutProjet, StatutReunion
from convention.reports.redaction.finances import by_adherent, by_service, in_force, notice
from convention.reports.rendus.document import Liste, Paragraphe, Table, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.reports.rendus.document import Bloc, Document


def yearly_report(depot: Depot, exercice: int) -> Document:
    """Write the report of an exercice: money first, then the axes, the catalogue and the activity."""
    after = in_force(depot, exercice)
    before = in_force(depot, exercice - 1) if exercice - 1 in depot.exercices else None
    return (
        Titre(f"Rapport annuel à la conférence des maires, exercice {exercice}", 1),
        *notice(after),
        Paragraphe(
            f"En {exercice} ({after.phase.libelle}), les adhérents supportent ensemble "
            f"{euros(after.totaux.general)}, la métropole comprise."
        ),
        Titre("Suivi financier de la convention (article 7.1)"),
        *(
            (by_adherent(depot, before, after), Titre("Par service", 3), by_service(depot, before, after))
            if before
            else ()
        ),
        *_balance(depot, exercice),
        Titre("Axes stratégiques (annexe 5)"),
        *_axes(depot, exercice),
        Titre("Catalogue de services (annexe 1)"),
        _catalogue(depot, exercice),
        Titre("Activité de la DSIT"),
        *_activity(depot, exercice),
    )


def evaluation(depot: Depot, exercice: int) -> Document:
    """Write the evaluation of the services of an exercice (art. 4): who has them, what they cost, what is measured."""
    contribution = in_force(depot, exercice)
    members = _members(depot, exercice)
    parts: list[Bloc] = [
        Titre(f"Évaluation des services, exercice {exercice}", 1),
        *notice(contribution),
        Paragraphe("La convention ne fixe aucun niveau de service : ceux qui manquent sont dits, aucun n'est inventé."),
    ]
    for code, service in depot.services.items():
        cost = contribution.totaux.par_service.get(code, 0)
        levels = service.niveaux_de_service or "à définir : la convention n'en fixe aucun"
        answers = service.responsable or "à désigner"
        parts += [
            Titre(depot.libelle_service(code)),
            Liste(
                (
                    f"Bénéficiaires : {compte(len(members.get(code, ())), 'adhérent')} sur {len(depot.dossiers)}.",
                    f"Coûts de possession refacturés : {euros(cost)}.",
                    f"Niveaux de service : {levels}.",
                    f"Répond du service : {answers}.",
                )
            ),
        ]
    return (*parts, Titre("Indicateurs mesurés"), *_axes(depot, exercice))


def _balance(depot: Depot, exercice: int) -> Iterator[Bloc]:
    document = depot.vie.equilibres.get(exercice)
    if document is None:
        yield Paragraphe("Les coûts supportés de cet exercice ne sont pas encore connus.")
        return
    bilan = equilibrer(in_force(depot, exercice), document, depot.convention.gestionnaire)
    yield Paragraphe(
        f"Les services mutualisés coûtent {euros(bilan.total.supporte)} ; {euros(bilan.total.refacture)} sont "
        f"refacturés, {euros(bilan.total.non_recouvre)} ne le sont pas."
    )


def _axes(depot: Depot, exercice: int) -> Iterator[Bloc]:
    """Show the indicators that everybody may see; one that was not measured says so."""
    rows = []
    for axe in sorted(depot.vie.axes.values(), key=lambda item: item.ordre):
        for item in axe.indicateurs:
            if item.niveau is Niveau.RESTREINT:
                continue
            mesure = item.mesures.get(exercice)
            value = "non mesuré" if mesure is None else nombre(mesure.valeur)
            rows.append((axe.libelle, item.libelle, value, item.unite, "" if mesure is None else jour(mesure.date)))
    if rows:
        headers = ("Axe", "Indicateur", str(exercice), "Unité", "Mesuré le")
        yield Table(Tableau(headers, tuple(rows), a_gauche=5))
    else:
        yield Paragraphe("Aucun axe n'est décrit.")


def _catalogue(depot: Depot, exercice: int) -> Table:
    members = _members(depot, exercice)
    etp = {
        pole.service: sum((poste.etp for poste in pole.postes), start=type(pole.postes[0].etp)(0))
        for pole in (depot.organigramme.poles if depot.organigramme is not None else ())
        if pole.postes
    }
    rows = tuple(
        (
            depot.libelle_service(code),
            str(service.categorie),
            str(len(members.get(code, ()))),
            nombre(etp[code]) if code in etp else "–",
        )
        for code, service in depot.services.items()
    )
    total = ("Total", "", "", nombre(sum(etp.values())))
    return Table(Tableau(("Service", "Catégorie", "Adhérents", "ETP"), rows, (total,), a_gauche=2))


def _members(depot: Depot, exercice: int) -> dict[str, tuple[str, ...]]:
    """Return who has each service in use in the exercice, what comes with the membership included."""
    year = year_period(exercice)
    found: dict[str, set[str]] = {}
    for nom, dossier in depot.dossiers.items():
        if dossier.identite.adhesion.periode.intersect(year) is None:
            continue
        for code, service in depot.services.items():
            if service.obligatoire:
                found.setdefault(code, set()).add(nom)
        for item in dossier.souscriptions.souscriptions:
            if item.statut is StatutSouscription.ACTIVE and item.periode.intersect(year) is not None:
                found.setdefault(item.service.partition(".")[0], set()).add(nom)
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _activity(depot: Depot, exercice: int) -> Iterator[Bloc]:
    states = Counter(projet.statut for projet in depot.vie.projets.values())
    told = [compte(states[state], state.bref) for state in StatutProjet if states[state]]
    lines = [f"Projets : {enumere(told)}."] if told else []
    year = depot.vie.reunions.get(exercice)
    if year is not None:
        held = sum(item.statut is StatutReunion.TENUE for item in year.reunions)
        lines.append(f"Réunions tenues : {held} sur {len(year.reunions)} prévues.")
    facts = depot.vie.conformite.get(exercice)
    if facts is not None:
        for part in (facts.securite, facts.rgpd):
            for nom, field in type(part).model_fields.items():
                value = getattr(part, nom)
                lines.append(f"{field.description} : {'non mesuré' if value is None else nombre(value)}.")
    yield Liste(tuple(lines)) if lines else Paragraphe("Aucun fait n'est consigné pour cet exercice.")
