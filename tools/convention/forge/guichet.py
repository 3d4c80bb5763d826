"""What was asked at the window of the site becomes a request on the forge, as if its form had been filled in there.

Knows: the queue, the form of quantities, the requests of the API. Must not know: what becomes of a form.
The queue is hostile until read: what is no request is left out, and told. One that is on the forge already, open or
closed, is not opened again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import ValidationError

from convention.forge.client import ForgeError, retry
from convention.forge.demandes import Auteur, read_answer
from convention.forge.evenement import Numero, Recu, wrong_fields
from convention.forge.formulaires.corps import body_of
from convention.forge.formulaires.definitions import CORRIGER, PHASES, VALIDER, formulaires
from convention.forge.formulaires.listes import adherents
from convention.forge.proposition import Texte
from convention.reports.depot.guichet import FILE, GUICHET, REFERENCE, Demande, Geste

if TYPE_CHECKING:
    from datetime import datetime

    from convention.forge.client import Client
    from convention.model.depot import Depot

FORMULAIRE = "2-quantites"
_REFERENCE = re.compile(rf"\(guichet ({REFERENCE})\)", re.ASCII)
_DECIMALES_AMBIGUES = 3


class Ticket(Recu):
    """A request of the forge, as far as it is looked for."""

    number: Numero
    title: str
    user: Auteur | None


def fetch(guichet: Client) -> list[Demande | str]:
    """Read the queue of the window: requests, and what is wrong with each document that is none (fields, no value).

    Raises:
        ForgeError: the window refuses, or does not answer.
    """
    found = retry(lambda: guichet.send("GET", f"/{GUICHET}/{FILE}"), guichet.attendre)
    if not isinstance(found, list):
        raise ForgeError("le guichet n'a pas répondu une liste")
    return [_read(item) for item in found]


def _read(item: object) -> Demande | str:
    try:
        return Demande.model_validate_json(json.dumps(item))
    except ValidationError as error:
        return wrong_fields(error)


def opened(client: Client, depot: str, auteur: str, depuis: datetime) -> dict[str, int]:
    """Return the requests that this account has opened since then: their numbers, by reference."""
    query = urlencode({"state": "all", "creator": auteur, "since": f"{depuis:%Y-%m-%dT%H:%M:%SZ}"})
    tickets = [read_answer(Ticket, item) for item in client.pages(f"/repos/{depot}/issues", query)]
    return {
        found: ticket.number
        for ticket in tickets
        if ticket.user is not None and ticket.user.login == auteur
        for found in _REFERENCE.findall(ticket.title)
    }


def open_request(client: Client, depot: str, auteur: str, demande: Demande, texte: Texte) -> int:
    """Open a request, once: after a failure, one whose answer got lost is looked for; return its number."""

    def once() -> int:
        known = opened(client, depot, auteur, demande.recue_le).get(demande.reference)
        if known is not None:
            return known
        asked = {"title": texte.titre, "body": texte.corps}
        return read_answer(Ticket, client.send("POST", f"/repos/{depot}/issues", asked)).number

    return retry(once, client.attendre)


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
