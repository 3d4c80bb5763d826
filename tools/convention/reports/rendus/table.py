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
    """Number of last columns that hold words; a terminal, too narrow for them, writes them below."""
    a_signer: bool = False
    """Whether hands sign in its last row: it is tall, and the table is never alone on a page."""
    largeurs: tuple[str, ...] = ()
    """Of its first columns in a page: « auto », or a share of the width that is left; else as long as their texts."""
    groupes: tuple[int, ...] = ()
    """Ranks of the rows that head those below them, which they never leave on a page."""
    hors_total: int = 0
    """Number of last rows that no total holds: a page sets them as plain rows."""

    def holds_words(self, column: int) -> bool:
        """Tell whether a column holds words: it is aligned on the left."""
        return column < self.a_gauche or column >= len(self.entetes) - self.mots_a_la_fin

    def parted(self) -> tuple[Tableau, tuple[str, ...]]:
        """Part from a table the words of its last columns, each after the name of its row."""
        keep = len(self.entetes) - self.mots_a_la_fin
        words = ((row[0], " ; ".join(filter(None, row[keep:]))) for row in (*self.lignes, *self.totaux))
        lignes, totaux = (tuple(row[:keep] for row in rows) for rows in (self.lignes, self.totaux))
        figures = self._replace(entetes=self.entetes[:keep], lignes=lignes, totaux=totaux, mots_a_la_fin=0)
        return figures, tuple(f"{name} : {text}" for name, text in words if text)


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
