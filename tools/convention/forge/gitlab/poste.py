"""A machine that runs a job of GitLab: the variables that it has, the events that started it.

Knows: names of variables (https://docs.gitlab.com/ci/variables/predefined_variables/), which event starts what, the
fields that are used and their exact forms (https://docs.gitlab.com/user/project/integrations/webhook_events/).
Must not know: what is done of it. An event comes by a webhook that triggers a pipeline of the default branch, and is
left in a file, hostile until read: https://docs.gitlab.com/ci/triggers/#access-webhook-payload.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from convention.forge.client import Client
from convention.forge.forge import Acces, Controle, Depart, Soumission, Travail
from convention.forge.gitlab.api import GitLab, as_written
from convention.forge.gitlab.reglages import JETON
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


class Genre(Recu):
    """Any event: what it is about."""

    object_kind: str


class Projet(Recu):
    """Where it happened; where it would go, for a demande that comes from a fork."""

    path_with_namespace: str
    default_branch: Branche


class Commit(Recu):
    """What is proposed now."""

    id: Empreinte


class Proposee(Recu):
    """A demande de fusion. What its author names (branch, fork, title) is not read: no name can stop a comment."""

    iid: Numero
    last_commit: Commit


class EvenementDemande(Recu):
    """« Merge request events »."""

    object_kind: Literal["merge_request"]
    project: Projet
    object_attributes: Proposee


class Acteur(Recu):
    """Who did it."""

    id: Numero


class Ticket(Recu):
    """A request (issue). Its text is the one that was labelled: it is never asked for again."""

    iid: Numero
    description: str | None


class Etiquette(Recu):
    """A label."""

    title: str


class Etiquettes(Recu):
    """Labels before and after."""

    previous: list[Etiquette]
    current: list[Etiquette]


class Changements(Recu):
    """What the gesture has changed."""

    labels: Etiquettes | None = None


class EvenementTicket(Recu):
    """« Issues events »."""

    object_kind: Literal["issue"]
    user: Acteur
    project: Projet
    object_attributes: Ticket
    changes: Changements


class PosteGitLab(NamedTuple):
    """A machine, by its environment."""

    variables: Mapping[str, str]

    def acces(self) -> Acces:
        """Tell how the project is reached."""
        api, jeton, depot = read_variables(self.variables, ("CI_API_V4_URL", JETON, "CI_PROJECT_PATH"))
        return Acces(api.rstrip("/"), jeton, depot)

    def travail(self) -> Travail:
        """Tell how the project is reached, and where the event is."""
        names = ("CI_API_V4_URL", "CI_SERVER_URL", JETON, "CI_PROJECT_PATH", "TRIGGER_PAYLOAD")
        api, serveur, jeton, depot, evenement = read_variables(self.variables, names)
        return Travail(Acces(api.rstrip("/"), jeton, depot, serveur.rstrip("/")), Path(evenement))

    def depart(self) -> Depart:
        """Tell how the project is reached, and the commit that was checked out."""
        names = ("CI_API_V4_URL", JETON, "CI_PROJECT_PATH", "CI_COMMIT_SHA", "CI_COMMIT_REF_NAME")
        api, jeton, depot, commit, branche = read_variables(self.variables, names)
        return Depart(Acces(api.rstrip("/"), jeton, depot), commit, branche)

    def forge(self, acces: Acces) -> GitLab:
        """Reach the project."""
        return GitLab(Client(acces.api, acces.jeton), acces.depot, acces.serveur)

    def journal(self, acces: Acces) -> str:
        """Return where the log of this run is read."""
        del acces
        (job,) = read_variables(self.variables, ("CI_JOB_URL",))
        return job

    def controle(self, acces: Acces, evenement: bytes) -> Controle | None:
        """Read which demande has changed; a pipeline of ours is as old as its event."""
        if read_as(Genre, evenement).object_kind != "merge_request":
            return None
        event = read_as(EvenementDemande, evenement)
        refuse_elsewhere(event.project.path_with_namespace, acces)
        item, rang = event.object_attributes, self._rang()
        adresse = f"{acces.serveur}/{acces.depot}/-/merge_requests/{item.iid}/pipelines"
        return Controle(item.last_commit.id, rang, day_of(rang[0]), "Contrôles de la demande", adresse)

    def soumission(self, acces: Acces, evenement: bytes) -> Soumission | None:
        """Read which form was labelled."""
        if read_as(Genre, evenement).object_kind != "issue":
            return None
        event = read_as(EvenementTicket, evenement)
        refuse_elsewhere(event.project.path_with_namespace, acces)
        ticket, labels, rang = event.object_attributes, event.changes.labels, self._rang()
        before = {item.title for item in labels.previous} if labels else set()
        return Soumission(
            numero=ticket.iid,
            corps=as_written(ticket.description or ""),
            etiquettes=frozenset({item.title for item in labels.current} - before if labels else ()),
            par=str(event.user.id),
            jour=day_of(rang[0]),
            rang=rang,
            vers=event.project.default_branch,
        )

    def jour(self, read: Callable[[Path], bytes]) -> date | None:
        """Return the day of the pipeline that checks a demande, as the forge gives it."""
        del read
        return day_of(self._instant()) if "CI_PIPELINE_CREATED_AT" in self.variables else None

    def resume(self) -> str:
        """Return nothing: a summary is the output of its job."""
        return ""

    def _rang(self) -> tuple[str, int, int]:
        """Place this run among the others: a job that is run again is in the same pipeline."""
        (numero,) = positive(self.variables, ("CI_PIPELINE_IID",))
        return self._instant(), numero, 1

    def _instant(self) -> str:
        (text,) = read_variables(self.variables, ("CI_PIPELINE_CREATED_AT",))
        try:
            return TypeAdapter[str](Instant).validate_python(text)
        except ValidationError:
            raise EvenementError("l'événement n'a pas la forme attendue (CI_PIPELINE_CREATED_AT)") from None
