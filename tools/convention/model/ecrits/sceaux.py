"""Sealed calls and closings: lines as they were called or closed, that nothing changes any more (art. 8.3).

Knows: their shape, their canonical text, their seal. Must not know: how they are read, what is due.
A seal is written by the tool only: one line of text a line of amount, so that a change shows, and its place is known.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import decimal_text
from convention.model.valeurs.chemins import APPELS, CLOTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RECTIFICATIONS, FIN = ' "rectifications": [', " ],"
"""Lines that stand between the rows."""
LIGNE_DE_LA_DATE = 4
EMPREINTE = ' "empreinte": "'
"""Where the seal begins, in the text that it closes."""
MONTANTS, AVANT_APRES = ("base", "anterieur", "montant"), ("avant", "apres")
"""Fields that hold cents, of a line and of a correction."""
Identite = tuple[str, str, str, str, str]
"""What makes a line: adherent, service, object (component or expense), nature, section."""


class LigneScellee(NamedTuple):
    """One amount, as sealed."""

    adherent: str
    exercice: int
    volet: str
    """Part of the call; `cloture` for a closing."""
    service: str
    objet: str
    """Component, or expense; nothing for the masse salariale."""
    nature: str
    section: str
    quantite: str
    """The adherent's own quantity, exact, before any prorata; nothing when none is counted."""
    base: int
    """Cents of the amount that the line is about: revised for an advance and a balance, actual for the others."""
    anterieur: int
    """Cents already called of it."""
    montant: int
    """Cents called now; of a closing, the amount closed."""

    @property
    def identite(self) -> Identite:
        """What makes it the same line in another call, or in a computation."""
        return (self.adherent, self.service, self.objet, self.nature, self.section)


class Rectification(NamedTuple):
    """A declared correction of a closed exercice: what one line was, what it becomes, why."""

    date: str
    motif: str
    adherent: str
    service: str
    objet: str
    nature: str
    section: str
    avant: int
    apres: int

    @property
    def identite(self) -> Identite:
        """The line that it corrects."""
        return (self.adherent, self.service, self.objet, self.nature, self.section)


class Sceau(NamedTuple):
    """A sealed call, or a sealed closing."""

    nom: str
    """Milestone of the call (« 2026-04 »), or closed exercice (« 2025 »)."""
    date: str
    """Day of the call, or of the closing: 2026-04-15."""
    origine: str
    lignes: tuple[LigneScellee, ...]
    rectifications: tuple[Rectification, ...] = ()
    """Of a closing, in the order in which they were declared."""

    @property
    def est_appel(self) -> bool:
        """Whether it is a call."""
        return "-" in self.nom

    @property
    def path(self) -> str:
        """Where it is kept."""
        return f"{APPELS if self.est_appel else CLOTURES}{self.nom}.json"

    @property
    def empreinte(self) -> str:
        """Sha256 of what is sealed: the same amounts have the same seal."""
        return sha256(self._body().encode())

    def texte(self) -> str:
        """Return its file, byte for byte: one line a sealed line."""
        return close(self._body())

    def de(self, adherent: str) -> Sceau:
        """Return what it says of one adherent."""
        return self._replace(lignes=tuple(ligne for ligne in self.lignes if ligne.adherent == adherent))

    def ligne(self, rang: int) -> int:
        """Return the line of the file, from 1, where a sealed line stands."""
        return len(self.tete) + 1 + rang

    @property
    def tete(self) -> list[str]:
        """Lines of its file that stand above the rows."""
        genre = "appel" if self.est_appel else "cloture"
        return [
            "{",
            ' "version": 1,',
            f' "{genre}": {json_text(self.nom)},',
            f' "date": {json_text(self.date)},',
            f' "origine": {json_text(self.origine)},',
            ' "lignes": [',
        ]

    def _body(self) -> str:
        lines, corrections = (
            json_rows(_written(items, cents))
            for items, cents in ((self.lignes, MONTANTS), (self.rectifications, AVANT_APRES))
        )
        return "".join(f"{line}\n" for line in (*self.tete, *lines, FIN, RECTIFICATIONS, *corrections, FIN))


def close(body: str) -> str:
    """Close a sealed file by the sha256 of what stands above."""
    return f'{body}{EMPREINTE}{sha256(body.encode())}"\n}}\n'


def is_intact(content: bytes) -> bool:
    """Tell whether a sealed file still has, at its end, the sha256 of what stands above."""
    body, mark, end = content.rpartition(EMPREINTE.encode())
    return bool(mark) and end == f'{sha256(body)}"\n}}\n'.encode()


@lru_cache(maxsize=512)  # the same bytes are summed up each time that the files are gathered
def sha256(content: bytes) -> str:
    """Return the sha256 of a file, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def _written(
    items: Sequence[LigneScellee] | Sequence[Rectification], cents: tuple[str, ...]
) -> Iterator[dict[str, object]]:
    for item in items:
        fields = item._asdict()
        yield fields | {nom: decimal_text(fields[nom]) for nom in cents}


def json_rows(items: Iterable[object]) -> list[str]:
    """Write one row of text an item, a comma after each but the last."""
    rows = [f"  {json_text(item)}" for item in items]
    return [*(f"{row}," for row in rows[:-1]), *rows[-1:]]


json_text = json.JSONEncoder(ensure_ascii=False).encode
"""One encoder for all: making one a row takes longer than writing it."""
