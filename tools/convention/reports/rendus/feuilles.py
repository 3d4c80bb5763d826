"""A sheet of a workbook, filled from its top: texts as texts, amounts as numbers, formulas with our own value.

Knows: xlsxwriter, formats. Must not know: what the cells mean.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.money import CENTS, decimal_text
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MONTANT = "#,##0.00"
"""A French spreadsheet shows it « 1 234,56 »."""
JOUR = "dd/mm/yyyy"
GRIS = "#767676"
HAUTEUR = 15
"""Of a line, in points."""
OUVERT = "#FFF9E5"
"""Behind the cells that may be typed in."""


class Euros(NamedTuple):
    """An amount."""

    cents: int


class Repere(NamedTuple):
    """A number that names, and counts nothing: a year, the rank of a document; on the left, as a text."""

    valeur: int


class Formule(NamedTuple):
    """A formula and the amount that it gives."""

    texte: str
    """« =SUM(H3:H9) »."""
    cents: int


class Saisie(NamedTuple):
    """A cell of a sheet that comes back: what it holds, how it is shown, whether it may be typed in."""

    valeur: str | date | Fraction | None
    montre: str = "General"
    """Number format."""
    ouverte: bool = False
    formule: str = ""
    """Formula that gives the value."""
    effacee: bool = False
    """Whether it is there for the tool, and not to be read: grey, on one line."""


PROTEGE = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}
"""What a protected sheet still allows; it has no password: it guards from a slip, and hides nothing."""


Cellule: TypeAlias = str | int | date | Euros | Repere | Formule | Saisie | None


@contextmanager
def workbook(jour: date, proprietes: Mapping[str, str]) -> Iterator[tuple[Workbook, io.BytesIO]]:
    """Open a workbook, and what its bytes go to once it is left; its date is the one that it is given.

    Nothing is read as a formula, a number or a link but what is written as such.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(content, options)
    book.set_properties({**proprietes, "created": _midnight(jour)})
    yield book, content
    book.close()


