"""Who issues a statement, who owes, whom to write to (art. 7, 11).

Knows: identities, functions, budgets. Must not know: what is due, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.engine.appels.pieces import claim
from convention.model.mots.appels import GenrePiece
from convention.model.mots.vie import GenreBudget
from convention.reports.etat.valeurs import Contact, Debiteur, Emetteur, Facturation, Renvois

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Budget
    from convention.model.documents.adherents import Facturation as Demandes

_MOT = 4
"""Letters below which a first word names nothing by itself: « art », « val »."""
_GENERIQUES = frozenset({"saint", "sainte", "etablissement", "commune", "metropole", "communaute"})


def issuer(depot: Depot) -> Emetteur:
    """Return who issues the documents: the managing body, its service, its signatory."""
    gestionnaire = depot.convention.gestionnaire
    dossier = depot.dossiers.get(gestionnaire)
    fonctions = dossier.fonctions if dossier is not None else None
    budget = _budget(depot, gestionnaire)
    return Emetteur(
        denomination=dossier.identite.denomination if dossier is not None else gestionnaire,
        budget=budget.libelle if budget is not None else "",
        direction=fonctions.interlocuteurs.operationnel if fonctions is not None else "",
        signataire=depot.convention.signataire or "",
        lieu=depot.convention.lieu or "",
        publique=claim(depot) is GenrePiece.TITRE,
        siren=(dossier.identite.siren or "") if dossier is not None else "",
        siret=(budget.siret or "") if budget is not None else "",
    )


def debtor(depot: Depot, adherent: str, exercice: int) -> Debiteur:
    """Return who owes: a budget of the adherent, with what it asks for in that budget year."""
    identite, budget = depot.dossiers[adherent].identite, _budget(depot, adherent)
    return Debiteur(
        adherent,
        identite.nom,
        identite.denomination,
        identite.siren or "",
        budget.libelle if budget is not None else "",
        (budget.siret or "") if budget is not None else "",
        _invoicing(identite.facturation, exercice),
        identite.type.publique,
    )


def basis(depot: Depot, *regles: str) -> str:
    """Name the convention and the clauses that a statement rests on."""
    return f"{depot.convention.intitule}{depot.convention.clauses.ensuite(*regles)}"


def references(depot: Depot) -> Renvois:
    """Return what a statement cites of the convention elsewhere."""
    clauses = depot.convention.clauses
    return Renvois(clauses.selon("couts_directs"), clauses.selon("desaccords"), clauses.nom("tarifs").du)


def contacts(depot: Depot) -> tuple[Contact, ...]:
    """List whom to write to about a payment, in the order of the data: first in case of disagreement."""
    gouvernance = depot.vie.gouvernance
    return tuple(
        Contact(item.fonction, item.objet, item.courriel or "")
        for item in (gouvernance.contacts.values() if gouvernance is not None else ())
        if item.clause == depot.convention.clauses.desaccords
    )


def short_name(depot: Depot, adherent: str) -> str:
    """Return the first word of an id when it names one adherent, and no other: « FONTAZUR »; else « HAUTE-BRUME »."""
    head, _, rest = adherent.partition("-")
    others = [nom for nom in depot.dossiers if nom != adherent and f"{nom}-".startswith(f"{head}-")]
    vague = len(head) < _MOT or head in _GENERIQUES
    return (adherent if rest and (others or vague) else head).upper()


def _invoicing(asked: Demandes | None, exercice: int) -> Facturation:
    if asked is None:
        return Facturation()
    engagement = asked.engagements.get(exercice, "")
    return Facturation(asked.service_obligatoire, asked.code_service or "", asked.engagement_obligatoire, engagement)


def _budget(depot: Depot, adherent: str) -> Budget | None:
    """Return the budget that pays the contributions: the main one."""
    dossier = depot.dossiers.get(adherent)
    budgets = dossier.budget.budgets if dossier is not None and dossier.budget is not None else {}
    return next((item for item in budgets.values() if item.genre is GenreBudget.PRINCIPAL), None)
