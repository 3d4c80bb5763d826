"""`formulas.texte.syntax`, `tokens`, `surprises`: what is read, what is refused, where and how it is said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.base.french import FINE, INSECABLE
from convention.formulas.functions import FONCTIONS, example_of
from convention.formulas.nodes import (
    Appel,
    Comparaison,
    Consultation,
    Expression,
    Nom,
    Nombre,
    Operation,
    Oppose,
    Part,
    names,
    parts,
    tables,
    walk,
)
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces
from tests.formulas.texte.places import piece, problem_of

A, B, C = Nom("a"), Nom("b"), Nom("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", Nombre(Fraction(4))),
        ("0.25", Nombre(Fraction(1, 4))),
        ("cout_maintenance2", Nom("cout_maintenance2")),
        ("part(comptes)", Part("comptes")),
        ("part ( abaque )", Part("abaque")),
        ("a + b * c", Operation("+", A, Operation("*", B, C))),
        ("(a + b) * c", Operation("*", Operation("+", A, B), C)),
        ("a - b - c", Operation("-", Operation("-", A, B), C)),
        ("a - (b - c)", Operation("-", A, Operation("-", B, C))),
        ("a / b / c", Operation("/", Operation("/", A, B), C)),
        ("a / b * c", Operation("*", Operation("/", A, B), C)),
        ("-a * b", Operation("*", Oppose(A), B)),
        ("a - -b", Operation("-", A, Oppose(B))),
        ("--a", Oppose(Oppose(A))),
        ("min(a; b; c)", Appel("min", (A, B, C))),
        ("max(a; min(b; c))", Appel("max", (A, Appel("min", (B, C))))),
        ("si(a <= b; a; c)", Appel("si", (Comparaison("<=", A, B), A, C))),
        (
            "si(a = b + 1; 0; c)",
            Appel("si", (Comparaison("=", A, Operation("+", B, Nombre(Fraction(1)))), Nombre(Fraction(0)), C)),
        ),
        ("bareme(g; a; b)", Consultation("bareme", "g", (A, B))),
        ("indice(a + b; r)", Consultation("indice", "r", (Operation("+", A, B),))),
        ("a\n  + b\t* c\r\n", Operation("+", A, Operation("*", B, C))),
    ],
)
def test_a_formula_is_read_with_the_usual_priorities(text: str, expected: Expression) -> None:
    assert expected == parse(text)


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">=", "="])
def test_each_comparison_is_read_in_a_condition(comparator: str) -> None:
    expression = parse(f"si(a {comparator} b; a; b)")
    assert isinstance(expression, Appel)
    condition = expression.arguments[0]
    assert isinstance(condition, Comparaison)
    assert comparator == condition.operateur


def test_blanks_and_useless_parentheses_do_not_change_the_meaning() -> None:
    assert parse("a+b") == parse("( a )  +  (b)")


def test_each_node_knows_its_place_parentheses_included() -> None:
    expression = parse("x * (a + b)")
    assert isinstance(expression, Operation)
    assert (expression.start, expression.end) == (0, 11)
    assert (expression.droite.start, expression.droite.end) == (4, 11)


def test_every_kind_of_node_knows_its_place() -> None:
    text = "-a * (b + 0.5) - si(c >= 1; min(a; part(k)); bareme(g; b) / indice(c; r))"
    pieces = [piece(text, node) for node in walk(parse(text))]
    assert pieces == [
        text,
        "-a * (b + 0.5)",
        "-a",
        "a",
        "(b + 0.5)",
        "b",
        "0.5",
        "si(c >= 1; min(a; part(k)); bareme(g; b) / indice(c; r))",
        "c >= 1",
        "c",
        "1",
        "min(a; part(k))",
        "a",
        "part(k)",
        "bareme(g; b) / indice(c; r)",
        "bareme(g; b)",
        "b",
        "indice(c; r)",
        "c",
    ]


def test_names_come_once_each_in_order_of_appearance() -> None:
    assert names(parse("b * part(k) + min(a; b) * c")) == ("b", "a", "c")


def test_the_tables_that_are_read_come_once_each_in_order_of_appearance() -> None:
    grid, index = Consultation("bareme", "g", (A,)), Consultation("indice", "r", (B,))
    assert tables(parse("bareme(g; a) + indice(b; r) * bareme(g; a)")) == (grid, index)


def test_the_keys_of_parts_come_once_each_in_order_of_appearance() -> None:
    assert parts(parse("a * part(k2) + b * part(k1) - part(k2)")) == ("k2", "k1")


@pytest.mark.parametrize("nom", sorted(FONCTIONS))
def test_the_example_of_each_function_is_a_formula(nom: str) -> None:
    expression = parse(example_of(nom))
    assert isinstance(expression, (Appel, Consultation))
    assert nom == expression.fonction


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        ("", "la formule est vide", "", (0, 0)),
        (" \n ", "la formule est vide", "", (3, 3)),
        ("a +", "la formule s'arrête trop tôt : une valeur est attendue après « + »", "", (3, 3)),
        (
            "9**9**9",
            "une valeur est attendue après « * », et non « * »",
            "la puissance n'existe pas : répéter la multiplication",
            (2, 3),
        ),
        ("a * / b", "une valeur est attendue après « * », et non « / »", "", (4, 5)),
        ("a // b", "une valeur est attendue après « / », et non « / »", "la division s'écrit « / »", (3, 4)),
        ("si(a == b; a; b)", "une valeur est attendue après « = », et non « = »", "l'égalité s'écrit « = »", (6, 7)),
        ("* a", "une valeur est attendue, et non « * »", "", (0, 1)),
        (
            "maintenance part(abaque)",
            "il manque un opérateur entre « maintenance » et « part »",
            "ajouter « * » s'il s'agit d'une multiplication",
            (12, 16),
        ),
        ("(cout * a", "la parenthèse ouverte ici n'est jamais fermée", "ajouter « ) »", (0, 1)),
        ("part(a", "la parenthèse ouverte ici n'est jamais fermée", "ajouter « ) »", (4, 5)),
        ("a)", "cette parenthèse est fermée sans avoir été ouverte", "", (1, 2)),
        ("a; b", "« ; » ne sépare que les arguments d'une fonction", "", (1, 2)),
        ("(a; b)", "« ; » ne sépare que les arguments d'une fonction", "", (2, 3)),
        (
            "a < b",
            "une comparaison ne se place que dans la condition d'un « si »",
            "exemple : si(a < b; c; d)",
            (2, 3),
        ),
        (
            "si(a; b; c)",
            "le premier argument de « si » est une comparaison : < <= > >= ou =",
            "exemple : si(a < b; c; d)",
            (4, 5),
        ),
        ("si(a < b; c)", "« si » attend 3 arguments, et en reçoit 2", "exemple : si(a < b; c; d)", (0, 12)),
        (
            "bareme(grille)",
            "« bareme » attend de 2 à 5 arguments, et en reçoit 1",
            "exemple : bareme(sauvegarde; stockage)",
            (0, 14),
        ),
        ("1 + min(a)", "« min » attend au moins 2 arguments, et en reçoit 1", "exemple : min(a; b)", (4, 10)),
        ("max", "« max » est le nom d'une fonction, suivi d'une parenthèse", "exemple : max(a; b)", (0, 3)),
        ("mim(a; b)", "la fonction « mim » n'existe pas", "vouliez-vous dire « min » ?", (0, 3)),
        (
            "cout (a + b)",
            "la fonction « cout » n'existe pas",
            "fonctions : bareme, indice, max, min, part et si ; pour multiplier, écrire « cout * (…) »",
            (0, 4),
        ),
        (
            "part(a + b)",
            "« part » reçoit le nom d'une clé de répartition, et rien d'autre",
            "exemple : part(postes)",
            (7, 8),
        ),
        (
            "part(min)",
            "« part » reçoit le nom d'une clé de répartition, et rien d'autre",
            "exemple : part(postes)",
            (5, 8),
        ),
    ],
)
def test_what_does_not_follow_the_grammar_is_said_at_its_place(
    text: str, message: str, hint: str, place: tuple[int, int]
) -> None:
    problem = problem_of(text)
    assert ("TAR001", message, hint, place) == (
        problem.code,
        espaces(problem.message),
        espaces(problem.hint),
        (problem.start, problem.end),
    )


def test_the_message_has_french_spaces() -> None:
    assert f"une valeur est attendue après «{INSECABLE}*{INSECABLE}», et non «{INSECABLE}/{INSECABLE}»" == (
        problem_of("a * / b").message
    )
    assert f"vouliez-vous dire «{INSECABLE}min{INSECABLE}»{FINE}?" == problem_of("mim(a; b)").hint
