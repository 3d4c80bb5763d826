"""The workbook of an exercice: its sums are formulas, its values are those of the computation."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from convention.reports.calcul.export import TITRES, classeur, csv_text, tableur
from tests.site.lecture import CHEZ_ESSEY, ESSEY, site_reel

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from convention.engine.lignes import Contribution
    from convention.site.ensemble import Site

JOUR = date(2026, 11, 23)


@pytest.fixture(scope="module")
def site() -> Site:
    return site_reel(CHEZ_ESSEY, JOUR)


@pytest.fixture(scope="module")
def contribution(site: Site) -> Contribution:
    return site.chiffres.contributions[2026]


@pytest.fixture(scope="module")
def octets(site: Site, contribution: Contribution) -> bytes:
    """Write the workbook of an exercice."""
    return classeur(contribution, site.depot, JOUR)


def lire(octets: bytes, *, valeurs: bool) -> Workbook:
    """Open it again: its formulas, or what they gave."""
    return load_workbook(io.BytesIO(octets), data_only=valeurs)


@pytest.mark.parametrize("feuille", ["Par service", "Par nature"])
def test_each_adherent_has_its_row_whose_total_is_a_formula_with_its_value(
    contribution: Contribution, octets: bytes, feuille: str
) -> None:
    formulas, values = lire(octets, valeurs=False)[feuille], lire(octets, valeurs=True)[feuille]
    totals = contribution.totaux.par_adherent
    end, last = len(totals) + 2, values.max_column
    for row in range(2, end + 1):
        assert str(formulas.cell(row, last).value).startswith("=SUM(")
        amounts = [values.cell(row, column).value for column in range(2, last)]
        assert sum(round(100 * float(str(item))) for item in amounts) == round(
            100 * float(str(values.cell(row, last).value))
        )
    assert values.cell(end, 1).value == "Total"
    assert round(100 * float(str(values.cell(end, last).value))) == contribution.totaux.general
    assert values.cell(end + 2, last).value == values.cell(end, last).value


def test_every_line_of_the_computation_is_there_in_words(contribution: Contribution, octets: bytes) -> None:
    sheet = lire(octets, valeurs=True)["Lignes"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(TITRES)
    assert len(rows) == len(contribution.lignes) + 1
    essey = next(row for row in rows if row[2] == "Essey-lès-Nancy" and row[5] == "Serveur d'impression")
    assert essey[6:8] == ("coût indirect annuel", "fonctionnement")
    assert (essey[9], essey[11]) == (14, 163.11)


def test_the_french_table_has_the_lines_of_the_other_and_only_those_of_who_is_asked(
    site: Site, contribution: Contribution
) -> None:
    french = tableur(contribution, site.depot, ESSEY).decode("utf-8-sig").splitlines()
    assert french[0] == ";".join(TITRES)
    assert len(french) == len(csv_text(contribution, site.depot, ESSEY).splitlines())
    assert all(";Essey-lès-Nancy;" in line for line in french[1:])
