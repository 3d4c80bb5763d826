"""What prevents a count, and what is odd in the rows: files and rows are named, never what a cell holds.

Knows: sentences, bounded lists. Must not know: how rows are read.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from convention.edition.refus import ConseilleError

MONTREES = 20
"""Anomalies of a kind that are kept with their row; the others are counted."""
TOLERANCE_LIGNES = 10
TOLERANCE_PART = 100
"""One row in a hundred may be unreadable, ten whatever the file."""


class ReleveRefuseError(ConseilleError):
    """An export that cannot be counted: nothing is written."""


class RienDeNouveauError(Exception):
    """Every export at hand was already counted."""


class Anomalie(NamedTuple):
    """What is odd: a file, a line (from 1, the header being the first of a CSV), a code, a sentence."""

    fichier: str
    ligne: int
    code: str
    message: str
    attend: bool = False
    """Whether nothing is proposed until somebody decides."""


class Journal:
    """Anomalies, as they come: the first ones with their line, all of them counted; the lines that are no row."""

    def __init__(self) -> None:
        self._shown: list[Anomalie] = []
        self._counts: Counter[str] = Counter()
        self.attendent = 0
        """How many anomalies wait for somebody to decide."""
        self.en_tetes = self.vides = self.suites = 0
        """Lines of the files that are no row: headers, blank lines, the other lines of a row that has several."""
        self.sans_identifiant = 0
        """Rows that nothing tells apart."""

    def note(self, fichier: str, ligne: int, code: str, message: str, *, attend: bool = False) -> None:
        """Keep an anomaly."""
        self._counts[code] += 1
        self.attendent += attend
        if self._counts[code] <= MONTREES:
            self._shown.append(Anomalie(fichier, ligne, code, message, attend))

    def count(self, code: str) -> int:
        """Return how many anomalies of a code there are."""
        return self._counts[code]

    @property
    def tues(self) -> dict[str, int]:
        """How many anomalies of each code are counted and not shown."""
        return {code: number - MONTREES for code, number in sorted(self._counts.items()) if number > MONTREES}

    @property
    def montrees(self) -> tuple[Anomalie, ...]:
        """The anomalies that are shown, in order of file and line."""
        return tuple(sorted(self._shown))


def refuse_unreadable(illisibles: int, lues: int) -> None:
    """Refuse an export of which too many rows are unreadable: it is not what the source describes.

    Raises:
        ReleveRefuseError: more than ten, and more than one in a hundred.
    """
    if illisibles > max(TOLERANCE_LIGNES, lues // TOLERANCE_PART):
        message = f"{illisibles} lignes illisibles sur {lues} : l'export n'est pas celui que décrit la source"
        raise ReleveRefuseError(message, "corriger l'export, ou la description de la source dans pricing/releves/")
