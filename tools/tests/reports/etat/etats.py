"""What tests of statements share: those of the repository's calls, and PDF read back.

Knows: the repository's data, PDF text. Must not know: what is tested.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest

from convention.engine.appels.appels import appeler
from convention.reports.etat.etat import statement
from convention.reports.etat.medias.fichiers import pdf_bytes
from tests.essais import CALCULS, nancy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.engine.appels.appels import AppelCalcule
    from convention.reports.etat.valeurs import Etat

ECHEANCES = ("2025-04", "2025-10", "2026-04", "2026-10")
EN_PDF = [pytest.param(item, marks=pytest.mark.long) for item in ECHEANCES]
"""Writing and reading a hundred PDFs takes long."""
ESSEY = "essey-les-nancy"
_PAIRE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLET = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@cache
def appel(echeance: str) -> AppelCalcule:
    """Compute a call, once."""
    return appeler(nancy(), echeance, CALCULS)


@cache
def etats(echeance: str) -> tuple[Etat, ...]:
    """Build the statements of a call, once."""
    return tuple(etat(echeance, nom) for nom in appel(echeance).adherents())


@cache
def pdfs(echeance: str) -> tuple[bytes, ...]:
    """Typeset the statements of a call, once."""
    return tuple(map(pdf_bytes, etats(echeance)))


@cache
def etat(echeance: str, adherent: str = ESSEY, au: date | None = None) -> Etat:
    """Build the statement of one adherent, once, with the disagreements of a day."""
    return statement(nancy(), appel(echeance), adherent, au)


def tel_quel(text: str) -> str:
    """Write a printed text with plain spaces, hyphens and apostrophes."""
    return re.sub("[\u00a0\u202f]", " ", text).replace("\u2019", "'").replace("\u2212", "−")


def texte_pdf(content: bytes) -> str:
    """Read the text of a PDF, one space between two runs of glyphs; a raised « er » goes with its 1."""
    told = re.sub(r"\s+", " ", " ".join(run for page in pages_pdf(content) for run in page))
    return re.sub(r"\b1 er\b(?: (?=[.,;]))?", "1er", told)


def pages_pdf(content: bytes) -> tuple[tuple[str, ...], ...]:
    """Read the runs of glyphs of each page of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return tuple(tuple(tel_quel(run).strip() for run, _ in _runs(page)) for page in pdf.pages)


def tailles_pdf(content: bytes) -> set[tuple[str, float]]:
    """Read each run of glyphs of a PDF with the points that it is set in."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {run for page in pdf.pages for run in _runs(page)}


def _runs(page: pikepdf.Page) -> Iterator[tuple[str, float]]:
    fonts = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
    current: dict[bytes, str] = {}
    size = scale = 0.0
    for instruction in pikepdf.parse_content_stream(page, "Tf Tm Tj TJ"):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current, size = fonts[str(operands[0])], float(operands[1])
        elif str(operator) == "Tm":
            scale = abs(float(operands[3]))
        elif str(operator) == "Tj":
            yield _decoded(bytes(operands[0]), current), size * scale
        elif str(operator) == "TJ":
            strings = (bytes(item) for item in operands[0] if isinstance(item, pikepdf.String))
            yield "".join(_decoded(item, current) for item in strings), size * scale


def _decoded(codes: bytes, table: dict[bytes, str]) -> str:
    return "".join(table.get(codes[rank : rank + 2], "") for rank in range(0, len(codes), 2))


def _unicode(font: pikepdf.Object) -> dict[bytes, str]:
    """Read what each glyph of a font means."""
    table: dict[bytes, str] = {}
    text = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, target in _TRIPLET.findall(block):
            for rank in range(int(first, 16), int(last, 16) + 1):
                table[rank.to_bytes(2, "big")] = chr(int(target, 16) + rank - int(first, 16))
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, target in _PAIRE.findall(block):
            table[bytes.fromhex(code)] = bytes.fromhex(target).decode("utf-16-be")
    return table
