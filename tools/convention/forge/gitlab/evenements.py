"""GitLab's events, as far as the tool reads them: hostile until these models have.

Knows: the fields that are used, and their exact forms: https://docs.gitlab.com/user/project/integrations/webhook_events/.
Must not know: the API, git.
"""

from __future__ import annotations

from typing import Literal

from convention.forge.recu import Branche, Empreinte, Numero, Recu


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
