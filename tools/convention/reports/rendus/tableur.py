"""A table for a French spreadsheet, opened by a double click: CSV with semicolons, decimal commas, words as headers.

Knows: how French spreadsheets read CSV. Must not know: what a table says.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from convention.base.money import decimal_text, exact_text, to_step
from convention.base.mots import Mot
from convention.reports.rendus.escape import csv_cell, terminal
from convention.reports.rendus.feuilles import Euros

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Valeur: TypeAlias = str | int | Fraction | Euros | None
"""A text, a word of the model, a number, an amount; nothing when it is not known."""
PAS = Fraction(1, 10**6)
"""What a spreadsheet shows of a number that has no end."""


def csv_francais(titres: Iterable[str], rangs: Iterable[Sequence[Valeur]]) -> bytes:
    """Write a table; the mark at its beginning tells a spreadsheet how accents are written."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(terminal(titre)) for titre in titres])
    writer.writerows([[_french(cell) for cell in row] for row in rangs])
    return buffer.getvalue().encode("utf-8-sig")


def csv_machine(titres: Sequence[str], rangs: Iterable[Sequence[Valeur]]) -> str:
    """Write the same for a program: commas, decimal points, the model's own values.

    A text is kept from being a formula; an amount, which may begin by a minus sign, is none.
    """
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([titres, *([_plain(cell) for cell in row] for row in rangs)])
    return buffer.getvalue()


def _french(cell: Valeur) -> str:
    if isinstance(cell, Fraction):
        return exact_text(to_step(cell, PAS)).replace(".", ",")
    if isinstance(cell, Euros):
        return decimal_text(cell.cents).replace(".", ",")
    return _plain(cell.libelle if isinstance(cell, Mot) else cell)


def _plain(cell: Valeur) -> str:
    match cell:
        case None:
            return ""
        case Euros(cents=cents):
            return decimal_text(cents)
        case Fraction():
            return exact_text(cell)
        case int():
            return str(cell)
        case _:
            return csv_cell(terminal(str(cell)))
