"""A machine that runs a workflow of GitHub: the variables that it has, the events that it leaves.

Knows: names of variables, which event starts what, the fields that are used and their exact forms. Must not know: what
is done of it. An event is hostile until these models have read it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import StringConstraints

from convention.forge.client import Client
from convention.forge.forge import Acces, Controle, Depart, Soumission, Travail
from convention.forge.github.api import ENTETES, GitHub
from convention.forge.recu import (
    Branche,
    Empreinte,
    EvenementError,
    Instant,
    Numero,
    Recu,
    day_of,
    positive,
    read_as,
    read_variables,
    refuse_elsewhere,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

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


class PosteGitHub(NamedTuple):
    """A machine, by its environment."""

    variables: Mapping[str, str]

    def acces(self) -> Acces:
        """Tell how the repository is reached."""
        names = ("GITHUB_API_URL", "GITHUB_TOKEN", "GITHUB_REPOSITORY")
        api, jeton, depot = read_variables(self.variables, names)
        return Acces(api.rstrip("/"), jeton, depot)

    def travail(self) -> Travail:
        """Tell how the repository is reached, and where the event is."""
        names = ("GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH")
        api, serveur, jeton, depot, evenement = read_variables(self.variables, names)
        return Travail(Acces(api.rstrip("/"), jeton, depot, serveur.rstrip("/")), Path(evenement))

    def depart(self) -> Depart:
        """Tell how the repository is reached, and the commit that was checked out."""
        names = ("GITHUB_API_URL", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_REF_NAME")
        api, jeton, depot, commit, branche = read_variables(self.variables, names)
        return Depart(Acces(api.rstrip("/"), jeton, depot), commit, branche)

    def forge(self, acces: Acces) -> GitHub:
        """Reach the repository."""
        return GitHub(Client(acces.api, acces.jeton, ENTETES), acces.depot, acces.serveur)

    def journal(self, acces: Acces) -> str:
        """Return where the log of this run is read."""
        (run,) = read_variables(self.variables, ("GITHUB_RUN_ID",))
        return _run(acces, run)

    def controle(self, acces: Acces, evenement: bytes) -> Controle:
        """Read which contrôle has ended."""
        event = read_as(FinDeControle, evenement)
        refuse_elsewhere(event.repository.full_name, acces)
        run = event.workflow_run
        if run.event != "pull_request":
            raise EvenementError("l'événement ne suit pas le contrôle d'une demande de fusion")
        rang = (run.created_at, run.run_number, run.run_attempt)
        nom, adresse = f"Contrôle n° {run.run_number}", _run(acces, run.id)
        return Controle(run.head_sha, rang, day_of(run.updated_at), nom, adresse)

    def soumission(self, acces: Acces, evenement: bytes) -> Soumission:
        """Read which form was labelled."""
        event = read_as(Etiquetage, evenement)
        refuse_elsewhere(event.repository.full_name, acces)
        execution, essai = positive(self.variables, ("GITHUB_RUN_NUMBER", "GITHUB_RUN_ATTEMPT"))
        ticket = event.issue
        return Soumission(
            numero=ticket.number,
            corps=ticket.body or "",
            etiquettes=frozenset({event.label.name}),
            par=event.sender.login,
            jour=day_of(ticket.updated_at),
            rang=(ticket.updated_at, execution, essai),
            vers=event.repository.default_branch,
        )

    def jour(self, read: Callable[[Path], bytes]) -> date | None:
        """Return the day of the demande that is checked; None where the event is about none."""
        path = self.variables.get("GITHUB_EVENT_PATH")
        try:
            return day_of(read_as(EvenementDemande, read(Path(path))).pull_request.updated_at) if path else None
        except EvenementError:
            return None

    def resume(self) -> str:
        """Return the file where the forge takes the summary of a run."""
        return self.variables.get("GITHUB_STEP_SUMMARY", "")


def _run(acces: Acces, run: int | str) -> str:
    return f"{acces.serveur}/{acces.depot}/actions/runs/{run}"
