"""GOU017 to GOU020: a project of the plan de charges was decided, and has those who carry it (art. 5, 7.2, 7.4).

Knows: projects and the meetings that they cite. Must not know: costs, whether names exist (`noms.references`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire
from convention.base.french import cite, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import meetings
from convention.model.depot import Reference
from convention.model.mots.vie import StatutProjet, StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.suivi import Projet
    from convention.model.texte.clauses import Clauses

_ENGAGES = (StatutProjet.ENGAGE, StatutProjet.TERMINE)
_INSCRITS = (StatutProjet.INSCRIT, *_ENGAGES)


@controle("GOU017")
def incomplete(depot: Depot) -> Iterator[Constat]:
    """GOU017: a project decided or begun, without what that supposes."""
    for nom, projet in depot.vie.projets.items():
        for what, hint in _lacks(projet, depot.convention.clauses):
            message = f"le projet {cite(nom)} est {projet.statut.bref} sans {what}"
            yield signal("GOU017", _at(nom, "statut"), message, ajouter(hint))


@controle("GOU018")
def reversed_dates(depot: Depot) -> Iterator[Constat]:
    """GOU018: a project that ends before it begins."""
    for nom, projet in depot.vie.projets.items():
        if projet.debut is not None and projet.fin is not None and projet.fin < projet.debut:
            message = f"le projet {cite(nom)} finit le {jour(projet.fin)} et commence le {jour(projet.debut)}"
            related = (_at(nom, "debut"), "le début")
            yield signal("GOU018", _at(nom, "fin"), message, "corriger l'une des deux dates", related)


@controle("GOU019")
def decisions(depot: Depot) -> Iterator[Constat]:
    """GOU019: a decision that its meeting cannot have taken: another date, not held, after the start."""
    by_id = {item.reunion.id: item for item in reversed(list(meetings(depot)))}
    for nom, projet in depot.vie.projets.items():
        decision = projet.decision
        if decision is None:
            continue
        lieu = _at(nom, "decision", "date")
        item = by_id.get(decision.reunion)
        if item is not None and item.reunion.date != decision.date:
            message = f"le projet {cite(nom)} serait décidé le {jour(decision.date)} par {item.texte}"
            related = (item.at("date"), "la réunion")
            yield signal("GOU019", lieu, message, ecrire(str(item.reunion.date), "date"), related)
        if item is not None and item.reunion.statut is not StatutReunion.TENUE and projet.statut in _INSCRITS:
            message = (
                f"le projet {cite(nom)} est {projet.statut.bref} par {item.texte}, qui n'est pas tenue : elle n'a "
                "rien décidé"
            )
            yield signal("GOU019", _at(nom, "decision", "reunion"), message, "", (item.at("statut"), "la réunion"))
        if projet.debut is not None and decision.date > projet.debut:
            message = (
                f"le projet {cite(nom)} commence le {jour(projet.debut)}, avant sa décision ({jour(decision.date)})"
            )
            yield signal("GOU019", lieu, message, "", (_at(nom, "debut"), "le début du projet"))


@controle("GOU020", avertit=True, entiers=("reunions",))
def without_group(depot: Depot) -> Iterator[Constat]:
    """GOU020: a project under way whose group never met nor is to meet (art. 7.4)."""
    if not depot.vie.reunions:
        return
    met = {item.reunion.projet for item in meetings(depot) if item.reunion.statut is not StatutReunion.ANNULEE}
    for nom, projet in depot.vie.projets.items():
        if projet.statut in _ENGAGES and nom not in met:
            message = f"le projet {cite(nom)} est {projet.statut.bref}, et aucune réunion de groupe projet ne le cite"
            hint = f"ajouter la réunion, avec « projet: {nom} », dans catalogue/reunions/"
            yield signal("GOU020", _at(nom, "statut"), message, hint)


def _lacks(projet: Projet, clauses: Clauses) -> Iterator[tuple[str, str]]:
    """Yield what is missing, as a sentence says it, and the line to write."""
    if projet.statut in _INSCRITS and projet.decision is None:
        yield "décision", "decision: {reunion: ⟦identifiant⟧, date: ⟦AAAA-MM-JJ⟧}"
    if projet.statut not in _ENGAGES:
        return
    if projet.moa is None:
        yield f"référent métier qui représente la maîtrise d'ouvrage{clauses.selon('adherents')}", 'moa: ⟦"fonction"⟧'
    if not projet.groupe:
        yield f"groupe projet{clauses.selon('groupe_projet')}", "groupe: [⟦identifiant-de-l-equipe⟧]"
    if not projet.adherents:
        yield "adhérent concerné", "adherents: [⟦identifiant-de-l-adherent⟧]"
    if projet.debut is None:
        yield "date de début", "debut: ⟦AAAA-MM-JJ⟧"
    if projet.fin is None and projet.statut is StatutProjet.TERMINE:
        yield "date de fin", "fin: ⟦AAAA-MM-JJ⟧"


def _at(nom: str, *parts: str | int) -> Reference:
    return Reference(f"catalogue/projets/{nom}.yaml", parts)
