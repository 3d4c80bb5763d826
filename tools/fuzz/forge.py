"""What reading what the forge sends promises for any bytes: a document of its form, or one exception in French.

Knows: events, forms, the small convention. Must not know: the API, what becomes of an answer.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from convention.forge.formulaires.corps import CorpsError, read_body
from convention.forge.formulaires.definitions import formulaires
from convention.forge.formulaires.guichet import read_request, request_text
from convention.forge.formulaires.instruction import demande_of
from convention.forge.github.poste import Etiquetage, FinDeControle
from convention.forge.gitlab.poste import EvenementDemande, EvenementTicket
from convention.forge.recu import EvenementError, branch_name, read_as
from convention.loading.loader import load
from convention.reports.depot.guichet import Demande, Geste
from fuzz.lectures import MINI
from tests.essais import Textes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.forge.formulaires.corps import Formulaire
    from convention.model.depot import Depot

EXEMPLES = {
    "adherent": "Bruyère",
    "date": "01/04/2026",
    "demande": "Corriger des quantités, ou en ajouter",
    "exercice": "2026",
    "motif": "Quatorze moyens d'impression",
    "montant": "1 234,50 €",
    "quantites": "imprimantes : 5\nNombre de copieurs = 4",
}
"""Answers that a town hall gives."""
_EXECUTION = {
    "id": 1,
    "run_number": 2,
    "run_attempt": 1,
    "created_at": "2026-09-28T06:12:00Z",
    "event": "pull_request",
    "head_sha": "a" * 40,
}
_TICKET = {"number": 1, "state": "open", "updated_at": "2026-09-28T06:12:00Z", "body": "### Adhérent"}
_DEPOT = {"full_name": "metropole/convention", "default_branch": "main"}


def read_event(content: bytes) -> None:
    """Read the events of each forge: a contrôle or a demande, a label."""
    for modele in (FinDeControle, Etiquetage, EvenementDemande, EvenementTicket):
        try:
            found = read_as(modele, content)
        except EvenementError as error:
            assert "l'événement n'" in str(error)
            continue
        if isinstance(found, Etiquetage):
            assert branch_name(found.repository.default_branch).isprintable()


def events() -> tuple[bytes, ...]:
    """Return sound events."""
    ended = {"action": "completed", "workflow_run": _EXECUTION, "repository": _DEPOT}
    labeled = {
        "action": "labeled",
        "issue": _TICKET,
        "label": {"name": "à instruire"},
        "sender": {"login": "agent"},
        "repository": _DEPOT,
    }
    return tuple(json.dumps(item).encode() for item in (ended, labeled))


def read_form(content: bytes) -> None:
    """Read the text of a request, and the gesture that it asks for."""
    depot, forms = _convention()
    try:
        demande_of(depot, read_body(content.decode("utf-8", "replace"), forms))
    except CorpsError as error:
        assert error.problemes


def forms() -> tuple[bytes, ...]:
    """Return the texts that the forge makes of the forms."""
    return tuple("".join(_sections(form)).encode() for form in _convention()[1])


def _sections(form: Formulaire) -> Iterator[str]:
    for champ in form.champs:
        answer = EXEMPLES.get(champ.id, "")
        if champ.choix:
            answer = answer if answer in champ.choix else champ.choix[0]
        yield f"### {champ.nom}\n\n{answer or '_No response_'}\n\n"


def read_queue(content: bytes) -> None:
    """Read a document of the queue of the window, and the form that it becomes."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return
    found = read_request(document)
    texte = request_text(_convention()[0], found) if isinstance(found, Demande) else None
    if texte is not None:
        read_form(texte.corps.encode())


def queue() -> tuple[bytes, ...]:
    """Return sound requests."""
    asked = {
        "reference": "K7M2-QX4D",
        "recue_le": "2026-11-28T05:30:00Z",
        "adherent": "bruyere",
        "fonction": "Référent",
        "geste": "corriger",
        "exercice": 2026,
        "phase": "previsionnel",
        "source": "Inventaire",
        "quantites": [{"cle": "imprimantes", "composant": "", "nombre": "5"}],
    }
    return tuple(json.dumps({**asked, "geste": geste}).encode() for geste in Geste)


@cache
def _convention() -> tuple[Depot, tuple[Formulaire, ...]]:
    depot = load(Textes(MINI)).depot
    return depot, formulaires(depot)
