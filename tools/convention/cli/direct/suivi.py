"""Look at the files until one is saved, then at what they say; hand each wall to those who wait for the next one.

Knows: the disk, the clock that it is given. Must not know: HTTP, what a wall shows.
"""

from __future__ import annotations

import gc
import os
import time
from contextlib import suppress
from itertools import count
from threading import Condition
from typing import TYPE_CHECKING

from convention.cli.direct.image import mur
from convention.loading.git import resolve_commit
from convention.loading.source import EnvironmentProblemError
from convention.model.cadre.chemins import DOSSIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from convention.cli.direct.image import Mur
    from convention.langage.session import Session

_REGARD_SECONDES = 0.2
_BASE_TOUS_LES = 10
"""Looks between two at the base: to find where a branch is takes git."""


class Fil:
    """The last wall, and those who wait for the next one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numero = 0
        self._mur: Mur | None = None
        self._change = Condition()

    def montrer(self, shown: Mur) -> None:
        """Put a wall in the place of the last one."""
        with self._change:
            self._numero, self._mur = self._numero + 1, shown
            self._change.notify_all()

    def apres(self, numero: int, secondes: float) -> tuple[int, Mur | None]:
        """Return the last wall and its number, once it is another than the one that is known, or after some seconds."""
        with self._change:
            self._change.wait_for(lambda: self._numero != numero and self._mur is not None, secondes)
            return self._numero, self._mur


def suivre(session: Session, base: str, fil: Fil, maintenant: Callable[[], datetime]) -> None:
    """Show what the files say, then again each time that one is saved or that the base moves; never returns."""
    shown: Mur | None = None
    first = True
    for _ in _changes(session.racine, base):
        session.relire()
        try:
            shown = mur(session.etat(), shown, maintenant())
        except EnvironmentProblemError as error:
            # A file that goes while it is read: the next look finds what it became.
            if shown is None:
                raise
            shown = shown._replace(arret=str(error), erreurs=())
        fil.montrer(shown)
        gc.collect()
        if first:
            # What is read once holds to the end: it is not looked through again.
            gc.freeze()
            first = False


def _changes(racine: Path, base: str) -> Iterator[None]:
    """Yield at first, then each time that a file of data or the base is another."""
    seen: object = None
    commit = ""
    for look in count():
        if look % _BASE_TOUS_LES == 0:
            commit = _commit(racine, base)
        now = (_stamp(racine), commit)
        if now != seen:
            seen = now
            yield
        time.sleep(_REGARD_SECONDES)


def _commit(racine: Path, base: str) -> str:
    try:
        return resolve_commit(racine, base)
    except EnvironmentProblemError:
        return ""


def _stamp(racine: Path) -> frozenset[tuple[str, int, int, int]]:
    """Return what tells the files of data from what they were."""
    found = set[tuple[str, int, int, int]]()
    for dossier in DOSSIERS:
        for parent, _, files in os.walk(racine / dossier):
            for nom in files:
                path = f"{parent}/{nom}"
                with suppress(OSError):
                    at = os.lstat(path)
                    found.add((path, at.st_mtime_ns, at.st_size, at.st_ino))
    return frozenset(found)
