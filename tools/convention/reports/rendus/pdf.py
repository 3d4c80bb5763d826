"""Typesetting: a PDF that is tagged, French, the same bytes every time (typst, profile PDF/UA-1).

Knows: the typesetter. Must not know: what the pages hold, fonts and margins (`pdf.typ`).
Texts reach the page as strings of a JSON, never as markup: no text of the data can be read as a command.
A sign that the fonts have no drawing for (an emoji, a Chinese character) is printed by its number, « [U+1F600] ».
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, NamedTuple

from convention.reports.rendus.typographie import typographie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typst import Compiler

MODELE = Path(__file__).with_name("pdf.typ")
POLICES = MODELE.with_name("polices")
"""The two faces of the site, each file at one weight, with the thin space that they lack (decision 0009)."""


class Page(NamedTuple):
    """What a document says of itself, to a screen reader and in the margins of its pages."""

    titre: str
    auteur: str
    description: str
    mots: tuple[str, ...]
    en_tete: tuple[str, str]
    """Left and right, from the second page on."""
    pied: str
    serree: bool = False
    """Whether it is set closer: a statement, which is filed with what it justifies."""


def compose(page: Page, blocs: Iterable[dict[str, object]]) -> bytes:
    """Lay blocks out and return the PDF."""
    from typst import TypstError  # slow to import, and only PDFs need it

    text = _data(page, blocs)
    try:
        return _compiled(text)
    except TypstError:
        printed = "".join(sign if sign.isascii() or _is_printed(sign) else f"[U+{ord(sign):04X}]" for sign in text)
        if printed == text:
            raise
        return _compiled(printed)


@cache
def _is_printed(sign: str) -> bool:
    """Tell whether the fonts have a drawing for a sign, by printing it after a digit: an accent stands on something."""
    from typst import TypstError

    try:
        _compiled(_data(Page("-", "", "", (), ("", ""), f"0{sign}"), ()))
    except TypstError:
        return False
    return True


def _data(page: Page, blocs: Iterable[dict[str, object]]) -> str:
    """Write what `pdf.typ` reads."""
    left, right = page.en_tete
    data = {
        "titre": typographie(page.titre),
        "auteur": typographie(page.auteur),
        "description": typographie(page.description),
        "mots": [typographie(mot) for mot in page.mots],
        "entete": {"gauche": typographie(left), "droite": typographie(right)},
        "pied": typographie(page.pied),
        "serree": page.serree,
        "blocs": list(blocs),
    }
    return json.dumps(data, ensure_ascii=False)


def _compiled(text: str) -> bytes:
    compiled = _COMPOSITEURS.compositeur.compile(format="pdf", sys_inputs={"donnees": text}, pdf_standards="ua-1")
    if not isinstance(compiled, bytes):
        raise TypeError(MODELE)
    return compiled


class _Compositeurs(local):
    """The typesetter of each thread, made once: two threads cannot use the same."""

    @cached_property
    def compositeur(self) -> Compiler:
        """Our fonts and its own only, so that the pages are the same on every machine."""
        from typst import Compiler

        return Compiler(str(MODELE), root=str(MODELE.parent), font_paths=[str(POLICES)], ignore_system_fonts=True)


_COMPOSITEURS = _Compositeurs()
