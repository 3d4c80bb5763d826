"""A document to read, as a PDF.

Knows: blocks, and how pages lay them out. Must not know: what a document says, the typesetter (`pdf`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from convention.reports.rendus import blocs as pdf_blocs
from convention.reports.rendus.blocs import Colonne
from convention.reports.rendus.document import ENSEMBLE, Liste, Mention, Paragraphe, Table, Titre
from convention.reports.rendus.pdf import Page, compose

if TYPE_CHECKING:
    from convention.reports.rendus.document import Bloc, Document
    from convention.reports.rendus.table import Tableau

_LONG = 24
"""A column of longer texts takes its share of the width that is left; the others take what they need."""


def pdf_bytes(document: Document, emetteur: str) -> bytes:
    """Write a document as a PDF; its first heading is its name."""
    heading = next(bloc for bloc in document if isinstance(bloc, Titre))
    name, margin = heading.texte, heading.court or heading.texte
    warning = next((bloc.texte for bloc in document if isinstance(bloc, Mention)), "")
    page = Page(titre=name, auteur=emetteur, description=name, mots=(), en_tete=(warning, margin), pied=emetteur)
    return compose(page, map(_block, document))


def _block(bloc: Bloc) -> pdf_blocs.Bloc:
    match bloc:
        case Titre():
            heading = {1: pdf_blocs.titre, 2: pdf_blocs.partie}.get(bloc.niveau, pdf_blocs.sous_partie)
            return heading(bloc.texte)
        case Mention():
            return pdf_blocs.mention(bloc.texte)
        case Paragraphe():
            return pdf_blocs.paragraphe(bloc.texte, debut=bloc.debut)
        case Liste():
            return pdf_blocs.liste(bloc.lignes)
        case Table():
            return _table(bloc.tableau)
        case _:
            assert_never(bloc)


def _table(tableau: Tableau) -> pdf_blocs.Bloc:
    rows = (*tableau.lignes, *tableau.totaux)
    words = [_width([row[rank] for row in rows]) for rank in range(tableau.a_gauche)]
    if tableau.a_signer:
        words = ["1"] * tableau.a_gauche
    elif set(words) == {"auto"}:
        words[0] = "1"
    columns = [
        Colonne(title, words[rank]) if rank < tableau.a_gauche else Colonne(title, chiffres=True)
        for rank, title in enumerate(tableau.entetes)
    ]
    signed = ENSEMBLE if tableau.a_signer else 0
    return pdf_blocs.tableau(columns, rows, range(-len(tableau.totaux), 0), avec=signed)


def _width(texts: list[str]) -> str:
    longest = max(map(len, texts), default=0)
    return str(min(longest, 3 * _LONG)) if longest > _LONG else "auto"
