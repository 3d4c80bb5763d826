"""Who issues a statement, who owes, whom to write to (art. 7, 11).

Knows: identities, functions, budgets. Must not know: what is due, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import jour
from convention.checks.avenants.etapes import amendments, done_on, life, own_seal
from convention.engine.appels.pieces import claim
from convention.model.forfaits import fee_value, rubrique
from convention.model.mots.appels import GenrePiece
from convention.model.mots.avenants import EtatAvenant
from convention.model.mots.communs import GroupeNature, Origine, TypeAdherent
from convention.model.mots.vie import GenreBudget
from convention.reports.etat.valeurs import Contact, Debiteur, Emetteur, Facturation, Renvois, Taxes
from convention.reports.mots import taxes_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from convention.base.appellation import Appellation
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Budget
    from convention.model.documents.adherents import Facturation as Demandes
    from convention.model.documents.tarifs import ValeurForfait
    from convention.reports.etat.valeurs import VoletEtat

_MOT = 4
"""Letters below which a first word names nothing by itself: « art », « val »."""
_SITUE = frozenset({"devant", "en", "l", "la", "le", "les", "lez", "pres", "sous", "sur"})
"""What begins, after the name of a place, where it is: « villers-sur-rive »."""
_COMPLETE = frozenset({"d", "de", "des", "du"})
"""What goes on with a name that is no place alone: « les-amis-de-la-lecture »."""


def issuer(depot: Depot) -> Emetteur:
    """Return who issues the documents: the managing body, its service, its signatory."""
    gestionnaire = depot.convention.gestionnaire
    dossier = depot.dossiers.get(gestionnaire)
    fonctions = dossier.fonctions if dossier is not None else None
    budget = _budget(depot, gestionnaire)
    return Emetteur(
        denomination=dossier.identite.titre if dossier is not None else gestionnaire,
        budget=budget.libelle if budget is not None else "",
        direction=fonctions.interlocuteurs.operationnel if fonctions is not None else "",
        signataire=depot.convention.signataire or "",
        lieu=depot.convention.lieu or "",
        publique=claim(depot) is GenrePiece.TITRE,
        siren=(dossier.identite.siren or "") if dossier is not None else "",
        siret=(budget.siret or "") if budget is not None else "",
        appele=_called(depot),
    )


def debtor(depot: Depot, adherent: str, exercice: int) -> Debiteur:
    """Return who owes: a budget of the adherent, with what it asks for in that budget year."""
    identite, budget = depot.dossiers[adherent].identite, _budget(depot, adherent)
    siren, porteur = siren_of(depot, adherent)
    return Debiteur(
        adherent,
        identite.nom,
        identite.titre,
        siren,
        budget.libelle if budget is not None else "",
        (budget.siret or "") if budget is not None else "",
        _invoicing(identite.facturation, exercice),
        identite.type.publique,
        porteur.le if porteur is not None else "",
    )


def siren_of(depot: Depot, adherent: str) -> tuple[str, Appellation | None]:
    """Return the SIREN that an adherent uses, and whose it is when it is that of the body which carries it."""
    identite = depot.dossiers[adherent].identite
    carrier = depot.dossiers.get(identite.rattachement or "") if identite.siren is None else None
    if carrier is None or carrier.identite.siren is None:
        return identite.siren or "", None
    return carrier.identite.siren, carrier.identite.appellation


def taxes(depot: Depot, volets: Iterable[VoletEtat]) -> Taxes:
    """Return what the convention says of the taxes that its amounts hold, and which of these lines hold none."""
    said, objets = depot.convention.taxes, {item.objet for volet in volets for item in volet.details}
    held = taxes_held(depot, (item for nom, item in depot.composants.items() if nom in objets))
    return Taxes(held, (said.refacturation if said is not None else None) or "")


def basis(depot: Depot, au: date, *regles: str) -> str:
    """Name what a statement rests on: the convention, its clauses, the avenants in force that all its parties made."""
    made = (
        item.avenant
        for item in amendments(depot)
        if item.avenant.effet <= au
        and life(depot, done_on(depot, item.avenant, own_seal(depot, item))).etat is EtatAvenant.EXECUTOIRE
    )
    avenants = (f"avenant n° {avenant.numero}, à effet du {jour(avenant.effet)}" for avenant in made)
    return " ; ".join([f"{depot.convention.intitule}{depot.convention.clauses.ensuite(*regles)}", *avenants])


def references(depot: Depot) -> Renvois:
    """Return what a statement cites of the convention elsewhere."""
    clauses = depot.convention.clauses
    return Renvois(
        clauses.selon("couts_directs"),
        clauses.selon("desaccords"),
        clauses.nom("tarifs").du,
        rubrique(depot, GroupeNature.INDIRECTS),
    )


def flat_rates(depot: Depot, annee: int, *, supposed: bool) -> Iterator[tuple[str, ValeurForfait]]:
    """Give the flat fees of an exercice that are of this kind: a supposed amount has no act yet."""
    for nom in depot.forfaits:
        value = fee_value(depot, nom, annee)
        if value is not None and (value.origine is Origine.DEMONSTRATION) is supposed:
            yield nom, value


def contacts(depot: Depot) -> tuple[Contact, ...]:
    """List whom to write to about a payment, first in case of disagreement: those of its clause, then those of all."""
    return tuple(
        Contact(item.fonction, item.objet, item.courriel or "")
        for clause in dict.fromkeys((depot.convention.clauses.desaccords, None))
        for item in depot.vie.contacts
        if item.clause == clause
    )


def short_name(depot: Depot, adherent: str) -> str:
    """Return the id of a commune without where it is, when that names one adherent: « ESSEY »; else the whole id."""
    words = adherent.split("-")
    cut = next((rank for rank, word in enumerate(words) if rank and word in _SITUE), len(words))
    head = "-".join(words[:cut])
    others = [nom for nom in depot.dossiers if nom != adherent and f"{nom}-".startswith(f"{head}-")]
    # Only the name of a place says where it is: « les » is « lès » in no other.
    placed = depot.dossiers[adherent].identite.type is TypeAdherent.COMMUNE
    whole = not placed or others or len(head) < _MOT or not _COMPLETE.isdisjoint(words)
    return (adherent if whole else head).upper()


def _called(depot: Depot) -> str:
    """Return how the convention calls its managing body, with its article; else its whole name."""
    convention, dossier = depot.convention, depot.dossiers.get(depot.convention.gestionnaire)
    if dossier is None or (convention.appellations is not None and convention.appellations.gestionnaire is not None):
        return convention.noms.gestionnaire.le
    return dossier.identite.appellation.le


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
