"""`formulas.regles.units`: how units are written, and the unit that a formula gives."""

from __future__ import annotations

import pytest

from convention.formulas.functions import FONCTIONS, example_of
from convention.formulas.problems import FormulaError
from convention.formulas.regles.units import SANS_UNITE, GrilleDeclaree, Unite, is_money, parse_unit, unit_and_problems
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces

UNITS = {
    "cout": parse_unit("€/an"),
    "plafond": parse_unit("€/an"),
    "tarif": parse_unit("€/copieur/an"),
    "copieurs": parse_unit("copieur"),
    "taux": parse_unit("1"),
}
UNREADABLE = "une unité s'écrit « € », « €/an », « €/copieur/an », ou « 1 » quand il n'y en a pas"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€", (("€", 1),)),
        ("€/an", (("an", -1), ("€", 1))),
        ("€/copieur/an", (("an", -1), ("copieur", -1), ("€", 1))),
        ("moyen d'impression", (("moyen d'impression", 1),)),
        (" € / boîte aux lettres / an ", (("an", -1), ("boîte aux lettres", -1), ("€", 1))),
        ("h*agent", (("agent", 1), ("h", 1))),
        ("h·h", (("h", 2),)),
        ("1", ()),
        ("1/an", (("an", -1),)),
        ("an/an", ()),
    ],
)
def test_a_unit_is_a_product_of_symbols(text: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert Unite(expected) == parse_unit(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [("", 0), ("  ", 0), ("/an", 0), ("*", 0), ("€/", 1), ("€//an", 1), ("€/ /an", 1), ("h·agent*/an", 7)],
)
def test_a_unit_without_a_symbol_beside_a_sign_is_refused_from_there_on(text: str, start: int) -> None:
    with pytest.raises(FormulaError) as raised:
        parse_unit(text)
    problem = raised.value.problem
    assert ("TAR003", start, len(text)) == (problem.code, problem.start, problem.end)
    assert (f"l'unité « {text} » ne se lit pas", UNREADABLE) == (espaces(problem.message), espaces(problem.hint))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€/copieur/an", "€/copieur/an"),
        ("€/an/copieur", "€/copieur/an"),
        ("h·€", "€·h"),
        ("1/an", "1/an"),
        ("1", "sans unité"),
        ("h/application", "h/application"),
        ("b·a·a", "a·a·b"),
    ],
)
def test_a_unit_is_written_euros_first_and_years_last(text: str, expected: str) -> None:
    assert expected == str(parse_unit(text))


def test_a_unit_of_a_hundred_signs_is_read_and_one_more_is_too_long() -> None:
    assert parse_unit("x" * 100) == Unite((("x" * 100, 1),))
    with pytest.raises(FormulaError) as raised:
        parse_unit("x" * 101)
    problem = raised.value.problem
    assert (problem.code, problem.start, problem.end) == ("TAR003", 100, 101)
    # What is quoted is cut.
    assert (espaces(problem.message), problem.hint) == (f"l'unité « {'x' * 60}… » est trop longue", "")


def test_an_amount_is_what_has_euros_above_whatever_else_it_is_by() -> None:
    every = ("€", "€/copieur/an", "copieur·€", "1", "copieur", "copieur/€", "€/€", "")
    assert [unite for unite in every if is_money(unite)] == ["€", "€/copieur/an", "copieur·€"]


def test_units_multiply_and_divide() -> None:
    assert parse_unit("€/an") == parse_unit("€/copieur/an") * parse_unit("copieur")
    assert parse_unit("€/an") == parse_unit("€") / parse_unit("an")
    assert parse_unit("€/an") / parse_unit("€/an") == SANS_UNITE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cout * part(k)", "€/an"),
        ("tarif * copieurs", "€/an"),
        ("cout / copieurs", "€/copieur/an"),
        ("-cout", "€/an"),
        ("12", "1"),
        ("part(k)", "1"),
        ("cout * (1 + taux)", "€/an"),
        ("cout + tarif * copieurs - plafond", "€/an"),
        ("min(cout; plafond; tarif * copieurs)", "€/an"),
        ("max(0; cout - plafond)", "€/an"),
        ("max(cout - plafond; 0)", "€/an"),
        ("si(copieurs > 0; cout; plafond)", "€/an"),
        ("si(taux < 0.5; 0; cout)", "€/an"),
        ("0 + 0", "1"),
    ],
)
def test_a_formula_has_a_unit(text: str, expected: str) -> None:
    unit, problems = unit_and_problems(parse(text), UNITS)
    # A formula of zeros has no unit of its own: it agrees with any, and is without unit.
    assert (parse_unit(expected), ()) == (unit or SANS_UNITE, problems)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "cout + copieurs",
            (7, 15),
            (
                "« cout » est en « €/an » et « copieurs » est en « copieur » : "
                "on n'additionne que des valeurs de même unité"
            ),
            "",
        ),
        (
            "cout - 10",
            (7, 9),
            "« cout » est en « €/an » et « 10 » est sans unité : on n'additionne que des valeurs de même unité",
            "déclarer « 10 » comme paramètre, avec son unité",
        ),
        (
            "min(cout; plafond; tarif)",
            (19, 24),
            (
                "« cout » est en « €/an » et « tarif » est en « €/copieur/an » : "
                "« min » ne choisit que des valeurs de même unité"
            ),
            "",
        ),
        (
            "si(copieurs > 3; cout; plafond)",
            (14, 15),
            "« copieurs » est en « copieur » et « 3 » est sans unité : on ne compare que des valeurs de même unité",
            "déclarer « 3 » comme paramètre, avec son unité",
        ),
        (
            "si(copieurs > 0; cout; taux * 2)",
            (23, 31),
            "« cout » est en « €/an » et « taux * 2 » est sans unité : « si » ne choisit que des valeurs de même unité",
            "",
        ),
    ],
)
def test_a_disagreement_names_both_values_and_both_units(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    _, (problem, *_) = unit_and_problems(parse(text), UNITS)
    assert ("TAR003", place) == (problem.code, (problem.start, problem.end))
    assert (message, hint) == (espaces(problem.message), espaces(problem.hint))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-(cout + copieurs)", (9, 17)),
        ("(cout + copieurs) * taux", (8, 16)),
        ("taux / (cout + copieurs)", (15, 23)),
        ("min(cout + copieurs; plafond)", (11, 19)),
        ("si(cout + copieurs > 0; 1; 2)", (10, 18)),
    ],
)
def test_a_disagreement_is_found_inside(text: str, place: tuple[int, int]) -> None:
    _, (problem,) = unit_and_problems(parse(text), UNITS)
    assert place == (problem.start, problem.end)


def test_each_disagreement_is_said() -> None:
    _, problems = unit_and_problems(parse("(cout + copieurs) * (taux - tarif)"), UNITS)
    assert [problem.start for problem in problems] == [8, 28]


@pytest.mark.parametrize("text", ["inconnu + cout", "cout + inconnu", "min(inconnu; cout)", "inconnu * cout - cout"])
def test_a_name_of_unknown_unit_agrees_with_all(text: str) -> None:
    assert unit_and_problems(parse(text), UNITS) == (None, ())


@pytest.mark.parametrize("nom", sorted(FONCTIONS))
def test_each_function_has_a_unit(nom: str) -> None:
    euros = parse_unit("€")
    units = dict.fromkeys([*"abcd", "maintenance", "stockage"], euros)
    assert (euros, ()) == unit_and_problems(
        parse(example_of(nom)), units, {"sauvegarde": GrilleDeclaree((euros,), euros)}
    )
