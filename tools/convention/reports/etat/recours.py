"""What a statement says of disagreements: what is due whatever is contested, where each one stands, whom to write to.

Knows: the disagreements of a statement (art. 11). Must not know: how they are measured, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import A_COMPLETER, euros, jour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.reports.etat.valeurs import Contestation, Etat


def due_text(etat: Etat) -> str:
    """Say three amounts that are never confused: due at once, contested, suspended."""
    held = f" (dont {euros(etat.impute)} retenus sur l'attribution de compensation)" if etat.impute else ""
    if not etat.conteste and not etat.renvois.desaccord:
        # Nobody says what suspends a payment: nothing is said of it.
        return f"Exigible : {euros(etat.exigible)}{held}."
    contested = f"Contesté : {euros(etat.conteste)}. Suspendu : {euros(etat.suspendu)}."
    return f"Exigible : {euros(etat.exigible)}{held}. {contested}"


def contest(etat: Etat) -> Iterator[str]:
    """Say what is due whatever is contested, and whom to write to (art. 11)."""
    yield f"Situation au {jour(etat.situation_au)}. {due_text(etat)}"
    for item in etat.contestations:
        yield contestation_text(item)
    for rank, contact in enumerate(etat.contacts):
        where = contact.adresse or f"[adresse fonctionnelle {A_COMPLETER}]"
        if rank == 0:
            yield (
                f"En cas de désaccord, s'adresser d'abord au {contact.fonction}, {where}, en désignant le ou les "
                "services contestés : seul le paiement de ces services peut être suspendu."
            )
        else:
            yield f"{contact.objet} : {contact.fonction}."
    if etat.emetteur.publique:
        yield (
            "Les voies et délais de recours figurent sur l'avis des sommes à payer ; un simple contact ne les prolonge "
            "pas."
        )


def contestation_text(item: Contestation) -> str:
    """Tell a disagreement, where it stands, and what came of it."""
    closed = f" le {jour(item.cloture)}" if item.cloture is not None else ""
    amounts = f"{euros(item.montant)} contestés"
    if item.suspendu:
        amounts += f", {euros(item.suspendu)} suspendus"
    told = f"Contestation n° {item.numero} du titre n° {item.titre} ({item.objet} ; {amounts})"
    return f"{told} : {item.etape.etat}{closed}.{f' {item.issue}.' if item.issue else ''}"
