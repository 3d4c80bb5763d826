"""The blocks that a page is made of, as data: headings, paragraphs, lists, tables; and French typography for print.

Knows: the shape that `pdf.typ` lays out. Must not know: what the blocks tell.
Every text is a string, never markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import FINE, INSECABLE
from convention.reports.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bloc = dict[str, object]
_INSECABLE = re.compile(r" (?=[:»€%])|(?<=«) |(?<=[nN]°) ")
_FINE = re.compile(r" (?=[;?!])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w«])")


class Colonne(NamedTuple):
    """A column of a table."""

    titre: str
    largeur: str = "auto"
    """« auto », or a share of the width that is left: « 2 »."""
    chiffres: bool = False
    """Whether it holds amounts: right-aligned, never cut."""


def typographie(text: str) -> str:
    """Write a text as French printing wants it: spaces that do not break, a true apostrophe."""
    shown = _FINE.sub(FINE, _INSECABLE.sub(INSECABLE, terminal(text)))
    return _APOSTROPHE.sub("\u2019", shown)


def titre(text: str) -> Bloc:
    """Head the document."""
    return {"genre": "titre", "texte": typographie(text)}


def partie(text: str) -> Bloc:
    """Head a part."""
    return {"genre": "partie", "texte": typographie(text)}


def sous_partie(text: str) -> Bloc:
    """Head a table of the annex."""
    return {"genre": "sous-partie", "texte": typographie(text)}


def arrete(phrase: str, signature: str) -> Bloc:
    """Close the document: the sentence that stops its amount, the place of the signature; never cut by a page."""
    return {"genre": "arrete", "phrase": typographie(phrase), "signature": typographie(signature)}


def annexe(text: str, *, new_page: bool) -> Bloc:
    """Head an annex."""
    return {"genre": "annexe", "texte": typographie(text), "page": new_page}


def mention(text: str) -> Bloc:
    """Frame a warning."""
    return {"genre": "mention", "texte": typographie(text)}


def paragraphe(text: str, gras: str = "", debut: str = "") -> Bloc:
    """Write a paragraph: its beginning in bold, a text, then another in bold."""
    head = typographie(f"{debut} ") if debut and text else typographie(debut)
    fragments = [
        {"texte": head, "gras": True},
        {"texte": typographie(text), "gras": False},
        {"texte": typographie(gras), "gras": True},
    ]
    return {"genre": "paragraphe", "fragments": [item for item in fragments if item["texte"]]}


def liste(items: Iterable[str]) -> Bloc:
    """Write a list."""
    return {"genre": "liste", "elements": [typographie(item) for item in items]}


def fiche(rows: Iterable[tuple[str, str]]) -> Bloc:
    """Write names and what they are, side by side."""
    return {"genre": "fiche", "rangees": [[typographie(name), typographie(text)] for name, text in rows]}


def tableau(colonnes: Sequence[Colonne], rows: Iterable[Sequence[str]], totaux: Iterable[int] = ()) -> Bloc:
    """Write a table.

    Args:
        colonnes: its columns.
        rows: its rows, one text a column.
        totaux: ranks of the rows in bold; from the end when they are negative.
    """
    cells = [[typographie(cell) for cell in row] for row in rows]
    return {
        "genre": "tableau",
        "colonnes": [
            {"titre": typographie(item.titre), "largeur": item.largeur, "chiffres": item.chiffres} for item in colonnes
        ],
        "rangees": cells,
        "totaux": [rank % len(cells) for rank in totaux] if cells else [],
    }
