"""Plain tables for a terminal and for Markdown: words left, figures right.

Knows: alignment. Must not know: what the cells mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TRAIT = "─"


class Tableau(NamedTuple):
    """A table: headers, rows of printed cells, and the rows printed after a rule (totals)."""

    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    totaux: tuple[tuple[str, ...], ...] = ()
    a_gauche: int = 1
    """Number of first columns that hold words."""
    mots_a_la_fin: int = 0
    """Number of last columns that hold words."""
    a_signer: bool = False
    """Whether hands sign in its last row: it is tall, and the table is never alone on a page."""

    def holds_words(self, column: int) -> bool:
        """Tell whether a column holds words: it is aligned on the left."""
        return column < self.a_gauche or column >= len(self.entetes) - self.mots_a_la_fin


def escaped(tableau: Tableau, escape: Callable[[str], str]) -> Tableau:
    """Return a table whose cells are escaped for a medium."""
    return tableau._replace(
        entetes=tuple(map(escape, tableau.entetes)),
        lignes=tuple(tuple(map(escape, row)) for row in tableau.lignes),
        totaux=tuple(tuple(map(escape, row)) for row in tableau.totaux),
    )


def terminal_table(tableau: Tableau) -> str:
    """Write a table with aligned columns."""
    every = (tableau.entetes, *tableau.lignes, *tableau.totaux)
    widths = [max(len(row[column]) for row in every) for column in range(len(tableau.entetes))]
    rule = "  ".join(TRAIT * width for width in widths)
    lines = [_row(tableau, tableau.entetes, widths), rule]
    lines += [_row(tableau, row, widths) for row in tableau.lignes]
    lines += [rule] if tableau.lignes and tableau.totaux else []
    lines += [_row(tableau, row, widths) for row in tableau.totaux]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown_table(tableau: Tableau) -> str:
    """Write a table in Markdown; the cells are already escaped, totals come in bold."""
    aligns = ["---" if tableau.holds_words(column) else "---:" for column in range(len(tableau.entetes))]
    bold = [tuple(f"**{cell}**" if cell else "" for cell in row) for row in tableau.totaux]
    return "".join(f"| {' | '.join(row)} |\n" for row in (tableau.entetes, tuple(aligns), *tableau.lignes, *bold))


def _row(tableau: Tableau, cells: Sequence[str], widths: Iterable[int]) -> str:
    padded = [
        cell.ljust(width) if tableau.holds_words(column) else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded)
