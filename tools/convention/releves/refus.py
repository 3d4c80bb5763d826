"""What prevents a count, and what is odd in the rows: files and rows are named, never what a cell holds.

Knows: sentences, bounded lists. Must not know: how rows are read.
"""

from __future__ import annotations

from typing import NamedTuple

MONTREES = 20
"""Anomalies of a kind that are kept with their row; the others are counted."""
TOLERANCE_LIGNES = 10
TOLERANCE_PART = 100
"""One row in a hundred may be unreadable, ten whatever the file."""


class ReleveRefuseError(Exception):
    """An export that cannot be counted: nothing is written. Both sentences are French."""

    def __init__(self, message: str, conseil: str = "") -> None:
        """Keep the reason and the advice."""
        super().__init__(message)
        self.message = message
        self.conseil = conseil


class Anomalie(NamedTuple):
    """What is odd: a file, a row (from 1, the header being the first of a CSV), a code, a sentence."""

    fichier: str
    ligne: int
    code: str
    message: str


class Journal:
    """Anomalies, as they come: the first ones with their row, all of them counted."""

    def __init__(self) -> None:
        """Start empty."""
        self._shown: list[Anomalie] = []
        self._counts: dict[str, int] = {}

    def note(self, fichier: str, ligne: int, code: str, message: str) -> None:
        """Keep an anomaly."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= MONTREES:
            self._shown.append(Anomalie(fichier, ligne, code, message))

    def count(self, code: str) -> int:
        """Return how many anomalies of a code there are."""
        return self._counts.get(code, 0)

    @property
    def montrees(self) -> tuple[Anomalie, ...]:
        """The anomalies that are shown, in order of file and row."""
        return tuple(sorted(self._shown))


def refuse_unreadable(illisibles: int, lues: int) -> None:
    """Refuse an export of which too many rows are unreadable: it is not what the source describes.

    Raises:
        ReleveRefuseError: more than ten, and more than one in a hundred.
    """
    if illisibles > max(TOLERANCE_LIGNES, lues // TOLERANCE_PART):
        message = f"{illisibles} lignes illisibles sur {lues} : l'export n'est pas celui que décrit la source"
        raise ReleveRefuseError(message, "corriger l'export, ou la description de la source dans pricing/releves/")
