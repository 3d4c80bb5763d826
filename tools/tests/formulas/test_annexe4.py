"""Annexe 4: each cell parses, has its names, its units and its rules, and gives the amount of its example."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.base.money import decimal_text, round_half_up
from convention.formulas.evaluate import amount_for_one
from convention.formulas.regles.rules import Declares, check
from convention.formulas.texte.syntax import parse
from tests.formulas.annexe4 import ANNUEL, DIRECT, FACTUEL, UNITS_OF_KEYS, Row

CELLS = [
    pytest.param(row, unit, unit == "€/an" or rows is FACTUEL, id=f"{unit} {libelle}")
    for rows, unit in ((DIRECT, "€"), (FACTUEL, "€"), (ANNUEL, "€/an"))
    for libelle, row in rows.items()
]


def amount(formule: str, valeurs: dict[str, str], total: dict[str, int]) -> str:
    figures = {nom: Fraction(valeur) for nom, valeur in valeurs.items()}
    totals = {cle: Fraction(valeur) for cle, valeur in total.items()}
    return decimal_text(round_half_up(amount_for_one(parse(formule), figures, totals)))


@pytest.mark.parametrize(("row", "unit", "shared"), CELLS)
def test_a_cell_of_annexe_4_is_sound(row: Row, unit: str, *, shared: bool) -> None:
    found = check(
        row.formule,
        Declares(row.variables, UNITS_OF_KEYS),
        attendu=unit,
        part_fixe=row.part_fixe,
        partagee=shared,
    )
    assert found == ()


@pytest.mark.parametrize(("row", "unit", "shared"), CELLS)
def test_the_example_of_a_cell_of_annexe_4_gives_its_amount(row: Row, unit: str, *, shared: bool) -> None:
    assert unit
    assert isinstance(shared, bool)
    assert row.attendu == amount(row.formule, row.valeurs, row.total)


def test_item_17_sharing_the_whole_would_give_1683_33() -> None:
    row = ANNUEL["IaaS non standard (item 17)"]
    whole = "(maintenance + prestations_changement + mco_systeme) * part(applications)"
    assert amount(whole, row.valeurs, row.total) == "1683.33"


def test_item_18_the_literal_priority_would_give_12300() -> None:
    row = ANNUEL["hébergement externalisé (item 18)"]
    assert amount("maintenance + hebergement * part(abaque)", row.valeurs, row.total) == "12300.00"


@pytest.mark.parametrize(
    ("formule", "code"),
    [
        ("maintenance abaque", "TAR001"),  # item 15: the operator is missing
        ("(cout_maintenance *", "TAR001"),  # item 11: the parenthesis is never closed
        ("maintenance * part(abaque) * applications", "TAR005"),  # item 16: multiplied twice
        ("maintenance + hebergement * part(abaque)", "TAR007"),  # item 18: the literal priority
    ],
)
def test_the_literal_text_of_an_ambiguous_cell_is_refused(formule: str, code: str) -> None:
    variables = {"maintenance": "€/an", "hebergement": "€/an", "cout_maintenance": "€/an"}
    found = check(formule, Declares(variables, UNITS_OF_KEYS), attendu="€/an", part_fixe=False, partagee=True)
    assert code in {problem.code for problem in found}
