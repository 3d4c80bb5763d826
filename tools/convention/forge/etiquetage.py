"""The event for which formulaire.yml runs: a label was put on a request. Hostile until these models have read it.

Knows: the fields that are used, and their exact forms. Must not know: the API, forms.
The text is the one that the event holds, which is the one that was labelled: it is never asked for again.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from convention.forge.evenement import Branche, Depot, Instant, Numero, Recu

NomActeur = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$")]


class Ticket(Recu):
    """A request (issue)."""

    number: Numero
    state: Literal["open", "closed"]
    updated_at: Instant
    body: str | None


class Etiquette(Recu):
    """The label that was put."""

    name: str


class Acteur(Recu):
    """Who put it."""

    login: NomActeur


class DepotEtiquete(Depot):
    """The repository where the workflow runs, and the branch into which everything is proposed."""

    default_branch: Branche


class Etiquetage(Recu):
    """`issues`, labeled."""

    action: Literal["labeled"]
    issue: Ticket
    label: Etiquette
    sender: Acteur
    repository: DepotEtiquete
