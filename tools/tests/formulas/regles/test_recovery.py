"""`formulas.regles.recovery` (TAR005): a cost is recovered once, and no quantity multiplies a part."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from convention.formulas.columns import fraction_at
from convention.formulas.evaluate import evaluate
from convention.formulas.linear import linearise
from convention.formulas.problems import FormulaProblem, sort_problems
from convention.formulas.regles.recovery import TERMES_MAX, expand, over_recovery
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from tests.espaces import espaces
from tests.formulas.strategies import Formula, beneficiaries, plain_formulas

if TYPE_CHECKING:
    from tests.formulas.strategies import Beneficiaries


FRACTIONS = "les parts d'un même coût s'additionnent à 1 : cout * (0.6 * part(a) + 0.4 * part(b))"
MAJORATION = "si le montant doit être majoré (TVA…), déclarer le coefficient comme paramètre"


def problems_of(text: str) -> tuple[FormulaProblem, ...]:
    return sort_problems(over_recovery(linearise(parse(text)), {"k", "l", "n"}))


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("c * part(k) + c * part(l)", (14, 25), "« c » serait récupéré 2 fois par part(k) et part(l)", FRACTIONS),
        (
            "c * (0.6 * part(k) + 0.5 * part(l))",
            (0, 35),
            "« c » serait récupéré 1,1 fois par part(k) et part(l)",
            FRACTIONS,
        ),
        ("c * part(k) + c * part(k)", (14, 25), "« c » serait récupéré 2 fois par part(k)", FRACTIONS),
        ("2 * c * part(k)", (0, 15), "« c » serait récupéré 2 fois par part(k)", MAJORATION),
        ("c / 0.5 * part(k)", (0, 17), "« c » serait récupéré 2 fois par part(k)", MAJORATION),
        ("(c + d) * part(k) + c * part(l)", (20, 31), "« c » serait récupéré 2 fois par part(k) et part(l)", FRACTIONS),
        (
            "taux * h * part(k) + h * taux * part(l)",
            (21, 39),
            "« h * taux » serait récupéré 2 fois par part(k) et part(l)",
            FRACTIONS,
        ),
        (
            "c / t * part(k) + c / t * part(l)",
            (18, 33),
            "« c / t » serait récupéré 2 fois par part(k) et part(l)",
            FRACTIONS,
        ),
        (
            "1 / t * part(k) + 1 / t * part(l)",
            (18, 33),
            "« 1 / t » serait récupéré 2 fois par part(k) et part(l)",
            FRACTIONS,
        ),
        (
            "c * c / t / t * part(k) + c * c / t / t * part(l)",
            (26, 49),
            "« c * c / t / t » serait récupéré 2 fois par part(k) et part(l)",
            FRACTIONS,
        ),
        (
            "c * part(k) + c * t * part(l)",
            (14, 29),
            "« c » serait récupéré plus d'une fois par part(k) et part(l)",
            FRACTIONS,
        ),
        (
            "min(c; d) * (part(k) + part(l))",
            (0, 31),
            "« min(c; d) » serait récupéré 2 fois par part(k) et part(l)",
            FRACTIONS,
        ),
    ],
)
def test_a_cost_recovered_more_than_once_is_said_at_the_last_term(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    (problem,) = problems_of(text)
    assert ("TAR005", place) == (problem.code, (problem.start, problem.end))
    assert (message, hint) == (espaces(problem.message), espaces(problem.hint))


@pytest.mark.parametrize(
    "text",
    [
        "c * part(k) + d * part(l)",
        "c * (0.6 * part(k) + 0.4 * part(l))",
        "c * (0.5 * part(k) + 0.4 * part(l))",
        "c * t * part(k) + c * (1 - t) * part(l)",
        "c * (1 + t) * part(k)",
        "c * (1 + t) * (0.5 * part(k) + 0.5 * part(l))",
        "2 * taux * heures * part(k)",
        "2 * c * part(k) - c * part(l)",
        "c * part(k) / 2",
        "c * t * part(k) + c * u * part(l)",
        "0.5 * c * part(k) + c * t * part(l)",
        "part(k) + part(l)",
        "tarif * n",
    ],
)
def test_a_cost_recovered_once_or_less_is_sound(text: str) -> None:
    assert problems_of(text) == ()


def test_two_costs_recovered_twice_are_one_mistake_at_one_place() -> None:
    (problem,) = problems_of("(c + d) * part(k) + (c + d) * part(l)")
    assert espaces(problem.message) == "« c » serait récupéré 2 fois par part(k) et part(l)"


def test_two_costs_recovered_twice_at_two_places_are_two_mistakes() -> None:
    found = problems_of("c * part(k) + c * part(l) + b * part(k) + d * part(n) + d * part(k)")
    assert [(problem.start, problem.end) for problem in found] == [(14, 25), (56, 67)]


def test_each_quantity_that_multiplies_a_part_is_said_at_its_place() -> None:
    found = problems_of("c * part(k) * n + min(l; d) * part(k)")
    assert [(problem.code, problem.start, problem.end) for problem in found] == [("TAR005", 14, 15), ("TAR005", 22, 23)]
    assert (
        espaces(found[0].message)
        == "« n » est une quantité : multipliée par « part(k) », la somme des parts n'est plus le coût"
    )
    assert espaces(found[0].hint) == (
        "garder « part(k) », qui répartit un coût, ou « n », qui multiplie un prix, pas les deux"
    )


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
