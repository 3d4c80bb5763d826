"""A sheet of a workbook, filled from its top: texts as texts, amounts as numbers, formulas with our own value.

Knows: xlsxwriter, formats. Must not know: what the cells mean.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, decimal_text
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MONTANT = "#,##0.00"
"""A French spreadsheet shows it « 1 234,56 »."""
JOUR = "dd/mm/yyyy"


class Euros(NamedTuple):
    """An amount."""

    cents: int


class Formule(NamedTuple):
    """A formula and the amount that it gives."""

    texte: str
    """« =SUM(H3:H9) »."""
    cents: int


Cellule = str | int | date | Euros | Formule | None


class Feuille:
    """A sheet, and the row where the next one is written."""

    def __init__(self, book: Workbook, nom: str) -> None:
        self.nom = nom
        self.rang = 0
        """Rows written: the number, in a formula, of the last one."""
        self._sheet = book.add_worksheet(nom)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&Rpage &P sur &N")
        self._formats = {bold: _formats(book, bold=bold) for bold in (False, True)}

    def widths(self, *characters: int) -> None:
        """Set the widths of the columns."""
        for column, width in enumerate(characters):
            self._sheet.set_column(column, column, width)

    def titles(self, *names: str) -> None:
        """Write a row of headers, repeated on each printed page when it is the first."""
        if self.rang == 0:
            self._sheet.repeat_rows(0)
            self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            self._sheet.write_string(self.rang, column, terminal(name), self._formats[True]["titre"])
        self.rang += 1

    def row(self, *cells: Cellule, gras: bool = False) -> int:
        """Write a row; return its number in formulas."""
        formats = self._formats[gras]
        for column, cell in enumerate(cells):
            self._write(column, cell, formats)
        self.rang += 1
        return self.rang

    def note(self, text: str) -> None:
        """Write a text over the columns at its right, on one line; nothing when there is none."""
        if text:
            self._sheet.write_string(self.rang, 0, terminal(text))
            self.rang += 1

    def _write(self, column: int, cell: Cellule, formats: dict[str, Format]) -> None:
        match cell:
            case None | "":
                return
            case Euros(cents=cents):
                self._sheet.write_number(self.rang, column, Fraction(cents, CENTS), formats["montant"])
            case Formule(texte=texte, cents=cents):
                self._sheet.write_formula(self.rang, column, texte, formats["montant"], Decimal(decimal_text(cents)))
            case date():
                midnight = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 (a day of a calendar, no instant)
                self._sheet.write_datetime(self.rang, column, midnight, formats["jour"])
            case int():
                self._sheet.write_number(self.rang, column, cell, formats["texte"])
            case _:
                self._sheet.write_string(self.rang, column, terminal(cell), formats["texte"])


def letter(titles: Sequence[str], title: str) -> str:
    """Return the letter of the column that has a title, among the first twenty-six."""
    return ascii_uppercase[titles.index(title)]


def cell_range(column: str, first: int, last: int, sheet: str = "") -> str:
    """Write a range: « H3:H9 », « Lignes!$H$3:$H$9 » from another sheet."""
    if not sheet:
        return f"{column}{first}:{column}{last}"
    return f"{sheet}!${column}${first}:${column}${last}"


def _formats(book: Workbook, *, bold: bool) -> dict[str, Format]:
    common = {"valign": "top", **({"bold": True} if bold else {})}
    return {
        "titre": book.add_format({**common, "text_wrap": True, "bottom": 1}),
        "texte": book.add_format({**common, "text_wrap": True}),
        "montant": book.add_format({**common, "num_format": MONTANT}),
        "jour": book.add_format({**common, "num_format": JOUR, "align": "left"}),
    }
