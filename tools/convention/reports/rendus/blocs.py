"""The blocks that a page is made of, as data: headings, paragraphs, lists, tables; and French typography for print.

Knows: the shape that `pdf.typ` lays out. Must not know: what the blocks tell.
Every text is a string, never markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, MOIS, typeset
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bloc = dict[str, object]
_MOIS = "|".join(MOIS)
_MOTS = "et|ou|à|au|aux|de|du|des|en|sur|par|pour|le|la|les|dont|est|sont"
"""What follows a number without being counted by it."""
_RANGS = "articles?|annexes?|titres?|imputations?|chapitres?|comptes?|exercices?|[Pp]ages?|forfait|acompte|solde|en"
_INSECABLE = re.compile(
    r" (?=\(€\)|\([+\u2212]\d|\*$)|(?<=[nN]°) |(?<=\bà) (?=compléter\])"
    rf"|(?<=\d) (?=(?!(?:{_MOTS})\b)[a-zà-öø-ÿœ]|(?:To|Go)\b)"
    rf"|(?<=[\d\u00a0]) (?=(?:{_MOIS})\b)"
)
_NUMEROTE = re.compile(rf"\b({_MOIS}|{_RANGS}) (?=\d)")
"""A month and its year, « article 8 », « exercice 2026 »."""
_ANNEE = re.compile(r" (?=(?:19|20)\d\d\b)")
"""A year, which never begins a line of a heading."""
_LIGNE = 40
"""Signs of the title that surely fit on a line."""
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
    shown = _NUMEROTE.sub(rf"\1{INSECABLE}", _INSECABLE.sub(INSECABLE, typeset(terminal(text))))
    return _APOSTROPHE.sub("\u2019", shown)


def titre(text: str) -> Bloc:
    """Head the document; what follows its dash stays on one line."""
    name, dash, subject = _heading(text).rpartition(" – ")
    if dash and len(subject) <= _LIGNE:
        return {"genre": "titre", "texte": f"{name}{INSECABLE}– {subject.replace(' ', INSECABLE)}"}
    return {"genre": "titre", "texte": f"{name}{dash}{subject}"}


def partie(text: str) -> Bloc:
    """Head a part."""
    return {"genre": "partie", "texte": _heading(text)}


def sous_partie(text: str) -> Bloc:
    """Head a table of the annex."""
    return {"genre": "sous-partie", "texte": _heading(text)}


def arrete(phrase: str, signature: str) -> Bloc:
    """Close the document: what stops its amount, the place of the signature; never alone on a page."""
    texts = {"phrase": phrase, "signature": signature}
    return {"genre": "arrete", **{name: typographie(text) for name, text in texts.items()}}


def annexe(text: str, *, new_page: bool) -> Bloc:
    """Head an annex, at the top of a page or not."""
    return {"genre": "annexe", "texte": _heading(text), "page": new_page}


def encadre(text: str, blocs: Iterable[Bloc]) -> Bloc:
    """Frame what is read first: its heading, its blocks; a page never cuts it."""
    return {"genre": "encadre", "texte": _heading(text), "blocs": list(blocs)}


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


def tableau(
    colonnes: Sequence[Colonne],
    rows: Iterable[Sequence[str]],
    totaux: Iterable[int] = (),
    *,
    groupes: Iterable[int] = (),
    avec: int = 0,
) -> Bloc:
    """Write a table.

    Args:
        colonnes: its columns.
        rows: its rows, one text a column.
        totaux: ranks of the rows in bold; from the end when they are negative.
        groupes: ranks of the rows that head those below them, which they never leave.
        avec: of a table that hands sign, how many blocks before it stay on its page.
    """
    cells = [[typographie(cell) for cell in row] for row in rows]
    return {
        "genre": "tableau",
        "colonnes": [
            {"titre": typographie(item.titre), "largeur": item.largeur, "chiffres": item.chiffres} for item in colonnes
        ],
        "rangees": cells,
        "totaux": [rank % len(cells) for rank in totaux] if cells else [],
        "groupes": list(groupes),
        "avec": avec,
    }


def _heading(text: str) -> str:
    return _ANNEE.sub(INSECABLE, typographie(text))
