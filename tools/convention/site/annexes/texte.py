"""The convention in full: its articles, laid out as they were written, each linked to the data and the checks.

Knows: articles and where they are implemented. Must not know: HTML, the other pages, that say which clause they carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.checks.texte.clauses import clauses, words_of
from convention.model.texte.articles import Article, Passage, SectionArticle
from convention.site.rendu.page import Page, ancre
from convention.site.rendu.page import annexe as annexe_de

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.site.ensemble import Site


class Partie(NamedTuple):
    """A clause, as it is read."""

    clause: str
    ancre: str
    titre: str
    passages: tuple[Passage, ...]
    parties: tuple[Partie, ...]
    donnees: tuple[str, ...]
    controles: tuple[str, ...]


def pages(site: Site) -> Iterator[Page]:
    """Make the page of the convention: everything but the annexes that have their own pages."""
    told = {item.clause: annexe_de(site.clauses, item.clause) for item in _ordered(site)}
    parties = tuple(partie(site, item) for item in _ordered(site) if told[item.clause] is None)
    annexes = tuple(partie(site, item) for item in _ordered(site) if told[item.clause] is not None)
    if not parties and not annexes:
        return
    yield Page(
        "convention.md",
        "La convention",
        "convention",
        {"parties": parties, "annexes": annexes},
        "marge",
        ("navigation",),
    )


def annexe(site: Site, regle: str) -> Partie | None:
    """Return the text of the annexe, or of the article, that a rule comes from, word for word."""
    clause = site.clauses.citees(regle)
    return next((partie(site, item) for item in _ordered(site) if item.clause == clause), None)


def dit(site: Site, mots: str, *regles: str) -> str:
    """Return these words when the text of one of these rules has them; nothing else may be quoted from it."""
    cited = site.clauses.de(*regles)
    texts = (passage.texte for item in clauses(site.depot) if item.clause in cited for passage in item.passages)
    return mots if any(words_of(mots) in words_of(text) for text in texts) else ""


def partie(site: Site, texte: Article | SectionArticle) -> Partie:
    """Gather a clause, where it is held and what watches it."""
    inner = tuple(partie(site, item) for item in texte.sections) if isinstance(texte, Article) else ()
    data = tuple(dict.fromkeys(str(place) for item in texte.passages for place in item.donnees))
    watching = (item.messages for item in site.depot.vie.couverture if item.clause == texte.clause)
    codes = tuple(dict.fromkeys(code for messages in watching for code in messages))
    return Partie(texte.clause, ancre(texte.clause), texte.titre, texte.passages, inner, data, codes)


def _ordered(site: Site) -> list[Article]:
    return sorted(site.depot.vie.articles.values(), key=lambda item: item.ordre)
