"""Properties of the formulas: totality of the reading, exactness against a naive oracle, faithful wording."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import example, given, reject
from hypothesis import strategies as st

from convention.base.french import FINE, MOINS, nombre
from convention.formulas.evaluate import Colonne, Valeur, amount_for_one, evaluate, fraction_at
from convention.formulas.linear import linearise
from convention.formulas.nodes import Comparaison, Expression, walk
from convention.formulas.problems import FormulaError, FormulaProblem
from convention.formulas.regles.rules import Declares, check
from convention.formulas.regles.units import Unite, parse_unit
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text, substitute
from tests.formulas.strategies import CLES, Beneficiaries, Formula, beneficiaries, plain_formulas, shared_formulas

WORDS = ("a", "k", "part", "min", "max", "si", "(", ")", ";", ",", "+", "-", "*", "/", "<", "=", "1", "0.5", " ", "é")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
UNITS = st.dictionaries(st.sampled_from(("€", "an", "h", "moyen d'impression")), st.integers(-3, 3)).map(
    lambda exponents: Unite(tuple(sorted((symbol, power) for symbol, power in exponents.items() if power)))
)


def values_of(people: Beneficiaries) -> dict[str, Valeur]:
    columns = {cle: Colonne(column, people.divisor) for cle, column in people.quantities.items()}
    return {**people.common, **columns}


def outcome(text: str) -> Expression | FormulaProblem:
    try:
        return parse(text)
    except FormulaError as error:
        return error.problem


def readable(formula: Formula) -> Expression:
    """Read a formula drawn at random, which only a bound may refuse."""
    expression = outcome(formula.text)
    if isinstance(expression, FormulaProblem):
        assert "plus de" in expression.message
        reject()
    return expression


@given(TEXTS)
@example("a" * 3000)
def test_reading_any_text_raises_nothing_but_a_formula_error_at_a_place_of_the_text(text: str) -> None:
    read = outcome(text)
    assert 0 <= read.start <= read.end <= len(text)


@given(text=TEXTS, part_fixe=st.booleans(), partagee=st.booleans())
def test_checking_any_text_returns_sorted_problems_at_places_of_the_text(
    text: str, *, part_fixe: bool, partagee: bool
) -> None:
    declares = Declares({"a": "€/an"}, {"k": "poste"})
    found = check(text, declares, attendu="€/an", part_fixe=part_fixe, partagee=partagee)
    places = [(problem.start, problem.end) for problem in found]
    assert sorted(places) == places
    assert all(0 <= start <= end <= len(text) for start, end in places)


@given(shared_formulas())
def test_the_place_of_each_node_is_its_text(formula: Formula) -> None:
    for node in walk(readable(formula)):
        if not isinstance(node, Comparaison):
            assert node == parse(formula.text[node.start : node.end])


@given(plain_formulas(), beneficiaries())
def test_columns_give_the_same_figures_as_naive_fractions(formula: Formula, people: Beneficiaries) -> None:
    value = evaluate(readable(formula), values_of(people))
    for rang in range(len(people.quantities["k"])):
        assert formula.worth(people.figures(rang)) == fraction_at(value, rang)


@given(shared_formulas(), beneficiaries())
def test_the_linear_form_gives_the_same_amounts_as_naive_fractions(formula: Formula, people: Beneficiaries) -> None:
    forme = linearise(readable(formula))
    valeurs = values_of(people)
    coefficients = [(evaluate(terme.coefficient, valeurs), terme.cle) for terme in forme.parts]
    rest = Fraction(0) if forme.reste is None else evaluate(forme.reste, valeurs)
    for rang in range(len(people.quantities["k"])):
        figures = people.figures(rang)
        shared = sum((fraction_at(value, rang) * figures[f"part({cle})"] for value, cle in coefficients), Fraction(0))
        assert formula.worth(figures) == shared + fraction_at(rest, rang)


@given(shared_formulas(), beneficiaries())
def test_the_amount_of_one_beneficiary_is_that_of_naive_fractions(formula: Formula, people: Beneficiaries) -> None:
    figures = people.figures(0)
    totals = {cle: Fraction(sum(people.quantities[cle]), people.divisor) for cle in CLES}
    assert formula.worth(figures) == amount_for_one(readable(formula), figures, totals)


@given(plain_formulas(), beneficiaries())
def test_a_formula_written_again_has_the_same_value(formula: Formula, people: Beneficiaries) -> None:
    expression = readable(formula)
    values = values_of(people)
    expected, actual = evaluate(expression, values), evaluate(parse(formula_text(expression)), values)
    # Two columns of the same figures may stand over different denominators.
    ranks = range(len(people.quantities["k"]))
    assert [fraction_at(expected, rank) for rank in ranks] == [fraction_at(actual, rank) for rank in ranks]


@given(shared_formulas(choices=False), beneficiaries())
def test_a_formula_in_french_with_its_figures_computes_to_its_amount(formula: Formula, people: Beneficiaries) -> None:
    expression = readable(formula)
    figures = {nom: Fraction(int(value)) for nom, value in people.figures(0).items() if not nom.startswith("part")}
    totals = {cle: figures[cle] + 1 for cle in CLES}
    text = substitute(
        expression,
        {nom: nombre(value) for nom, value in figures.items()},
        {cle: f"{nombre(figures[cle])} ÷ {nombre(totals[cle])}" for cle in CLES},
    )
    assert amount_for_one(expression, figures, totals) == evaluate(parse(by_hand(text)), {})


def by_hand(french: str) -> str:
    """Read French signs as those of a formula."""
    signs = {"×": "*", "÷": "/", MOINS: "-", "le plus petit de ": "min", "le plus grand de ": "max", f"{FINE};": ";"}
    for sign, own in signs.items():
        french = french.replace(sign, own)
    return french.replace(",", ".").replace(FINE, "")


@given(UNITS, UNITS)
def test_units_multiply_and_divide_back(unit: Unite, other: Unite) -> None:
    assert unit == unit * other / other


@given(UNITS.filter(lambda unit: bool(unit.facteurs)))
def test_a_unit_written_is_read_back(unit: Unite) -> None:
    assert unit == parse_unit(str(unit))
