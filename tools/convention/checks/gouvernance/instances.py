"""REF001, GOU001, GOU004: what governance cites exists, and a meeting is that of a body, a community or a project.

Knows: who cites whom among bodies, meetings, projects, procedures, shared documents. Must not know: dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import cite
from convention.checks.cadre import citations
from convention.checks.cadre.citations import unknown
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import cut_list
from convention.checks.cadre.lieux import place, signal
from convention.checks.cadre.vie import DOCUMENTS, GOUVERNANCE, PROCEDURES, meetings
from convention.model.depot import Reference
from convention.model.mots.vie import StatutProjet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Instance


@controle("REF001")
def unknown_objects(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a service, an adherent or a component that governance cites and that does not exist."""
    services, adherents = citations.services(depot), citations.adherents(depot)
    composants = citations.composants(depot)
    for nom, communaute in depot.vie.communautes.items():
        base = ("communautes", nom)
        for index, code in enumerate(communaute.services):
            yield from unknown(depot, services, code, Reference(GOUVERNANCE, (*base, "services", index)))
        for index, composant in enumerate(communaute.composants):
            yield from unknown(depot, composants, composant, Reference(GOUVERNANCE, (*base, "composants", index)))
    for nom, projet in depot.vie.projets.items():
        path = f"catalogue/projets/{nom}.yaml"
        for index, adherent in enumerate(projet.adherents):
            yield from unknown(depot, adherents, adherent, Reference(path, ("adherents", index)))
        for index, code in enumerate(projet.services):
            yield from unknown(depot, services, code, Reference(path, ("services", index)))
        # Until it is over, a project may name the component that it is to create.
        if projet.composant is not None and projet.statut is StatutProjet.TERMINE:
            yield from unknown(depot, composants, projet.composant, Reference(path, ("composant",)))
    for nom, document in depot.vie.documents.items():
        base = ("documents", nom)
        yield from unknown(depot, adherents, document.proprietaire, Reference(DOCUMENTS, (*base, "proprietaire")))
        for index, adherent in enumerate(document.partage_avec):
            yield from unknown(depot, adherents, adherent, Reference(DOCUMENTS, (*base, "partage_avec", index)))


@controle("GOU001")
def unknown_governance(depot: Depot) -> Iterator[Diagnostic]:
    """GOU001: a body, a community, a team, a project, a meeting, a call, a procedure or a visa that does not exist."""
    instances, communautes = citations.instances(depot), citations.communautes(depot)
    projets, reunions, appels = citations.projets(depot), citations.reunions(depot), citations.appels(depot)
    for nom, instance in depot.vie.instances.items():
        for index, appel in enumerate(instance.frequence.avant):
            reference = Reference(GOUVERNANCE, ("instances", nom, "frequence", "avant", index))
            yield from unknown(depot, appels, appel, reference)
    for item in meetings(depot):
        yield from unknown(depot, instances, item.reunion.instance, item.at("instance"))
        if item.reunion.communaute is not None:
            yield from unknown(depot, communautes, item.reunion.communaute, item.at("communaute"))
        if item.reunion.projet is not None:
            yield from unknown(depot, projets, item.reunion.projet, item.at("projet"))
    equipes = citations.equipes(depot)
    for nom, projet in depot.vie.projets.items():
        path = f"catalogue/projets/{nom}.yaml"
        for index, equipe in enumerate(projet.groupe):
            yield from unknown(depot, equipes, equipe, Reference(path, ("groupe", index)))
        if projet.decision is not None:
            yield from unknown(depot, reunions, projet.decision.reunion, Reference(path, ("decision", "reunion")))
    yield from _procedures(depot)


@controle("GOU004")
def misattached(depot: Depot) -> Iterator[Diagnostic]:
    """GOU004: a users' committee without its community, a project group without its project, or the other way round."""
    for item in meetings(depot):
        instance = depot.vie.instances.get(item.reunion.instance)
        if instance is not None:
            yield from _attachment(depot, item, instance)


def _procedures(depot: Depot) -> Iterator[Diagnostic]:
    document = depot.vie.procedures
    if document is None:
        return
    instances, visas, procedures = citations.instances(depot), citations.visas(depot), citations.procedures(depot)
    appels = citations.appels(depot)
    for nom, known in document.visas.items():
        if known.instance is not None:
            yield from unknown(depot, instances, known.instance, Reference(PROCEDURES, ("visas", nom, "instance")))
    for nom, procedure in document.procedures.items():
        base = ("procedures", nom)
        for index, instance in enumerate(procedure.instances):
            yield from unknown(depot, instances, instance, Reference(PROCEDURES, (*base, "instances", index)))
        if procedure.avant is not None:
            yield from unknown(depot, appels, procedure.avant, Reference(PROCEDURES, (*base, "avant")))
        for index, visa in enumerate(procedure.visas):
            yield from unknown(depot, visas, visa, Reference(PROCEDURES, (*base, "visas", index)))
    for index, changement in enumerate(document.changements):
        reference = Reference(PROCEDURES, ("changements", index, "procedure"))
        yield from unknown(depot, procedures, changement.procedure, reference)


def _attachment(depot: Depot, item: ReunionEcrite, instance: Instance) -> Iterator[Diagnostic]:
    reunion, frequence = item.reunion, instance.frequence
    # What must name a project is what the clause of project groups institutes; what may, what has no yearly number.
    group = depot.convention.clauses.groupe_projet
    by_project = group is not None and instance.clause == group
    at_need = frequence.minimum_par_an is None and not frequence.par_communaute
    for champ, value, wanted, allowed, known in (
        ("communaute", reunion.communaute, frequence.par_communaute, False, citations.communautes(depot)),
        ("projet", reunion.projet, by_project, at_need, citations.projets(depot)),
    ):
        what, each = known.quoi, "chaque communauté" if champ == "communaute" else "chaque projet"
        if wanted and value is None:
            message = f"{item.texte} ne nomme pas {what} : {cite(instance.libelle)} se réunit pour {each}"
            hint = ajouter(f"{champ}: ⟦…⟧") + f", parmi : {cut_list(sorted(known.connus))}" if known.connus else ""
            yield signal("GOU004", place(depot, item.at("instance")), message, hint)
        if value is not None and not (wanted or allowed):
            message = f"{item.texte} cite {what} {cite(value)}, et {cite(instance.libelle)} ne se réunit pas ainsi"
            yield signal(
                "GOU004", place(depot, item.at(champ)), message, f"retirer « {champ} », ou corriger « instance »"
            )
