"""The machine that runs a workflow: its environment, and the event that it leaves on the disk.

Knows: where the environment is, how the account of the token is asked for. Must not know: which forge, which workflow
runs, what the event says.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convention.forge.forge import Poste


def poste() -> Poste:
    """Return the machine that this is, by the forge for which it runs."""
    from convention.forge.postes import poste_of

    return poste_of(os.environ)


def event_content(path: Path) -> bytes:
    """Read the event, as bytes.

    Raises:
        EvenementError: the file cannot be read.
    """
    from convention.base.files import UnreadableFileError, read_bounded
    from convention.forge.recu import EvenementError

    try:
        return read_bounded(path)
    except (OSError, UnreadableFileError):
        raise EvenementError("l'événement ne peut pas être lu") from None


def option_auteur(pourquoi: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask for the account of the token, and say what it is needed for."""
    told = f"Le compte du jeton, quand ce n'est pas celui de la forge : {pourquoi}."
    return click.option("--auteur", metavar="COMPTE", help=told)
