"""`formulas.problems`: the typography of a message, what a quotation shows, the order of the problems."""

from __future__ import annotations

import pytest

from convention.base.diagnostic import Ecrire, la_ligne
from convention.formulas.problems import FormulaError, FormulaProblem, make_problem, quote, refuse, sort_problems


def test_a_message_and_its_hint_get_the_spaces_of_french_typography() -> None:
    # No-break inside quotation marks and before a colon, narrow before « ; », « ! » and « ? »; the others stay.
    expected = FormulaProblem(
        "TAR001", "le nom «\u00a0a\u00a0»\u00a0: non\u202f; oui\u202f!", "écrire «\u00a0b\u00a0»\u202f?", 3, 5
    )
    assert expected == make_problem("TAR001", "le nom « a » : non ; oui !", 3, 5, "écrire « b » ?")


def test_a_problem_without_hint_has_an_empty_one() -> None:
    assert FormulaProblem("TAR001", "non", "", 3, 5) == make_problem("TAR001", "non", 3, 5)


def test_a_problem_keeps_what_its_hint_says_to_write_in_its_place_and_around_it() -> None:
    hint = Ecrire("écrire", ("b",), la_ligne("a: b").lignes)
    assert make_problem("TAR001", "non", 3, 5, hint).conseil == hint


def test_what_is_refused_is_an_error_that_carries_its_problem_and_reads_as_its_message() -> None:
    with pytest.raises(FormulaError) as raised:
        refuse("TAR001", "non", 3, 5)
    assert (FormulaProblem("TAR001", "non", "", 3, 5), "non") == (raised.value.problem, str(raised.value))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("x" * 60, f"«\u00a0{'x' * 60}\u00a0»"),
        ("x" * 61, f"«\u00a0{'x' * 60}…\u00a0»"),
        ("a\tb\u202e", "«\u00a0aU+0009bU+202E\u00a0»"),
    ],
    ids=["sixty signs", "sixty-one signs", "unprintable"],
)
def test_a_quotation_is_cut_after_sixty_signs_and_shows_what_does_not_print(text: str, quoted: str) -> None:
    assert quoted == quote(text)


def test_problems_come_once_each_by_place_then_code_then_message() -> None:
    ordered = [
        FormulaProblem("TAR009", "b", "", 0, 2),
        FormulaProblem("TAR001", "b", "", 0, 3),
        FormulaProblem("TAR002", "a", "", 0, 3),
        FormulaProblem("TAR002", "b", "", 0, 3),
        FormulaProblem("TAR001", "a", "", 1, 2),
    ]
    assert tuple(ordered) == sort_problems([*reversed(ordered), ordered[0]])
