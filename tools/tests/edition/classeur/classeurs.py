"""Workbooks as agents send them back: exported, then changed by openpyxl or in their bytes.

Knows: the exporter, openpyxl, zip. Must not know: what a change is to give.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from convention.edition.classeur.cadre import subject
from convention.edition.classeur.export import workbook_bytes
from convention.edition.classeur.importation import read_changes
from convention.edition.classeur.lecture import read_workbook
from tests.essais import charger
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

    from convention.edition.classeur.importation import Bilan

JOUR = date(2026, 3, 1)
DEPOT = maquette(
    {
        "metropole": Membre("postes: 60, stockage: 4.5"),
        "amont": Membre("postes: 12, stockage: 1.5"),
        "aval": Membre("postes: 8, stockage: 0"),
    },
    {"serveur": Cout("cout: 1200.00", "cout * part(postes)"), "page": Cout("prix: 0.0435", "prix * stockage")},
    exercices={2025: "realise", 2026: "previsionnel"},
)
NOM = "classeur.xlsx"


@cache
def exporte() -> bytes:
    """Export the small repository for 2026."""
    return workbook_bytes(subject(charger(DEPOT).depot, 2026))


def retouche(change: Callable[[Workbook], object], content: bytes | None = None) -> bytes:
    """Change a workbook as a spreadsheet does."""
    book = load_workbook(io.BytesIO(content or exporte()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def case(book: Workbook, feuille: str, ligne: tuple[str, ...], colonne: str) -> Cell:
    """Find a cell by what names its row and its column."""
    sheet = book[feuille]
    names = [[str(cell.value) for cell in row[: len(ligne)]] for row in sheet.iter_rows()]
    found = sheet.cell(names.index(list(ligne)) + 1, [cell.value for cell in sheet[2]].index(colonne) + 1)
    assert hasattr(found, "hyperlink")
    return found  # type: ignore[return-value] # (no merged cell)


def avec(valeur: object, feuille: str = "Quantités", ligne: str = "amont", colonne: str = "postes") -> bytes:
    """Type a value in a cell."""

    def change(book: Workbook) -> None:
        case(book, feuille, tuple(ligne.split(" / ")), colonne).value = valeur  # type: ignore[assignment] # (any value)

    return retouche(change)


def lu(content: bytes, files: Mapping[str, str] = DEPOT) -> Bilan:
    """Read what a workbook changes in a repository."""
    return read_changes(charger(files), read_workbook(NOM, content), JOUR, "essai")


def dites(content: bytes, files: Mapping[str, str] = DEPOT) -> list[str]:
    """Return what is said to be wrong: where, and why."""
    return [f"{item.lieu} : {item.message}".removeprefix(f"{NOM}, ") for item in lu(content, files).fautes]


def remarques(content: bytes) -> list[str]:
    """Return what is said without being wrong."""
    return [f"{item.lieu} : {item.message}".removeprefix(f"{NOM}, ") for item in lu(content).remarques]


def gestes(content: bytes, files: Mapping[str, str] = DEPOT) -> list[tuple[str, dict[str, object]]]:
    """Return the gestures that a workbook asks for, when nothing is wrong."""
    bilan = lu(content, files)
    assert bilan.fautes == ()
    return [(type(item).__name__, dict(item)) for item in bilan.demandes]


def membres(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Replace, or add, members of a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            if info.filename not in changes:
                after.writestr(info, before.read(info))
        for name, data in changes.items():
            after.writestr(name, data)
    return buffer.getvalue()


ESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


MANIFESTE = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def ods(tables: str = "") -> bytes:
    """Write an ODS as no spreadsheet would: only the sheets that are given, in their XML."""
    body = f"<office:document-content {ESPACES}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFESTE)
        archive.writestr("content.xml", f"{body}</office:body></office:document-content>")
    return buffer.getvalue()
