"""`formulas.regles.divisions`: where values divide by zero."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.formulas.evaluate import Colonne
from convention.formulas.regles.divisions import constant_zero_divisions, individual_divisors, zero_divisions
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces

if TYPE_CHECKING:
    from convention.formulas.evaluate import Valeur

VALEURS: dict[str, Valeur] = {"cout": Fraction(10), "duree": Fraction(0), "n": Colonne((0, 1))}


def test_a_quantity_in_a_divisor_is_said_with_what_shares_a_cost() -> None:
    (problem,) = individual_divisors(parse("cout / (duree + k)"), {"k"})
    assert (problem.code, problem.start, problem.end) == ("TAR008", 16, 17)
    assert espaces(problem.hint) == "pour répartir un coût, écrire « coût * part(k) »"


@pytest.mark.parametrize(("text", "count"), [("1 / 0", 1), ("1 / (2 - 2) / (1 - 1)", 2), ("1 / a", 0), ("1 / 2", 0)])
def test_a_divisor_of_numbers_alone_is_known_to_be_zero(text: str, count: int) -> None:
    assert count == len(constant_zero_divisions(parse(text)))


def test_a_division_by_zero_is_said_at_the_divisor() -> None:
    (problem,) = zero_divisions(parse("cout / duree * part(k)"), VALEURS)
    assert (
        problem.code,
        espaces(problem.message),
        problem.start,
        problem.end,
    ) == ("TAR009", "division par zéro : « duree » vaut 0", 7, 12)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("cout / (duree + 1)", 0),
        ("cout / absent", 1),
        ("1 / duree + 2 / duree", 2),
        ("min(1 / duree; 3)", 1),
        ("si(duree > 0; cout / duree; 0)", 0),
        ("si(duree = 0; cout / duree; 0)", 1),
        ("si(1 / duree = 0; 1; 2)", 1),
        ("si(n > 0; cout / duree; 0)", 1),
        ("si(part(k) > 0; cout / duree; 0)", 1),
        ("cout / part(k)", 0),
        ("cout / n", 0),
    ],
)
def test_only_the_divisions_that_happen_count(text: str, count: int) -> None:
    assert count == len(zero_divisions(parse(text), VALEURS))
