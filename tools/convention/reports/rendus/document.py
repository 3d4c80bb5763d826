"""A document to read: titles, paragraphs, lists, tables, as values that a medium lays out.

Knows: blocks, and how Markdown writes them. Must not know: what a document says.
Texts are the data's own; a renderer escapes them for its medium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from convention.reports.rendus.escape import markdown, terminal
from convention.reports.rendus.table import Tableau, markdown_table, terminal_table

if TYPE_CHECKING:
    from collections.abc import Callable


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


class Table(NamedTuple):
    """A table; its cells are plain texts."""

    tableau: Tableau


Bloc: TypeAlias = Titre | Mention | Paragraphe | Liste | Table
Document: TypeAlias = tuple[Bloc, ...]


def markdown_text(document: Document) -> str:
    """Write a document in Markdown; nothing of the data's texts is markup."""
    return "\n".join(_block(bloc) for bloc in document)


def terminal_text(document: Document) -> str:
    """Write a document for a terminal: titles underlined, tables aligned."""
    return "\n".join(_plain(bloc) for bloc in document)


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
        case Table():
            return terminal_table(escaped(bloc.tableau, terminal))
        case _:
            assert_never(bloc)


def escaped(tableau: Tableau, escape: Callable[[str], str]) -> Tableau:
    """Return a table whose cells are escaped for a medium."""
    return tableau._replace(
        entetes=tuple(map(escape, tableau.entetes)),
        lignes=tuple(tuple(map(escape, row)) for row in tableau.lignes),
        totaux=tuple(tuple(map(escape, row)) for row in tableau.totaux),
    )


def _block(bloc: Bloc) -> str:
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
        case Table():
            return markdown_table(escaped(bloc.tableau, markdown))
        case _:
            assert_never(bloc)
