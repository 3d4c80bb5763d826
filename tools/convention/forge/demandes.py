"""What the API says of a demande de fusion (pull request), and of its comments.

Knows: the paths of the API, the fields that are used. Must not know: what a comment says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import ValidationError

from convention.forge.client import ForgeError
from convention.forge.evenement import RECU, Branche, Depot, Empreinte, Numero, Recu, wrong_fields

if TYPE_CHECKING:
    from convention.forge.client import Client
    from convention.forge.evenement import Execution


class Tete(Recu):
    """What is proposed."""

    sha: Empreinte


class Cible(Recu):
    """The branch into which it would go."""

    ref: Branche
    repo: Depot


class Demande(Recu):
    """An open demande de fusion."""

    number: Numero
    head: Tete
    base: Cible


class Auteur(Recu):
    """Who wrote a comment: any account; its name is only compared."""

    login: str


class Commentaire(Recu):
    """A comment of the discussion."""

    id: Numero
    user: Auteur | None
    body: str | None


def find_demandes(client: Client, depot: str, execution: Execution) -> tuple[Demande, ...]:
    """Find the open demandes whose proposal is still what the run has checked.

    The event of a fork names none, and what it names may have moved: they are looked for by owner and branch.
    """
    if execution.head_repository is None:
        return ()
    head = f"{execution.head_repository.owner.login}:{execution.head_branch}"
    found = client.pages(f"/repos/{depot}/pulls", urlencode({"state": "open", "head": head}))
    demandes = [read_answer(Demande, item) for item in found]
    return tuple(item for item in demandes if item.head.sha == execution.head_sha and item.base.repo.full_name == depot)


def comments(client: Client, depot: str, numero: int) -> tuple[Commentaire, ...]:
    """Return every comment of a demande."""
    found = client.pages(f"/repos/{depot}/issues/{numero}/comments")
    return tuple(read_answer(Commentaire, item) for item in found)


def post(client: Client, depot: str, numero: int, body: str) -> None:
    """Add a comment."""
    client.send("POST", f"/repos/{depot}/issues/{numero}/comments", {"body": body})


def update(client: Client, depot: str, identifiant: int, body: str) -> None:
    """Change a comment."""
    client.send("PATCH", f"/repos/{depot}/issues/comments/{identifiant}", {"body": body})


def read_answer(modele: type[RECU], item: object) -> RECU:
    """Read what the forge answers.

    Raises:
        ForgeError: it has not the form announced.
    """
    try:
        return modele.model_validate(item)
    except ValidationError as error:
        message = f"la réponse de la forge n'a pas la forme attendue ({wrong_fields(error)})"
        raise ForgeError(message) from None
