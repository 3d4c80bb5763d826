"""The one demande de fusion of a branch of ours: opened, or kept up to date.

Knows: the API of demandes. Must not know: what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from convention.forge.client import retry
from convention.forge.demandes import read_answer
from convention.forge.evenement import Numero, Recu

if TYPE_CHECKING:
    from convention.forge.client import Client


class Ouverte(Recu):
    """A demande, as far as it is ours to write."""

    number: Numero
    title: str
    body: str | None


class Texte(NamedTuple):
    """What a demande says."""

    titre: str
    corps: str


def propose(client: Client, depot: str, branche: str, vers: str, texte: Texte) -> int:
    """Open the demande of a branch, or update the one that is open; return its number.

    Raises:
        ForgeError: the forge refuses.
    """
    return retry(lambda: _propose(client, depot, branche, vers, texte), client.attendre)


def _propose(client: Client, depot: str, branche: str, vers: str, texte: Texte) -> int:
    asked = {"title": texte.titre, "body": texte.corps}
    query = urlencode({"state": "open", "head": f"{depot.partition('/')[0]}:{branche}"})
    found = [read_answer(Ouverte, item) for item in client.pages(f"/repos/{depot}/pulls", query)]
    if not found:
        opened = client.send("POST", f"/repos/{depot}/pulls", {**asked, "head": branche, "base": vers})
        return read_answer(Ouverte, opened).number
    known = found[0]
    if (known.title, (known.body or "").replace("\r\n", "\n").rstrip()) != (texte.titre, texte.corps.rstrip()):
        client.send("PATCH", f"/repos/{depot}/pulls/{known.number}", asked)
    return known.number
