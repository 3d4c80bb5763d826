"""Plain tables for a terminal and for Markdown: words left, figures right.

Knows: alignment. Must not know: what the cells mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TRAIT = "─"


class Tableau(NamedTuple):
    """A table: headers, rows of printed cells, and the rows printed after a rule (totals)."""

    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    totaux: tuple[tuple[str, ...], ...] = ()
    a_gauche: int = 1
    """Number of first columns that hold words."""


def terminal_table(tableau: Tableau) -> str:
    """Write a table with aligned columns."""
    every = (tableau.entetes, *tableau.lignes, *tableau.totaux)
    widths = [max(len(row[column]) for row in every) for column in range(len(tableau.entetes))]
    rule = "  ".join(TRAIT * width for width in widths)
    lines = [_row(tableau.entetes, widths, tableau.a_gauche), rule]
    lines += [_row(row, widths, tableau.a_gauche) for row in tableau.lignes]
    if tableau.totaux:
        lines += [rule, *(_row(row, widths, tableau.a_gauche) for row in tableau.totaux)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown_table(tableau: Tableau) -> str:
    """Write a table in Markdown; the cells are already escaped, totals come in bold."""
    aligns = ["---" if column < tableau.a_gauche else "---:" for column in range(len(tableau.entetes))]
    bold = [tuple(f"**{cell}**" if cell else "" for cell in row) for row in tableau.totaux]
    return "".join(f"| {' | '.join(row)} |\n" for row in (tableau.entetes, tuple(aligns), *tableau.lignes, *bold))


def _row(cells: Sequence[str], widths: Iterable[int], words: int) -> str:
    padded = [
        cell.ljust(width) if column < words else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded)
