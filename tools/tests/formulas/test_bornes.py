"""`formulas.texte.syntax`: the bounds, and how fast a hostile text is refused."""

from __future__ import annotations

from cProfile import Profile
from typing import TYPE_CHECKING

import pytest

from convention.formulas.nodes import names
from convention.formulas.regles.rules import Declares, check
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces
from tests.formulas.texte.places import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable


def work(action: Callable[[], object]) -> int:
    """Count the calls of an action, those of C functions too: a million are about a second, on any machine."""
    profile = Profile()
    profile.runcall(action)
    return sum(entry.callcount for entry in profile.getstats())


LONGUE = "+".join(["a"] * 40) + "+"
"""As long as a formula may be, and refused at its end."""
HOSTILE = [
    "9**9**9",
    "(" * 10_000,
    "(" * 400,
    "(" * 39,
    "-" * 400 + "a",
    "part(" * 90,
    "min(" * 90,
    "__import__('os')",
    "a" * 1_000_000,
    "(" * 1_000_000,
    "+".join(["a"] * 240),
    "a;" * 240,
    "\ud800",
    "1" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_refused_with_the_work_of_a_few_formulas(text: str) -> None:
    problem = problem_of(text)
    assert work(lambda: problem_of(text)) < 10 * work(lambda: problem_of(LONGUE))
    assert problem.code == "TAR001"
    assert 0 <= problem.start <= problem.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2000,
        "(" * 40 + "a" + ")" * 40,
        "-" * 39 + "a",
        " + ".join(["a"] * 40),
        f"min({'; '.join(['a'] * 249)})",
    ],
    ids=["characters", "parentheses", "signs", "operations", "tokens"],
)
def test_a_formula_at_a_bound_is_read(text: str) -> None:
    assert names(parse(text))


TROP_PROFONDE = "la formule emboîte ou enchaîne plus de 40 opérations"
REPARTIR = "répartir le calcul entre plusieurs lignes ou variables"


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        ("a" * 2001, "la formule a 2 001 caractères, pour 2 000 au plus", "", (2000, 2001)),
        # The 41st parenthesis, sign or function; the second name of 41, which the most operations take.
        ("(" * 41 + "a" + ")" * 41, TROP_PROFONDE, REPARTIR, (40, 41)),
        ("-" * 41 + "a", TROP_PROFONDE, REPARTIR, (40, 41)),
        ("-" * 40 + "a", TROP_PROFONDE, REPARTIR, (40, 41)),
        ("min(" * 41, TROP_PROFONDE, REPARTIR, (160, 163)),
        (" + ".join(["a"] * 41), TROP_PROFONDE, REPARTIR, (4, 5)),
        # « min », its parenthesis, 249 names and their separators are 500; the 250th name is one too many.
        (f"min({'; '.join(['a'] * 250)})", "la formule a plus de 500 noms, nombres et signes", "", (751, 752)),
    ],
    ids=["characters", "parentheses", "signs", "sign and name", "functions", "operations", "tokens"],
)
def test_a_formula_beyond_a_bound_is_refused_where_it_exceeds_it(
    text: str, message: str, hint: str, place: tuple[int, int]
) -> None:
    problem = problem_of(text)
    assert (message, hint) == (espaces(problem.message), espaces(problem.hint))
    assert ("TAR001", place) == (problem.code, (problem.start, problem.end))


SUMS = [
    "*".join(f"({'+'.join(f'{letter}{index}' for index in range(20))})" for letter in "abcdefgh"),
    "*".join(f"(a{index} + b{index})" for index in range(38)),
    f"({' + '.join(['part(k)'] * 30)}) * (a0 + a1) * (b0 + b1)",
]


@pytest.mark.parametrize("text", SUMS, ids=["wide", "long", "parts"])
def test_a_formula_that_would_expand_without_end_is_checked_with_the_work_of_a_few_sums(text: str) -> None:
    assert work(lambda: _checked(text)) < 10 * work(lambda: _checked(text.replace("*", "+")))


def _checked(text: str) -> None:
    variables = {f"{letter}{index}": "1" for letter in "abcdefgh" for index in range(40)}
    formula = text if "part" in text else f"{text} * part(k)"
    check(formula, Declares(variables, {"k": "poste"}), attendu="1", part_fixe=False, partagee=True)
