"""The hidden mark of our comments: which run wrote it, and whether it holds figures.

Knows: the first line of a comment. Must not know: the API. Data text never begins a comment, so it cannot forge one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Etat(StrEnum):
    """What a comment holds; a new comment is posted when it changes, so that people are told."""

    VALIDE = "valide"
    """Figures."""
    INVALIDE = "invalide"
    """Errors, and no figure."""
    ECHEC = "echec"
    """Neither: what is proposed could not be read, or not to the end."""


class Marque(NamedTuple):
    """Who wrote a comment. Ordered: a run that was created later comes after."""

    creation: str
    execution: int
    essai: int
    etat: Etat

    @property
    def rang(self) -> tuple[str, int, int]:
        """Its place among the runs."""
        return self[:3]


_MARQUE = re.compile(
    "<!-- convention-commentaire creation=(?P<creation>[0-9TZ:-]{20}) execution=(?P<execution>[0-9]{1,16}) "
    "essai=(?P<essai>[0-9]{1,16}) etat=(?P<etat>valide|invalide|echec) -->",
    re.ASCII,
)
REMPLACE = "<!-- convention-commentaire remplace -->"


def mark_line(marque: Marque) -> str:
    """Write the mark: a line that Markdown does not show."""
    return (
        f"<!-- convention-commentaire creation={marque.creation} execution={marque.execution} "
        f"essai={marque.essai} etat={marque.etat} -->"
    )


def read_mark(body: str) -> Marque | None:
    """Read the mark of a comment: it is the whole first line."""
    found = _MARQUE.fullmatch(first_line(body))
    if found is None:
        return None
    return Marque(found["creation"], int(found["execution"]), int(found["essai"]), Etat(found["etat"]))


def folded(body: str) -> str:
    """Write a comment that another replaces: folded, unmarked, its text untouched."""
    rest = body.replace("\r\n", "\n").partition("\n")[2].strip("\n")
    summary = "<details><summary>Remplacé par un commentaire plus récent, plus bas</summary>"
    return f"{REMPLACE}\n{summary}\n\n{rest}\n\n</details>\n"


def first_line(body: str) -> str:
    """Return the first line of a comment, whatever ends its lines."""
    return body.partition("\n")[0].removesuffix("\r")
