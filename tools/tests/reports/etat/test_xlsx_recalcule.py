"""The workbook of a statement redoes it: LibreOffice finds the engine's cents, and a changed quantity moves them."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.etat.archive import issued
from convention.reports.etat.etat import delivery_statements, recomputed
from convention.reports.etat.medias.refaire import explained, redoing
from convention.reports.etat.medias.xlsx import DONNEES, xlsx_bytes
from tests.edition.classeur.libreoffice import enregistrer
from tests.essais import nancy
from tests.reports.etat.etats import ESSEY, appel, etat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from convention.reports.etat.valeurs import Etat

ADHERENTS = (ESSEY, "laxou", "nancy")
SCELLES = ("2024-04", "2024-10", "2025-04", "2025-10", "2026-04", "2026-10")


def _statements() -> Iterable[Etat]:
    """List every sealed statement of three adherents, as it was issued, and those of their deliveries."""
    redo = redoing(nancy())
    for nom in ADHERENTS:
        for echeance in SCELLES:
            kept = issued(nancy(), echeance, nom)
            if kept is not None:
                yield redo(kept)
        yield from delivery_statements(nancy(), calculer(resolve(nancy(), 2026)), nom)


def _recomputed(books: Iterable[Workbook]) -> list[Workbook]:
    """Drop every result that was written, and let LibreOffice compute them all."""
    with TemporaryDirectory() as folder:
        paths = []
        for rank, book in enumerate(books):
            paths.append(Path(folder, f"{rank}.xlsx"))
            book.save(paths[-1])
        return [load_workbook(path, data_only=True) for path in enregistrer(paths, "xlsx")]


def _differences(formulas: Workbook, content: bytes, theirs: Workbook) -> tuple[int, list[object]]:
    """Count the formulas, and list the cells that another program finds otherwise, to the cent."""
    ours = load_workbook(io.BytesIO(content), data_only=True)
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    found: list[object] = []
    for cell in cells:
        written, computed = (book[cell.parent.title][cell.coordinate].value for book in (ours, theirs))
        digits = 9 if cell.parent.title == DONNEES else 2
        if not isinstance(computed, int | float) or round(written, digits) != round(computed, digits):
            found.append((cell.parent.title, cell.coordinate, cell.value, written, computed))
    return len(cells), found


@pytest.mark.long
def test_libreoffice_finds_each_amount_of_every_statement_of_three_adherents_to_the_cent() -> None:
    contents = [xlsx_bytes(item) for item in _statements()]
    assert len(contents) >= len(ADHERENTS) * len(SCELLES)
    formulas = [load_workbook(io.BytesIO(content)) for content in contents]
    books = _recomputed(formulas)
    found = [_differences(*written) for written in zip(formulas, contents, books, strict=True)]
    assert [one for _, differences in found for one in differences] == []
    assert sum(number for number, _ in found) > 4000


def test_a_quantity_that_is_changed_moves_its_line_its_part_its_document_and_the_total() -> None:
    item = explained(nancy(), appel("2026-04"), etat("2026-04"))
    book = load_workbook(io.BytesIO(xlsx_bytes(item)))
    row = next(
        row for row in book[DONNEES].iter_rows() if row[4].value == "postes" and "Masse salariale" in str(row[5].value)
    )
    assert (row[2].value, row[3].value) == ("Nombre de postes de travail au 31 décembre de l'année précédente", 112)
    row[3].value = 113
    (found,) = _recomputed([book])
    shown = {row[0]: row[5] for row in found["Synthèse"].iter_rows(values_only=True) if row[0]}
    # 710,60 € more a year, half of it called now.
    assert _figure(shown["Titre 1, n° fictif-2026-0014"]) == "40148.90"
    assert _figure(shown["Total à payer par l'adhérent"]) == "54538.03"


def _figure(value: object) -> str:
    assert isinstance(value, int | float)
    return f"{value:.2f}"


def test_only_the_figures_may_be_typed_in() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(explained(nancy(), appel("2026-04"), etat("2026-04")))))
    assert [sheet.protection.sheet for sheet in book] == [True] * 4
    opened = [
        (sheet.title, cell.coordinate[0])
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    ]
    assert set(opened) == {(DONNEES, "D")}


def test_a_line_that_the_data_do_not_give_any_more_keeps_its_sealed_amount_alone() -> None:
    item = etat("2026-04")
    volet = item.volets[0]
    line = volet.details[1]
    moved = line._replace(somme=line.somme._replace(base=line.somme.base + 1, montant=line.somme.montant + 1))
    changed = item._replace(
        volets=(volet._replace(details=(volet.details[0], moved, *volet.details[2:])), *item.volets[1:])
    )
    sheet = load_workbook(io.BytesIO(xlsx_bytes(explained(nancy(), appel("2026-04"), changed))))["Lignes"]
    assert sheet["J3"].value == (line.somme.base + 1) / 100
    assert str(sheet["J2"].value).startswith("=ROUND(")


def test_a_statement_whose_call_cannot_be_computed_any_more_is_left_as_it_was_sealed() -> None:
    item = etat("2026-04")
    assert redoing(nancy())(item._replace(echeance="2031-04")).volets == item.volets
    assert recomputed(item).volets == item.volets
