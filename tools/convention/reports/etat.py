"""A statement, for one adherent: its parts, the documents to issue, the quantities, each line's computation.

Knows: how a call, or a delivery, is told to a finance officer (exemples: an état liquidatif). Must not know: media: a
renderer lays out what is here and computes nothing.
Texts are the data's own, unescaped: each renderer escapes them for its medium. Amounts are cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import MOIS, du, euros, jour, nombre
from convention.model.vocabulaire import Origine, weakest
from convention.reports import mots
from convention.reports.etat_contestations import contestations
from convention.reports.etat_genres import GenreEtat, GenrePartie
from convention.reports.etat_livraisons import delivered, delivery_part, delivery_pieces, recalled
from convention.reports.etat_parties import contacts, debtor, issuer, short_name
from convention.reports.etat_pieces import documents
from convention.reports.etat_quantites import quantities, validated_on
from convention.reports.etat_valeurs import Etat
from convention.reports.etat_volets import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.engine.appels import AppelCalcule
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.reports.etat_livraisons import Livree
    from convention.reports.etat_valeurs import Livraison, VoletEtat


def statement(depot: Depot, appel: AppelCalcule, adherent: str) -> Etat:
    """Build the statement of one adherent for a call."""
    pieces = documents(depot, appel, adherent)
    told = (part(depot, volet, adherent, pieces) for volet in appel.volets)
    volets = tuple(volet for volet in told if volet.rangees)
    called = any(volet.genre.titre for volet in volets)
    disputes = contestations(depot, appel, adherent)
    return Etat(
        numero=f"{appel.echeance}-{short_name(depot, adherent)}",
        genre=GenreEtat.LIQUIDATIF if called else GenreEtat.PREVISIONNEL,
        sujet=f"échéance {du(MOIS[appel.jour.month - 1])} {appel.jour.year}",
        echeance=appel.echeance,
        jour=appel.jour,
        arrete_le=appel.arrete_le,
        emetteur=issuer(depot),
        debiteur=debtor(depot, adherent),
        fondement=_basis(depot, volets),
        exercices=" ; ".join(_about(volet) for volet in volets),
        validation=validated_on(depot, appel, adherent),
        volets=volets,
        livraisons=_recalled(depot, appel, adherent),
        pieces=pieces,
        quantites=quantities(depot, _lines(appel, adherent, called=called)),
        hypotheses=assumptions((volet.contribution for volet in appel.volets), adherent),
        contacts=contacts(depot),
        origine=weakest_of(volets),
        contestations=disputes.contestations,
        conteste=disputes.conteste,
        suspendu=disputes.suspendu,
    )


def delivery_statements(depot: Depot, contribution: Contribution, adherent: str) -> Iterator[Etat]:
    """Build a statement for each delivered expense of an adherent: direct costs are called at delivery (art. 8.1)."""
    for item in delivered(depot, contribution, adherent):
        yield _delivery(depot, contribution, item, adherent)


def assumptions(contributions: Iterable[Contribution], adherent: str) -> tuple[str, ...]:
    """Say which figures stand for others, once each."""
    found = {
        f"{item.exercice} : {told.message} ({nombre(told.nombre)} {'valeurs' if told.nombre > 1 else 'valeur'})": None
        for item in contributions
        for told in mots.assumptions_of(item, adherent)
    }
    return tuple(found)


def weakest_of(volets: Iterable[VoletEtat]) -> Origine:
    """Return the weakest origin of the lines of these parts."""
    return weakest(*(detail.origine for volet in volets for detail in volet.details))


def _delivery(depot: Depot, contribution: Contribution, item: Livree, adherent: str) -> Etat:
    exercice = contribution.exercice
    pieces = delivery_pieces(depot, item, adherent, exercice)
    volets = (delivery_part(depot, item, adherent, exercice, pieces),)
    return Etat(
        numero=f"{item.livraison.isoformat()}-{short_name(depot, adherent)}-{item.depense.id}",
        genre=GenreEtat.LIQUIDATIF,
        sujet=f"livraison du {jour(item.livraison)}",
        echeance=item.livraison.isoformat(),
        jour=item.livraison,
        arrete_le=None,
        emetteur=issuer(depot),
        debiteur=debtor(depot, adherent),
        fondement=f"{depot.convention.intitule}, articles 8 et 8.1, annexe 4",
        exercices=f"{exercice} (coûts directs)",
        validation=f"devis {item.depense.devis.reference} accepté le {jour(item.depense.devis.accepte_le)}",
        volets=volets,
        livraisons=(),
        pieces=pieces,
        quantites=(),
        hypotheses=(),
        contacts=contacts(depot),
        origine=weakest_of(volets),
    )


def _recalled(depot: Depot, appel: AppelCalcule, adherent: str) -> tuple[Livraison, ...]:
    """Recall the deliveries of the year of the call, when one of its parts is about that year."""
    current = [volet.contribution for volet in appel.volets if volet.exercice == appel.jour.year]
    return recalled(depot, current[0], adherent, appel.jour) if current else ()


def _lines(appel: AppelCalcule, adherent: str, *, called: bool) -> list[Ligne]:
    """List the lines that are called; those announced, when nothing is."""
    volets = [volet for volet in appel.volets if volet.genre.titre or not called]
    return [item.ligne for volet in volets for item in volet.of(adherent) if item.ligne]


def _about(volet: VoletEtat) -> str:
    return {
        GenrePartie.ACOMPTE: f"{volet.exercice} (acompte)",
        GenrePartie.SOLDE: f"{volet.exercice} (solde)",
        GenrePartie.REGULARISATION: f"décompte définitif de l'exercice {volet.exercice}",
        GenrePartie.PREVISIONNEL: f"{volet.exercice} (prévision, sans titre)",
    }[volet.genre]


def _basis(depot: Depot, volets: Iterable[VoletEtat]) -> str:
    head = f"{depot.convention.intitule}, articles 8, 8.2 et 8.3, annexes 3 et 4"
    for volet in volets:
        valeurs = [item for item in depot.forfait.valeurs if item.date.year <= volet.exercice]
        if volet.genre is not GenrePartie.REGULARISATION and valeurs:
            value = max(valeurs, key=lambda item: item.date)
            return f"{head} ; forfait {volet.exercice} : {euros(value.montant)} par poste ({value.reference})"
    return head
