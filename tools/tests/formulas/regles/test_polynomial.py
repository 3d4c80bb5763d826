"""`formulas.regles.polynomial`: an expression as a sum of products."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from convention.formulas.columns import fraction_at
from convention.formulas.evaluate import evaluate
from convention.formulas.regles.polynomial import TERMES_MAX, expand
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from tests.formulas.strategies import Formula, beneficiaries, plain_formulas

if TYPE_CHECKING:
    from tests.formulas.strategies import Beneficiaries


def terms(text: str) -> dict[str, Fraction]:
    """Write each product as « a^1 b^-1 », in order of names."""
    return {
        " ".join(sorted(f"{formula_text(factor)}^{power}" for factor, power in monomial)): coefficient
        for monomial, coefficient in expand(parse(text)).items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 * a * (b + 1)", {"a^1 b^1": 2, "a^1": 2}),
        ("a - b", {"a^1": 1, "b^1": -1}),
        ("a - a", {}),
        ("0", {}),
        ("-(a - 3)", {"a^1": -1, "": 3}),
        ("a * b + b * a", {"a^1 b^1": 2}),
        ("(a + b) * (a - b)", {"a^2": 1, "b^2": -1}),
        ("(a + b) * (a + b)", {"a^2": 1, "a^1 b^1": 2, "b^2": 1}),
        ("a / 4 + a * 0.5", {"a^1": Fraction(3, 4)}),
        ("a * b / b", {"a^1": 1}),
        ("a / (2 * b)", {"a^1 b^-1": Fraction(1, 2)}),
        ("a / (b + c)", {"a^1 b + c^-1": 1}),
        ("min(a; b) * 2", {"min(a; b)^1": 2}),
    ],
)
def test_an_expression_is_a_sum_of_products(text: str, expected: dict[str, Fraction]) -> None:
    assert expected == terms(text)


def test_a_product_of_too_many_terms_stays_whole() -> None:
    wide = " + ".join(f"a{index}" for index in range(11))
    assert terms(f"({wide}) * ({wide})") == {f"({wide}) * ({wide})^1": 1}


def test_a_quotient_of_too_many_terms_stays_whole() -> None:
    # 10 × 10 products and c: 101 terms.
    left, right = (" + ".join(f"{letter}{index}" for index in range(10)) for letter in "ab")
    quotient = f"(({left}) * ({right}) + c) / 2"
    assert {f"{quotient}^1": Fraction(1)} == terms(quotient)


def test_a_product_at_the_limit_is_expanded() -> None:
    left, right = (" + ".join(f"{letter}{index}" for index in range(10)) for letter in "ab")
    assert len(terms(f"({left}) * ({right})")) == TERMES_MAX


# Without division: the quotient by zero, which counts for nothing, has no expansion.
@given(plain_formulas(signs="+-*"), beneficiaries())
def test_the_sum_of_the_products_has_the_value_of_the_expression(formula: Formula, people: Beneficiaries) -> None:
    figures = people.figures(0)
    added = Fraction(0)
    for monomial, coefficient in expand(parse(formula.text)).items():
        added += coefficient * prod(fraction_at(evaluate(factor, figures), 0) ** power for factor, power in monomial)
    assert formula.worth(figures) == added
