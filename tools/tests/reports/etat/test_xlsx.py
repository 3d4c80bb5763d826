"""The workbook of a statement recomputes, shows our values without recomputing, and reads no text as a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from convention.reports.calcul.tableur import Liquidee, Operande
from convention.reports.etat.medias.xlsx import xlsx_bytes
from tests.reports.etat.etats import etat

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from convention.reports.etat.valeurs import Etat


def _book(item: Etat, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_bytes(item)), data_only=values)


def test_it_has_a_summary_the_lines_and_the_quantities() -> None:
    assert _book(etat("2026-04")).sheetnames == ["Synthèse", "Lignes", "Quantités et prix", "Quantités"]


def test_a_total_is_a_sum_and_a_difference_a_subtraction() -> None:
    sheet = _book(etat("2026-04"))["Lignes"]
    assert [sheet[f"{column}16"].value for column in "JLM"] == ["=SUM(J2:J15)", "=SUM(L2:L15)", "=SUM(M2:M15)"]
    assert sheet["M25"].value == "=ROUND(J25-L25,2)"
    balance = _book(etat("2026-10"))["Lignes"]
    assert balance["M2"].value == "=ROUND(J2-L2,2)"


def test_the_summary_adds_the_lines_up_and_shows_their_sum() -> None:
    formulas, values = _book(etat("2026-04"))["Synthèse"], _book(etat("2026-04"), values=True)["Synthèse"]
    criteria = 'Lignes!$E$2:$E$15,"{cost}",Lignes!$G$2:$G$15,"fonctionnement")'
    for row, code, cost, amount in (
        (24, "hors-service", "Masse salariale", 79587.2),
        (25, "S02", "Coûts indirects", 5513.75),
    ):
        expected = f'=SUMIFS(Lignes!$J$2:$J$15,Lignes!$C$2:$C$15,"{code}",{criteria.format(cost=cost)}'
        assert (formulas.cell(row, 4).value, values.cell(row, 4).value) == (expected, amount)


def test_a_document_adds_up_the_lines_that_it_carries() -> None:
    sheet = _book(etat("2026-04"))["Synthèse"]
    lines, numbers = "Lignes!$M$2:$M$29", "Lignes!$O$2:$O$29"
    assert sheet["F5"].value == f"=ROUND(SUMIFS({lines},{numbers},1),2)"
    assert sheet["F7"].value == "=SUM(F5:F6)"
    assert sheet["F8"].value == f"=-ROUND(SUMIFS({lines},{numbers},3),2)"


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    item = etat("2026-04")
    volet = item.volets[0]
    hostile = volet.details[0]._replace(libelle="=HYPERLINK(1)", calcul="+1+1")
    book = _book(item._replace(volets=(volet._replace(details=(hostile, *volet.details[1:])), *item.volets[1:])))
    cells = book["Lignes"]["D2"], book["Lignes"]["H2"]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "=HYPERLINK(1)"), ("s", "+1+1")]


def test_the_same_statement_gives_the_same_bytes_and_bears_the_date_of_the_call() -> None:
    item = etat("2026-04")
    assert xlsx_bytes(item) == xlsx_bytes(item._replace(numero=str(item.numero)))
    created = _book(item).properties.created
    assert created is not None
    assert created.date() == item.jour


def test_a_text_wider_than_its_table_is_read_on_several_lines_and_does_not_widen_the_page_printed() -> None:
    sheet = _book(etat("2026-04"))["Synthèse"]
    (row,) = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("Sources. ")]
    assert f"A{row}:G{row}" in map(str, sheet.merged_cells.ranges)
    assert (sheet.cell(row, 1).alignment.wrap_text, sheet.row_dimensions[row].height) == (True, 45)


def test_the_summary_says_what_budget_year_it_is_about() -> None:
    sheet = _book(etat("2026-04"))["Synthèse"]
    told = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert "Exercice budgétaire : 2026 (acompte) ; décompte définitif de l'exercice 2025" in told


def test_an_amount_stands_under_its_title_and_a_year_or_a_document_as_a_text() -> None:
    sheet = _book(etat("2026-04"))["Lignes"]
    sides = {str(sheet.cell(1, column).value): column for column in range(1, 16)}
    titles = [sheet.cell(1, sides[name]).alignment.horizontal for name in ("Base (€)", "Montant (€)", "Libellé")]
    assert titles == ["right", "right", None]
    assert [sheet.cell(2, sides[name]).alignment.horizontal for name in ("Exercice", "Pièce")] == ["left", "left"]


def test_a_title_runs_over_the_columns_at_its_right() -> None:
    sheet = _book(etat("2026-04"))["Synthèse"]
    assert (sheet["A1"].alignment.wrap_text, sheet["A1"].font.bold) == (None, True)


def test_a_ratio_has_no_unit_and_years_are_in_the_plural() -> None:
    item = etat("2026-04")
    volet = item.volets[0]
    figures = Operande("taux de FCTVA", "0.16404", "1", ""), Operande("durée", "7", "an", "")
    redone = volet.details[1]._replace(liquidee=Liquidee("{0}/{1}", figures, 0))
    book = _book(item._replace(volets=(volet._replace(details=(volet.details[0], redone)),)))
    units = {str(row[2]): row[4] for row in book["Quantités et prix"].iter_rows(values_only=True)}
    assert [units[name] for name in ("Taux de FCTVA", "Durée")] == [None, "ans"]
