"""The version of the tool that a repository of data names, in its lock: another one may give other figures.

Knows: `outil.txt`, the version installed. Must not know: what the data say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAQUET = "convention-dsit"
VERROU = "outil.txt"
"""At the root of a repository of data: what pip installs, the tool first; each by its version and its hashes."""
INSTALLER = f"python -m pip install --require-hashes --only-binary=:all: --requirement={VERROU}"
_LIGNE = re.compile(rf"^{PAQUET}==(?P<version>[0-9A-Za-z.+!_-]+)", re.MULTILINE)


def installed() -> str:
    """Return the version of the tool that runs."""
    from importlib.metadata import version

    return version(PAQUET)


def named(verrou: str) -> str | None:
    """Return the version of the tool that a lock names; None when it names none."""
    found = _LIGNE.search(verrou)
    return found["version"] if found is not None else None


def other_version(racine: Path) -> str | None:
    """Say that a repository names another version of the tool than the one that runs, and what to do.

    Returns:
        A French sentence; None when the versions agree, or when the repository names none.

    Raises:
        OSError, UnreadableFileError: the lock cannot be read.
    """
    from convention.base.files import read_bounded

    if not (racine / VERROU).is_file():
        return None
    wanted, here = named(read_bounded(racine / VERROU).decode("utf-8", "replace")), installed()
    if wanted is None or wanted == here:
        return None
    return (
        f"ce dépôt est tenu avec la version {wanted} de l'outil ({VERROU}), et c'est la version {here} qui est "
        f"installée : installer la sienne par « {INSTALLER} » ; ou, pour passer à la version {here}, "
        f"remplacer {VERROU} par celui qui l'accompagne"
    )
