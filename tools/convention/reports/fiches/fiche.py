"""A sheet of a few sections, as a document: the verdict first, what its figures are worth, then the detail.

Knows: the order of a sheet, French spaces. Must not know: what it says, media (`document`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import typeset
from convention.reports.rendus.document import Liste, Mention, Paragraphe, Table, Titre

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.reports.rendus.document import Bloc, Document
    from convention.reports.rendus.table import Tableau


class Section(NamedTuple):
    """A part of a sheet: its title, sentences, points, a table; whatever is empty is not shown."""

    titre: str
    phrases: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tableau: Tableau | None = None


class Fiche(NamedTuple):
    """A sheet: what it is about, its verdict, what its figures are worth, its sections; plain texts."""

    titre: str
    verdict: tuple[str, ...]
    reserves: tuple[str, ...]
    sections: tuple[Section, ...]


def sheet_document(fiche: Fiche) -> Document:
    """Lay a sheet out."""
    head: Document = (
        Titre(typeset(fiche.titre), 1),
        *(Paragraphe(typeset(text)) for text in fiche.verdict),
        *(Mention(typeset(text)) for text in fiche.reserves),
    )
    return (*head, *(bloc for section in fiche.sections for bloc in _section(section)))


def _section(section: Section) -> Iterator[Bloc]:
    yield Titre(typeset(section.titre))
    yield from (Paragraphe(typeset(text)) for text in section.phrases)
    if section.points:
        yield Liste(tuple(map(typeset, section.points)))
    if section.tableau is not None:
        yield Table(section.tableau)
