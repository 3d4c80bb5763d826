"""The convention in full: its articles, each linked to the data, the checks and the pages that hold it.

Knows: articles and where they are implemented. Must not know: HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.checks.texte.clauses import watching
from convention.site.rendu.page import Page, ancre

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.documents.articles import Article, Passage
    from convention.site.ensemble import Site

PAGES_PAR_CLAUSE = {
    "article 3": (("Le catalogue", "annexes/annexe-1.md"),),
    "article 3.1": (("Qui décide d'une adhésion", "gouvernance.md#qui-decide"),),
    "article 4": (("Les services", "annexes/annexe-1.md"),),
    "article 5": (("Interlocuteurs et besoins", "gouvernance.md"),),
    "article 6": (("Qui voit quoi", "rgpd-et-securite.md#niveaux"),),
    "article 7": (("Gouvernance", "gouvernance.md"),),
    "article 8": (("Exercices", "exercices/index.md"), ("Annexe 4", "annexes/annexe-4.md")),
    "article 8.2": (("Clés de répartition", "annexes/annexe-4.md#cles"),),
    "article 8.3": (("Exercices", "exercices/index.md"),),
    "article 9": (("RGPD et sécurité", "rgpd-et-securite.md"),),
    "article 10": (("RGPD et sécurité", "rgpd-et-securite.md"),),
    "article 11": (("Contester", "gouvernance.md#contacts"),),
    "article 12": (("Qui décide quoi", "gouvernance.md#qui-decide"), ("Lectures", "lectures.md")),
    "article 14": (("Exercices", "exercices/index.md"),),
}
"""Pages of the site that implement a clause."""


class Partie(NamedTuple):
    """A clause, as it is read."""

    clause: str
    ancre: str
    titre: str
    passages: tuple[Passage, ...]
    parties: tuple[Partie, ...]
    donnees: tuple[str, ...]
    controles: tuple[str, ...]
    liens: tuple[tuple[str, str], ...]


def pages(site: Site) -> Iterator[Page]:
    """Make the page of the convention: everything but the annexes, which have their own pages."""
    parties = tuple(partie(item) for item in _ordered(site) if not item.clause.startswith("annexe"))
    annexes = tuple(partie(item) for item in _ordered(site) if item.clause.startswith("annexe"))
    yield Page(
        "convention.md",
        "La convention",
        "convention",
        {"parties": parties, "annexes": annexes},
        "marge",
        ("navigation",),
    )


def annexe(site: Site, clause: str) -> Partie | None:
    """Return the text of an annexe, word for word."""
    return next((partie(item) for item in _ordered(site) if item.clause == clause), None)


def partie(article: Article) -> Partie:
    """Gather a clause and where it is held."""
    inner = tuple(_partie(item.clause, item.titre, item.passages, ()) for item in article.sections)
    return _partie(article.clause, article.titre, article.passages, inner)


def _partie(clause: str, titre: str, passages: Sequence[Passage], parties: tuple[Partie, ...]) -> Partie:
    data = tuple(dict.fromkeys(str(place) for item in passages for place in item.donnees))
    codes = tuple(dict.fromkeys(row.code for item in passages for row in watching(clause, item)))
    links = PAGES_PAR_CLAUSE.get(clause, ())
    return Partie(clause, ancre(clause), titre, tuple(passages), parties, data, codes, links)


def _ordered(site: Site) -> list[Article]:
    return sorted(site.depot.vie.articles.values(), key=lambda item: item.ordre)
