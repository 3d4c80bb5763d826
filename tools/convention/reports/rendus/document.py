"""A document to read: titles, paragraphs, lists, tables, as values that a medium lays out.

Knows: blocks, and how Markdown, a terminal and the pages of a PDF write them. Must not know: what a document says, the
typesetter (`pdf`), Word files (`docx`). Texts are the data's own, escaped for each medium.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, assert_never

from convention.reports.rendus import blocs as pdf_blocs
from convention.reports.rendus.blocs import Colonne
from convention.reports.rendus.escape import markdown, terminal
from convention.reports.rendus.pdf import Page, compose
from convention.reports.rendus.table import Tableau, escaped, markdown_table, terminal_table


class Titre(NamedTuple):
    """A heading."""

    texte: str
    niveau: int = 2
    court: str = ""
    """What the margins of the pages say instead, when it is long."""


class Paragraphe(NamedTuple):
    """A paragraph; its beginning in bold, when it has one: « Article 2 – Annexe 1. »."""

    texte: str
    debut: str = ""


class Mention(NamedTuple):
    """What the figures are worth, before any of them."""

    texte: str


class Liste(NamedTuple):
    """A list."""

    lignes: tuple[str, ...]


ENSEMBLE = 2
"""Blocks that stay on the page of the signatures that follow them: nobody signs a page that says nothing."""
_LONG = 24
"""A column of longer texts takes its share of the width that is left; the others take what they need."""


Bloc: TypeAlias = Titre | Mention | Paragraphe | Liste | Tableau
"""Of a table, the cells are plain texts."""
Document: TypeAlias = tuple[Bloc, ...]


def markdown_text(document: Document) -> str:
    """Write a document in Markdown; nothing of the data's texts is markup."""
    return "\n".join(map(_markdown, document))


def terminal_text(document: Document) -> str:
    """Write a document for a terminal: titles underlined, tables aligned."""
    return "\n".join(map(_plain, document))


def _plain(bloc: Bloc) -> str:
    match bloc:
        case Titre():
            rule = {1: "═", 2: "─"}.get(bloc.niveau, "")
            texte = terminal(bloc.texte)
            return f"{texte}\n{rule * len(texte)}\n" if rule else f"{texte}\n"
        case Mention():
            return f"{terminal(bloc.texte)}\n"
        case Paragraphe():
            return f"{terminal(' '.join(filter(None, (bloc.debut, bloc.texte))))}\n"
        case Liste():
            return "".join(f"- {terminal(ligne)}\n" for ligne in bloc.lignes)
        case Tableau():
            return terminal_table(escaped(bloc, terminal))
        case _:
            assert_never(bloc)


def _markdown(bloc: Bloc) -> str:
    match bloc:
        case Titre():
            return f"{'#' * bloc.niveau} {markdown(bloc.texte)}\n"
        case Mention():
            return f"> {markdown(bloc.texte)}\n"
        case Paragraphe():
            begun = f"**{markdown(bloc.debut)}** " if bloc.debut else ""
            return f"{begun}{markdown(bloc.texte)}\n"
        case Liste():
            return "".join(f"- {markdown(ligne)}\n" for ligne in bloc.lignes)
        case Tableau():
            return markdown_table(escaped(bloc, markdown))
        case _:
            assert_never(bloc)


def pdf_bytes(document: Document, emetteur: str) -> bytes:
    """Write a document as a PDF; its first heading is its name."""
    name = next(bloc.texte for bloc in document if isinstance(bloc, Titre))
    page = Page(titre=name, auteur=emetteur, description=name, mots=(), en_tete=margins(document), pied=emetteur)
    return compose(page, map(_laid_out, document))


def margins(document: Document) -> tuple[str, str]:
    """Return what the top of its pages says, from the second on: what its figures are worth, and what it is."""
    heading = next(bloc for bloc in document if isinstance(bloc, Titre))
    warning = next((bloc.texte for bloc in document if isinstance(bloc, Mention)), "")
    return warning, heading.court or heading.texte


def _laid_out(bloc: Bloc) -> pdf_blocs.Bloc:
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
        case Tableau():
            return _table(bloc)
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
