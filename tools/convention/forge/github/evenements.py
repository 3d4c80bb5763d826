"""GitHub's events, as far as the tool reads them: hostile until these models have.

Knows: the fields that are used, and their exact forms. Must not know: the API, git.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from convention.forge.recu import Branche, Empreinte, Instant, Numero, Recu

NomActeur = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$")]
NomDepot = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}/[A-Za-z0-9._-]{1,100}$")]


class Execution(Recu):
    """A run of the contrôle. What its author names (branch, fork, title) is not read: no name can stop a comment."""

    id: Numero
    run_number: Numero
    run_attempt: Numero
    created_at: Instant
    updated_at: Instant
    """When it ended: the time of the event, which the forge writes and no proposal can choose."""
    event: str
    head_sha: Empreinte


class Depot(Recu):
    """The repository where the workflow runs."""

    full_name: NomDepot


class FinDeControle(Recu):
    """`workflow_run`, completed: the event of commentaire.yml."""

    action: Literal["completed"]
    workflow_run: Execution
    repository: Depot


class Proposee(Recu):
    """A demande de fusion, as its own event describes it."""

    updated_at: Instant


class EvenementDemande(Recu):
    """`pull_request`, whatever the action: the event of controle.yml."""

    pull_request: Proposee


class Ticket(Recu):
    """A request (issue). Its text is the one that was labelled: it is never asked for again."""

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
    """`issues`, labeled: the event of formulaire.yml."""

    action: Literal["labeled"]
    issue: Ticket
    label: Etiquette
    sender: Acteur
    repository: DepotEtiquete