class Feuille:
    """A sheet, and the row where the next one is written."""

    def __init__(self, book: Workbook, nom: str) -> None:
        self.nom = nom
        self.rang = 0
        """Rows written: the number, in a formula, of the last one."""
        self.page = self._sheet = book.add_worksheet(nom)
        """The sheet itself, for what few sheets have: lists, protection, hidden rows."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&Rpage &P sur &N")
        self._book = book
        self._formats = {bold: _formats(book, bold=bold) for bold in (False, True)}
        self._saisies: dict[tuple[object, ...], Format] = {}
        self._widths: tuple[int, ...] = ()

    def protect(self) -> None:
        """Let only the open cells be typed in."""
        self._sheet.protect("", PROTEGE)

    def widths(self, *characters: int) -> None:
        """Set the widths of the columns."""
        self._widths = characters
        for column, width in enumerate(characters):
            self._sheet.set_column(column, column, width)

    def columns(self, widths: Mapping[str, int]) -> None:
        """Set the widths of the columns, and write their headers."""
        self.widths(*widths.values())
        self.titles(*widths)

    def titles(self, *names: str) -> None:
        """Write a row of headers, repeated on each printed page when it is the first."""
        if self.rang == 0:
            self._sheet.repeat_rows(0)
            self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            form = self._formats[True]["titre chiffré" if name.endswith("(€)") else "titre"]
            self._sheet.write_string(self.rang, column, terminal(name), form)
        self.rang += 1

    def row(self, *cells: Cellule, gras: bool = False) -> int:
        """Write a row; return its number in formulas."""
        formats = self._formats[gras]
        for column, cell in enumerate(cells):
            match cell:
                case None | "":
                    continue
                case Saisie(formule=""):
                    self._write(column, cell.valeur, self._format(cell, gras=gras))
                case Saisie():
                    value = _shown(cell.valeur) if isinstance(cell.valeur, Fraction) else ""
                    self._sheet.write_formula(self.rang, column, cell.formule, self._format(cell, gras=gras), value)
                case Formule(texte=text, cents=cents):
                    self._sheet.write_formula(self.rang, column, text, formats["montant"], Decimal(decimal_text(cents)))
                case Repere(valeur=number):
                    self._write(column, number, formats["repère"])
                case Euros(cents=cents):
                    self._write(column, Fraction(cents, CENTS), formats["montant"])
                case _:
                    self._write(column, cell, formats["jour" if isinstance(cell, date) else "texte"])
        self.rang += 1
        return self.rang

    def note(self, text: str, *, gras: bool = False) -> None:
        """Write a text over the columns at its right, on the lines that it needs; nothing when there is none.

        Left on one line, it would be wider than the table, and the page printed would shrink both to its width.
        """
        if not text:
            return
        lines = -(-len(text) // max(sum(self._widths), 1)) if len(self._widths) > 1 else 1
        if lines > 1:
            form = self._formats[gras]["texte"]
            self._sheet.merge_range(self.rang, 0, self.rang, len(self._widths) - 1, terminal(text), form)
            self._sheet.set_row(self.rang, lines * HAUTEUR)
        else:
            self._sheet.write_string(self.rang, 0, terminal(text), self._formats[gras]["note"])
        self.rang += 1

    def _write(self, column: int, value: str | date | Fraction | int | None, form: Format) -> None:
        match value:
            case None:
                self._sheet.write_blank(self.rang, column, None, form)
            case str():
                self._sheet.write_string(self.rang, column, terminal(value), form)
            case date():
                self._sheet.write_datetime(self.rang, column, _midnight(value), form)
            case _:
                self._sheet.write_number(self.rang, column, value, form)

    def _format(self, cell: Saisie, *, gras: bool) -> Format:
        wraps = not cell.effacee and not isinstance(cell.valeur, Fraction)
        key = (cell.montre, cell.ouverte, gras, wraps, cell.effacee)
        if key not in self._saisies:
            shown = {"num_format": cell.montre, "locked": not cell.ouverte, "valign": "top", "bold": gras}
            shown |= {"text_wrap": wraps} | ({"font_color": GRIS} if cell.effacee else {})
            shown |= {"bg_color": OUVERT, "border": 1, "border_color": "#C0C0C0"} if cell.ouverte else {}
            self._saisies[key] = self._book.add_format(shown)
        return self._saisies[key]


def _shown(value: Fraction) -> Decimal:
    """Return a number as a spreadsheet holds it: exact when it is a decimal, else to its fifteen digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a day of a calendar, no instant)


def letter(titles: Iterable[str], title: str) -> str:
    """Return the letter of the column that has a title, among the first twenty-six."""
    return ascii_uppercase[[*titles].index(title)]


def cell_range(column: str, first: int, last: int, sheet: str = "") -> str:
    """Write a range: « H3:H9 », « Lignes!$H$3:$H$9 » from another sheet."""
    if not sheet:
        return f"{column}{first}:{column}{last}"
    return f"{_quoted(sheet)}!${column}${first}:${column}${last}"


def cell_at(column: str, rank: int, sheet: str) -> str:
    """Write a cell of another sheet: « 'Quantités et prix'!$E$4 »."""
    return f"{_quoted(sheet)}!${column}${rank}"


def _quoted(sheet: str) -> str:
    return f"'{sheet}'" if " " in sheet else sheet


def _formats(book: Workbook, *, bold: bool) -> dict[str, Format]:
    common = {"valign": "top", **({"bold": True} if bold else {})}
    return {
        "titre": book.add_format({**common, "text_wrap": True, "bottom": 1}),
        "titre chiffré": book.add_format({**common, "text_wrap": True, "bottom": 1, "align": "right"}),
        "note": book.add_format(common),
        "repère": book.add_format({**common, "align": "left"}),
        "texte": book.add_format({**common, "text_wrap": True}),
        "montant": book.add_format({**common, "num_format": MONTANT}),
        "jour": book.add_format({**common, "num_format": JOUR, "align": "left"}),
    }
