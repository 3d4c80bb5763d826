"""Who may make a proposal of a form, and whether a request still waits for one.

Knows: two paths of the API. Must not know: forms. A label may be put by people who triage requests and may not write:
the right to write is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from convention.forge.client import IntrouvableError, retry
from convention.forge.demandes import read_answer
from convention.forge.evenement import Numero, Recu

if TYPE_CHECKING:
    from convention.forge.client import Client


class Droit(Recu):
    """What an account may do in a repository."""

    permission: str


class Etat(Recu):
    """Where a request stands now."""

    number: Numero
    state: Literal["open", "closed"]


def may_write(client: Client, depot: str, compte: str) -> bool:
    """Tell whether an account may write in a repository; no machine's account may."""
    if compte.endswith("[bot]"):
        return False
    path = f"/repos/{depot}/collaborators/{compte}/permission"
    try:
        found = retry(lambda: client.send("GET", path), client.attendre)
    except IntrouvableError:
        return False
    return read_answer(Droit, found).permission in ("admin", "write")


def is_open(client: Client, depot: str, numero: int) -> bool:
    """Tell whether a request is still open."""
    found = retry(lambda: client.send("GET", f"/repos/{depot}/issues/{numero}"), client.attendre)
    return read_answer(Etat, found).state == "open"
