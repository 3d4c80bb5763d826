"""What was asked at the window of the site becomes a request on the forge, as if its form had been filled in there.

Knows: the queue, the form of quantities, the requests of a forge. Must not know: what becomes of a form.
The queue is hostile until read: what is no request is left out, and told. One that is on the forge already, open or
closed, is not opened again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from convention.forge.client import ForgeError, retry
from convention.forge.forge import Texte
from convention.forge.formulaires.corps import body_of
from convention.forge.formulaires.definitions import CORRIGER, PHASES, VALIDER, formulaires
from convention.forge.formulaires.listes import adherents
from convention.forge.recu import wrong_fields
from convention.reports.depot.guichet import FILE, GUICHET, REFERENCE, Demande, Geste

if TYPE_CHECKING:
    from datetime import datetime

    from convention.forge.client import Client
    from convention.forge.forge import Forge
    from convention.model.depot import Depot

FORMULAIRE = "2-quantites"
_REFERENCE = re.compile(rf"\(guichet ({REFERENCE})\)", re.ASCII)
_DECIMALES_AMBIGUES = 3


def fetch(guichet: Client) -> list[Demande | str]:
    """Read the queue of the window: requests, and what is wrong with each document that is none (fields, no value).

    Raises:
        ForgeError: the window refuses, or does not answer.
    """
    found = guichet.get(f"/{GUICHET}/{FILE}")
    if not isinstance(found, list):
        raise ForgeError("le guichet n'a pas répondu une liste")
    return [read_request(item) for item in found]


def read_request(item: object) -> Demande | str:
    """Read a document of the queue; what is wrong with it when it is no request."""
    try:
        return Demande.model_validate_json(json.dumps(item))
    except ValidationError as error:
        return wrong_fields(error)


def opened(forge: Forge, auteur: str, depuis: datetime) -> dict[str, int]:
    """Return the requests that this account has opened since then: their numbers, by reference."""
    tickets = forge.ouverts(auteur, depuis)
    return {found: ticket.numero for ticket in tickets for found in _REFERENCE.findall(ticket.titre)}


def open_request(forge: Forge, auteur: str, demande: Demande, texte: Texte) -> int:
    """Open a request, once: after a failure, one whose answer got lost is looked for; return its number."""

    def once() -> int:
        known = opened(forge, auteur, demande.recue_le).get(demande.reference)
        return forge.ouvrir(texte) if known is None else known

    return retry(once)


def request_text(depot: Depot, demande: Demande) -> Texte | None:
    """Write a request as its form would; None when its adherent, or the form, is none of these data."""
    formulaire = next((item for item in formulaires(depot) if item.id == FORMULAIRE), None)
    nom = next((nom for nom, identifiant in adherents(depot).items() if identifiant == demande.adherent), None)
    if formulaire is None or nom is None:
        return None
    validated = demande.geste is Geste.VALIDER
    answers = {
        "adherent": nom,
        "exercice": str(demande.exercice),
        "phase": next(label for label, phase in PHASES.items() if phase is demande.phase),
        "demande": VALIDER if validated else CORRIGER,
        "date": f"{demande.recue_le:%d/%m/%Y}",
        "par": demande.fonction if validated else "",
        "quantites": "\n".join(
            f"{item.cle}{f' ({item.composant})' if item.composant else ''} : {_written(item.nombre)}"
            for item in demande.quantites
        ),
        "source": demande.source,
    }
    return Texte(f"{formulaire.titre}{nom} (guichet {demande.reference})", body_of(formulaire, answers))


def _written(nombre: str) -> str:
    """Write a figure so that it reads one way: « 1,234 » might be a thousand and more, « 1,2340 » is not."""
    whole, _, decimals = nombre.partition(".")
    more = "0" if len(decimals) == _DECIMALES_AMBIGUES else ""
    return f"{whole},{decimals}{more}" if decimals else whole
