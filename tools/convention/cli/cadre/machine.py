"""What the runner of a workflow gives by its environment, and the event that it leaves on the disk.

Knows: names of variables. Must not know: which workflow runs, what the event says.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.valeurs import today

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Entrees(NamedTuple):
    """What the runner gives by its environment."""

    api: str
    serveur: str
    jeton: str
    depot: str
    evenement: Path


def environment() -> Entrees:
    """Read the environment of a workflow; outside one, say what is missing."""
    names = ("GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH")
    api, serveur, jeton, depot, evenement = variables(names)
    return Entrees(api.rstrip("/"), serveur.rstrip("/"), jeton, depot, Path(evenement))


def variables(names: Sequence[str]) -> list[str]:
    """Read variables of the environment, all of them."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        message = f"cette commande reçoit de l'environnement ce qu'il lui faut : il manque {', '.join(missing)}"
        raise EnvironnementError(message)
    return [os.environ[name] for name in names]


def event_day() -> date:
    """Return the day of the event of a demande de fusion, as the forge gives it; today's when there is none."""
    from convention.forge.evenement import EvenementDemande, EvenementError, day_of, read_as

    path = os.environ.get("GITHUB_EVENT_PATH")
    try:
        return day_of(read_as(EvenementDemande, _content(Path(path))).pull_request.updated_at) if path else today()
    except EvenementError:
        return today()


def event_content(entrees: Entrees) -> bytes:
    """Read the event, as bytes.

    Raises:
        EvenementError: the file cannot be read.
    """
    return _content(entrees.evenement)


def _content(path: Path) -> bytes:
    from convention.base.files import UnreadableFileError, read_bounded
    from convention.forge.evenement import EvenementError

    try:
        return read_bounded(path)
    except (OSError, UnreadableFileError):
        raise EvenementError("l'événement ne peut pas être lu (GITHUB_EVENT_PATH)") from None
