"""`formulas.texte.tokens`: numbers, names, signs, and the hint for what people type instead."""

from __future__ import annotations

import pytest

from convention.formulas.texte.tokens import Token, tokenise
from tests.espaces import espaces
from tests.formulas.texte.places import problem_of

NUMBER_HINT = "un nombre s'écrit 4 ou 0.25 : point décimal, six décimales au plus"
NAME_HINT = "un nom n'a que des minuscules sans accent, des chiffres et « _ », et commence par une lettre"


def test_tokens_have_a_kind_a_text_and_a_place() -> None:
    expected = (
        Token("nom", "cout", 0, 4),
        Token("signe", "*", 5, 6),
        Token("nombre", "0.5", 7, 10),
        Token("signe", "<=", 10, 12),
        Token("fin", "", 12, 12),
    )
    assert expected == tokenise("cout * 0.5<=")


@pytest.mark.parametrize("text", ["0", "10", "0.000001", "123456789.123456", "999999999999999"])
def test_a_number_has_at_most_six_decimals_and_fifteen_digits(text: str) -> None:
    assert Token("nombre", text, 0, len(text)) == tokenise(text)[0]


@pytest.mark.parametrize("text", ["007", "1.", "1.1234567", "1.2.3", "1e9", "1_000", "0x1F", "2a", "1e999999999", "1é"])
def test_another_way_to_write_a_number_is_refused(text: str) -> None:
    problem = problem_of(f"a + {text} + 1", tokenise)
    assert f"« {text} » n'est pas un nombre accepté" == espaces(problem.message)
    assert (NUMBER_HINT, 4, 4 + len(text)) == (espaces(problem.hint), problem.start, problem.end)


def test_a_number_of_sixteen_digits_is_refused() -> None:
    problem = problem_of("2 * 1234567890.123456", tokenise)
    assert espaces(problem.message) == "le nombre « 1234567890.123456 » a plus de 15 chiffres"
    assert (problem.code, problem.hint, problem.start, problem.end) == ("TAR001", "", 4, 21)


@pytest.mark.parametrize(
    ("text", "hint", "written"),
    [
        ("coût_achat", "écrire « cout_achat »", ("cout_achat",)),
        ("Cout", "écrire « cout »", ("cout",)),
        ("nb_éléments", "écrire « nb_elements »", ("nb_elements",)),
        ("__import__", NAME_HINT, ()),
        ("_a", NAME_HINT, ()),
        ("œuvre", NAME_HINT, ()),
        ("аdherent", NAME_HINT, ()),
    ],
    ids=["accent", "capital", "accents", "dunder", "underscore", "ligature", "cyrillic"],
)
def test_a_name_is_ascii_lower_case(text: str, hint: str, written: tuple[str, ...]) -> None:
    problem = problem_of(f"2 * {text} + 1", tokenise)
    assert f"le nom « {text} » n'est pas accepté" == espaces(problem.message)
    assert written == problem.a_ecrire
    assert (hint, 4, 4 + len(text)) == (espaces(problem.hint), problem.start, problem.end)


@pytest.mark.parametrize(
    ("text", "place", "decimal"),
    [
        ("min(a, b)", (5, 6), False),
        ("a + 12,5", (6, 7), True),
        ("1,5", (1, 2), True),
        (",1,5", (0, 1), False),
        ("min(2, b)", (5, 6), False),
    ],
)
def test_a_comma_is_refused_with_what_replaces_it(text: str, place: tuple[int, int], *, decimal: bool) -> None:
    hint = "les arguments se séparent par « ; »"
    if decimal:
        hint = f"les décimales s'écrivent avec un point (0.5) ; {hint}"
    problem = problem_of(text, tokenise)
    assert problem.message == "la virgule n'a pas sa place dans une formule"
    assert (place, hint) == ((problem.start, problem.end), espaces(problem.hint))
    assert ((".", ";") if decimal else (";",)) == problem.a_ecrire


@pytest.mark.parametrize(
    ("char", "shown", "hint"),
    [
        ("×", "×", "écrire « * »"),
        ("÷", "÷", "écrire « / »"),
        ("\u2212", "\u2212", "écrire « - »"),
        ("≥", "≥", "écrire « >= »"),
        ("%", "%", "écrire 0.05 pour 5 %"),
        ("^", "^", "la puissance n'existe pas : répéter la multiplication"),
        ("€", "€", "une formule n'écrit pas d'unité : elle se déclare avec la variable"),
        ("[", "[", "seules les parenthèses ( ) groupent"),
        ("\u00a0", "U+00A0", "remplacer cette espace insécable par une espace ordinaire"),
        ("\u202e", "U+202E", "opérateurs : + - * / et parenthèses ( )"),
        ("\x00", "U+0000", "opérateurs : + - * / et parenthèses ( )"),
        ("\ud800", "U+D800", "opérateurs : + - * / et parenthèses ( )"),
        ("١", "١", "opérateurs : + - * / et parenthèses ( )"),
    ],
    ids=[
        "times",
        "divide",
        "minus",
        "ge",
        "percent",
        "power",
        "euro",
        "bracket",
        "nbsp",
        "bidi",
        "nul",
        "half",
        "digit",
    ],
)
def test_a_foreign_character_is_shown_with_what_replaces_it(char: str, shown: str, hint: str) -> None:
    problem = problem_of(f"a {char} b", tokenise)
    assert f"le caractère « {shown} » n'a pas sa place dans une formule" == espaces(problem.message)
    assert (hint, 2, 3) == (espaces(problem.hint), problem.start, problem.end)


def test_a_long_name_is_cut_in_the_message() -> None:
    assert f"le nom « {'A' * 60}… » n'est pas accepté" == espaces(problem_of("A" * 1000, tokenise).message)
