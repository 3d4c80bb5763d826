"""`formulas.wording`: a formula in French with its figures, and in its own language."""

from __future__ import annotations

import pytest

from convention.formulas.functions import FONCTIONS, example_of
from convention.formulas.nodes import Consultation, Nom
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text, substitute


def test_a_shared_cost_reads_as_a_hand_calculation() -> None:
    text = substitute(
        parse("cout_maintenance * part(moyens_impression)"),
        {"cout_maintenance": "4 800,00 €"},
        {"moyens_impression": "14 ÷ 412 moyens d'impression"},
    )
    assert text == "4 800,00 € × 14 ÷ 412 moyens d'impression"


def test_a_sum_of_costs_keeps_its_parentheses() -> None:
    text = substitute(
        parse("(maintenance + hebergement) * part(abaque)"),
        {"maintenance": "21 000,00 €", "hebergement": "9 000,00 €"},
        {"abaque": "1 450 ÷ 12 500 dossiers"},
    )
    assert text == "(21 000,00 € + 9 000,00 €) × 1 450 ÷ 12 500 dossiers"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a * b) + c", "a × b + c"),
        ("a + (b - c)", "a + b − c"),
        ("a - (b - c)", "a − (b − c)"),
        ("a * (b / c)", "a × b ÷ c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("(a + b) / c", "(a + b) ÷ c"),
        ("-(a * b)", "−a × b"),
        ("-(a + b)", "−(a + b)"),
        ("a - -b", "a − (−b)"),
        ("a + (-b * c)", "a + (−b × c)"),
        ("--a", "−(−a)"),
        ("(-a) * b", "−a × b"),
        ("0.50 * a", "0,5 × a"),
        ("min(a; b)", "le plus petit de (a\u202f; b)"),
        ("2 * max(a; b + 1; c)", "2 × le plus grand de (a\u202f; b + 1\u202f; c)"),
        ("si(a <= b; a + 1; c)", "si a ≤ b alors a + 1 sinon c"),
        ("2 * si(a >= b; a; c)", "2 × (si a ≥ b alors a sinon c)"),
        ("si(a = b; si(b < c; a; b); c)", "si a = b alors (si b < c alors a sinon b) sinon c"),
        ("min(si(a > b; a; c); b)", "le plus petit de (si a > b alors a sinon c\u202f; b)"),
    ],
)
def test_parentheses_stand_only_where_the_value_needs_them(text: str, expected: str) -> None:
    assert expected == substitute(parse(text), {}, {})


def test_a_negative_figure_after_a_sign_is_in_parentheses() -> None:
    assert substitute(parse("a * 3 - b"), {"a": "−2,00 €", "b": "−5,00 €"}, {}) == "−2,00 € × 3 − (−5,00 €)"


def test_a_name_or_a_part_without_text_stays_as_it_is_written() -> None:
    assert substitute(parse("cout * part(k)"), {}, {}) == "cout × part(k)"


def test_a_table_reads_as_its_text_and_one_without_text_stays_as_it_is_written() -> None:
    text = substitute(
        parse("bareme(grille; n) * n + indice(prix; syntec)"),
        {"n": "12 postes", "prix": "30,00 €"},
        {},
        {Consultation("bareme", "grille", (Nom("n"),)): "25,00 €"},
    )
    assert text == "25,00 € × 12 postes + indice(prix; syntec)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cout*part(k)", "cout * part(k)"),
        ("cout / part(k)", "cout / part(k)"),
        ("si(a<=b;max(a;0.50);c)*2", "si(a <= b; max(a; 0.5); c) * 2"),
        ("-(a+b)", "-(a + b)"),
    ],
)
def test_a_formula_is_written_in_its_own_language(text: str, expected: str) -> None:
    assert expected == formula_text(parse(text))


@pytest.mark.parametrize("nom", sorted(FONCTIONS))
def test_each_function_is_written(nom: str) -> None:
    expression = parse(example_of(nom))
    assert example_of(nom) == formula_text(expression)
    assert substitute(expression, {}, {})
