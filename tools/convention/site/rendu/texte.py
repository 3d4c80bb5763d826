"""The convention in full: its articles, laid out as they were written, each linked to the data and the checks.

Knows: articles and where they are implemented; dashes, indents, bars between cells. Must not know: HTML, the other
pages, that say which clause they carry.
Bars stand for the cells of the original's tables; the first row of a clause names the columns of all that follow.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.texte.clauses import clauses, words_of
from convention.model.texte.articles import Article, Passage, SectionArticle
from convention.site.rendu.page import Page, ancre
from convention.site.rendu.page import annexe as annexe_de

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


class Rangee(NamedTuple):
    """A row of a table; a group stands above the rows that it holds, and takes the whole width."""

    cellules: tuple[str, ...]
    groupe: bool = False


class Bloc(NamedTuple):
    """A paragraph (`p`, one line), a list (`ul`: a line, then what stands under it) or a table (`table`)."""

    genre: str
    lignes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    entetes: tuple[str, ...] = ()
    repris: bool = False
    """Whether the columns were named by an earlier table."""
    rangees: tuple[Rangee, ...] = ()


class PassageLu(NamedTuple):
    """A passage and the note that is not in the convention."""

    blocs: tuple[Bloc, ...]
    note: str


def mot_a_mot(passages: Iterable[Passage]) -> tuple[PassageLu, ...]:
    """Lay out the passages of a clause; its tables share their columns."""
    known = tuple(passages)
    lines = [line for passage in known for line in passage.texte.splitlines() if "|" in line]
    plain = [_cells(line) for line in lines if not _dashed(line)]
    heads = plain[0] if plain else ()
    groups = len(plain[1]) if len(plain) > 1 and len(plain) < len(lines) else 0
    found, named = [], False
    for passage in known:
        blocs = tuple(_blocs(passage.texte, heads, groups, named=named))
        named = named or any(bloc.genre == "table" for bloc in blocs)
        found.append(PassageLu(blocs, passage.note or ""))
    return tuple(found)


def paragraphes(text: str) -> tuple[Bloc, ...]:
    """Lay out a text without tables.

    Example:
        « Assurer : », then « - la disponibilité », is a paragraph, then a list of one item.
    """
    return tuple(_blocs(text, (), 0, named=False))


def _blocs(text: str, heads: tuple[str, ...], groups: int, *, named: bool) -> Iterable[Bloc]:
    lines = (line for line in text.splitlines() if line.strip())
    for kind, found in groupby(lines, key=lambda line: _kind(line, heads)):
        run = list(found)
        if kind == "p":
            yield from (Bloc("p", ((line.strip(), ()),)) for line in run)
        elif kind == "ul":
            yield Bloc("ul", _items(run))
        else:
            yield _table(run, heads, groups, named=named)
            named = True


def _kind(line: str, heads: tuple[str, ...]) -> str:
    if heads and "|" in line:
        return "table"
    return "ul" if _dashed(line) else "p"


def _items(lines: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Put the deeper items of a list under the one that they follow."""
    found: list[tuple[str, list[str]]] = []
    outer = len(lines[0]) - len(lines[0].lstrip())
    for line in lines:
        text = line.strip()[2:]
        if found and len(line) - len(line.lstrip()) > outer:
            found[-1][1].append(text)
        else:
            found.append((text, []))
    return tuple((text, tuple(under)) for text, under in found)


def _table(lines: Sequence[str], heads: tuple[str, ...], groups: int, *, named: bool) -> Bloc:
    """Lay out rows; when some are dashed, the others are groups, and the columns are those that groups leave."""
    kept = [line for line in lines if named or _cells(line) != heads]
    columns = heads[groups:]
    rows = []
    for line in kept:
        cells = _cells(line)
        if groups and not _dashed(line):
            rows.append(Rangee(cells, groupe=True))
        else:
            rows.append(Rangee((*cells, *("" for _ in range(len(columns) - len(cells))))))
    return Bloc("table", (), columns, named, tuple(rows))


def _dashed(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _cells(line: str) -> tuple[str, ...]:
    text = line.strip().removeprefix("- ") if _dashed(line) else line
    return tuple(cell.strip() for cell in text.split("|"))
