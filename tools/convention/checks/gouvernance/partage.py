"""GOU021 to GOU023: what adherents share, they agreed to share, and all were told (art. 6).

Knows: the register of shared documents. Must not know: the documents themselves, who may open them (the site).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, inscrire
from convention.base.french import cite, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import DOCUMENTS
from convention.model.depot import Reference
from convention.model.mots.vie import Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.suivi import DocumentPartage

_OU_RESTREINT = ", ou " + inscrire("niveau: restreint")


@controle("GOU021")
def without_consent(depot: Depot) -> Iterator[Constat]:
    """GOU021: a document that others may see, without the agreement of its owner."""
    for nom, document, shared in _shared(depot):
        if document.consentement is None:
            message = f"{shared}, sans l'accord de son propriétaire ({depot.nom_de(document.proprietaire)})"
            yield signal("GOU021", _at(nom, "niveau"), message, ajouter("consentement: ⟦AAAA-MM-JJ⟧") + _OU_RESTREINT)


@controle("GOU022", avertit=True)
def without_information(depot: Depot) -> Iterator[Constat]:
    """GOU022: a document that others may see, without the day when they were told."""
    for nom, document, shared in _shared(depot):
        if document.information is None:
            cited = depot.convention.clauses.selon("documents")
            message = f"{shared}, sans que les adhérents en soient informés{cited}"
            yield signal("GOU022", _at(nom, "niveau"), message, ajouter("information: ⟦AAAA-MM-JJ⟧") + _OU_RESTREINT)


def _shared(depot: Depot) -> Iterator[tuple[str, DocumentPartage, str]]:
    """Yield the documents that others may see, and how a sentence says so."""
    for nom, document in depot.vie.documents.items():
        if document.niveau is not Niveau.RESTREINT:
            yield nom, document, f"le document {cite(nom)} est au niveau {cite(str(document.niveau))}"


@controle("GOU023")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """GOU023: an agreement after the sharing, an information before the document, a share with oneself."""
    for nom, document in depot.vie.documents.items():
        consentement, information = document.consentement, document.information
        if consentement is not None and information is not None and consentement > information:
            message = (
                f"le document {cite(nom)} est partagé le {jour(information)}, avant l'accord de son propriétaire "
                f"({jour(consentement)})"
            )
            related = (_at(nom, "information"), "l'information des adhérents")
            yield signal("GOU023", _at(nom, "consentement"), message, "", related)
        if information is not None and information < document.date:
            message = (
                f"le document {cite(nom)} est daté du {jour(document.date)}, et les adhérents en sont informés le "
                f"{jour(information)}, avant qu'il existe"
            )
            related = (_at(nom, "information"), "l'information des adhérents")
            yield signal("GOU023", _at(nom, "date"), message, "", related)
        for index, adherent in enumerate(document.partage_avec):
            if adherent == document.proprietaire:
                message = f"le document {cite(nom)} serait partagé avec son propriétaire ({depot.nom_de(adherent)})"
                yield signal("GOU023", _at(nom, "partage_avec", index), message, f"retirer « {adherent} »")


def _at(nom: str, *parts: str | int) -> Reference:
    return Reference(DOCUMENTS, ("documents", nom, *parts))
