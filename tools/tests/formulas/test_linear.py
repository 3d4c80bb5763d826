"""`formulas.linear`: Σ Aᵢ·part(kᵢ) + B, coefficients kept whole, misplaced parts refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.formulas.linear import linearise, misplaced_parts
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from tests.espaces import espaces
from tests.formulas.texte.places import placed

if TYPE_CHECKING:
    from tests.formulas.texte.places import Place


@pytest.mark.parametrize(
    ("text", "expected_parts", "expected_rest"),
    [
        ("cout * part(k)", [("cout", "k")], None),
        ("part(k)", [("1", "k")], None),
        ("part(k) * m / 2", [("m / 2", "k")], None),
        ("part(k) / 12", [("1 / 12", "k")], None),
        ("(m + h) * part(k)", [("m + h", "k")], None),
        ("m + h * part(k)", [("h", "k")], "m"),
        ("-(a * part(k))", [("-a", "k")], None),
        ("-part(k)", [("-1", "k")], None),
        ("b - a * part(k)", [("-a", "k")], "b"),
        ("a * part(k) - b", [("a", "k")], "-b"),
        ("a * part(k) - b - c", [("a", "k")], "-b - c"),
        ("cout * (0.6 * part(k) + 0.4 * part(l))", [("cout * 0.6", "k"), ("cout * 0.4", "l")], None),
        ("(a * part(k) + b) * c", [("a * c", "k")], "b * c"),
        ("(a * part(k) + b) / c", [("a / c", "k")], "b / c"),
        ("x * (part(k) - part(l) - y)", [("x", "k"), ("x * -1", "l")], "x * -y"),
        ("a * part(k) + b * part(k)", [("a", "k"), ("b", "k")], None),
        ("min(a; b) * part(k) + tarif * n", [("min(a; b)", "k")], "tarif * n"),
        ("tarif * n", [], "tarif * n"),
    ],
)
def test_a_formula_is_a_sum_of_shared_costs_and_a_rest(
    text: str, expected_parts: list[tuple[str, str]], expected_rest: str | None
) -> None:
    forme = linearise(parse(text))
    coefficients = [(parse(formula_text(terme.coefficient)), terme.cle) for terme in forme.parts]
    assert [(parse(coefficient), cle) for coefficient, cle in expected_parts] == coefficients
    rest = None if forme.reste is None else parse(formula_text(forme.reste))
    assert (None if expected_rest is None else parse(expected_rest)) == rest


def test_a_term_knows_its_place_in_the_text() -> None:
    forme = linearise(parse("fixe + cout * part(k) + tarif * part(l)"))
    assert [(terme.start, terme.end) for terme in forme.parts] == [(7, 21), (24, 39)]


def test_a_subtracted_or_bare_part_knows_its_place_in_the_text() -> None:
    forme = linearise(parse("part(k) - tarif * part(l)"))
    assert [(terme.start, terme.end) for terme in forme.parts] == [(0, 7), (10, 25)]


@pytest.mark.parametrize(
    ("text", "coefficient", "rest"),
    [
        ("d + part(k)", [("1", 4, 11)], [("d", 0, 1)]),
        ("b - a * part(k)", [("-a", 0, 15), ("a", 4, 5)], [("b", 0, 1)]),
        (
            "-(a * part(k) - b)",
            [("-a", 0, 18), ("a", 2, 3)],
            # The minus of « - b » has no first operand left: it is shown at b.
            [("-(-b)", 0, 18), ("-b", 16, 17), ("b", 16, 17)],
        ),
        (
            "2 * (a * part(k) + b) / c",
            [("2 * a / c", 0, 25), ("2 * a", 0, 21), ("2", 0, 1), ("a", 5, 6), ("c", 24, 25)],
            [("2 * b / c", 0, 25), ("2 * b", 0, 21), ("2", 0, 1), ("b", 19, 20), ("c", 24, 25)],
        ),
        (
            "-((a * part(k) + b) * c)",
            [("-a * c", 0, 24), ("a * c", 1, 24), ("a", 3, 4), ("c", 22, 23)],
            [("-b * c", 0, 24), ("b * c", 1, 24), ("b", 17, 18), ("c", 22, 23)],
        ),
        (
            "c * (b - a * part(k))",
            [("c * (-a)", 0, 21), ("c", 0, 1), ("-a", 4, 21), ("a", 9, 10)],
            [("c * b", 0, 21), ("c", 0, 1), ("b", 5, 6)],
        ),
        ("c - (b + a * part(k))", [("-a", 0, 21), ("a", 9, 10)], [("c - b", 0, 21), ("c", 0, 1), ("b", 5, 6)]),
    ],
)
def test_what_the_form_builds_stands_where_the_text_has_the_operation_that_makes_it(
    text: str, coefficient: list[Place], rest: list[Place]
) -> None:
    forme = linearise(parse(text))
    assert [coefficient] == [placed(terme.coefficient) for terme in forme.parts]
    assert rest == placed(forme.reste)


@pytest.mark.parametrize(
    ("text", "places", "where"),
    [
        ("min(a; part(k))", [(7, 14)], "ne se place pas dans « min »"),
        ("cout * max(part(k); part(l))", [(11, 18), (20, 27)], "ne se place pas dans « max »"),
        ("si(part(k) < a; b; c)", [(3, 10)], "ne se place pas dans « si »"),
        ("cout / part(k)", [(7, 14)], "ne se place pas dans un diviseur"),
        ("cout / (1 + part(k))", [(12, 19)], "ne se place pas dans un diviseur"),
        ("a * part(k) * part(l)", [(0, 21)], "une part ne se multiplie pas par une autre part"),
        ("(1 + part(k)) * (a + part(k))", [(0, 29)], "une part ne se multiplie pas par une autre part"),
    ],
)
def test_a_part_that_would_not_share_is_refused_at_its_place(
    text: str, places: list[tuple[int, int]], where: str
) -> None:
    problems = misplaced_parts(parse(text))
    assert places == [(problem.start, problem.end) for problem in problems]
    for problem in problems:
        assert problem.code == "TAR006"
        assert where in espaces(problem.message)


def test_every_misplaced_part_of_a_product_is_said() -> None:
    problems = misplaced_parts(parse("min(a; part(k)) * (part(l) / part(m))"))
    assert [(problem.start, problem.end) for problem in problems] == [(0, 37), (7, 14), (29, 36)]
    assert {espaces(problem.hint) for problem in problems} == {
        "récrire la formule comme une somme de « coût * part(clé) »"
    }


def test_linearise_raises_the_first_misplaced_part() -> None:
    with pytest.raises(FormulaError) as raised:
        linearise(parse("min(a; part(k)) + cout / part(l)"))
    assert (raised.value.problem.code, raised.value.problem.start) == ("TAR006", 7)
