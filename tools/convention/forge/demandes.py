"""What the API says of a demande de fusion (pull request), and of its comments.

Knows: the paths of the API, the fields that are used. Must not know: what a comment says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from convention.forge.client import ForgeError, retry
from convention.forge.evenement import RECU, Empreinte, Numero, Recu, wrong_fields

if TYPE_CHECKING:
    from convention.forge.client import Client

STATUT = "Commentaire"
"""Name of the status of a commit that has its comment."""


class Tete(Recu):
    """What is proposed."""

    sha: Empreinte


class Proposee(Recu):
    """An open demande de fusion, as far as it is looked for: nothing else of another demande is read."""

    head: Tete


class Cible(Recu):
    """The branch into which it would go: any name; what reads the revision refuses those that are none."""

    ref: str


class Demande(Proposee):
    """An open demande de fusion."""

    number: Numero
    base: Cible


class Auteur(Recu):
    """Who wrote a comment: any account; its name is only compared."""

    login: str


class Commentaire(Recu):
    """A comment of the discussion."""

    id: Numero
    user: Auteur | None
    body: str | None


def find_demandes(client: Client, depot: str, commit: str) -> tuple[Demande, ...]:
    """Find the open demandes that propose this commit now, wherever it comes from.

    The event of a fork names none; a fork may be deleted and a branch renamed, and the demande stays open.
    """
    found = client.pages(f"/repos/{depot}/pulls", "state=open")
    return tuple(read_answer(Demande, item) for item in found if read_answer(Proposee, item).head.sha == commit)


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


def mark_commit(client: Client, depot: str, commit: str, etat: str, texte: str) -> None:
    """Put on a commit the status that says whether its comment is there.

    Args:
        client: the forge.
        depot: the repository.
        commit: the one that is proposed: another commit has not this status.
        etat: `success` or `error`.
        texte: 140 characters at most.
    """
    document = {"state": etat, "context": STATUT, "description": texte}
    retry(lambda: client.send("POST", f"/repos/{depot}/statuses/{commit}", document), client.attendre)


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
