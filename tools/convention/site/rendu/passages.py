"""The passages of a text, laid out as they were written: paragraphs, lists, tables.

Knows: dashes, indents, bars between cells. Must not know: HTML, whose text it is.
Bars stand for the cells of the original's tables; the first row of a clause names the columns of all that follow.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.model.texte.articles import Passage


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
