"""`base.french`: the typography of everything that a reader meets."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import convention
from convention.base.french import (
    accorde,
    au,
    cite,
    closest,
    compte,
    du,
    ecart,
    enumere,
    euros,
    intervalles,
    jour,
    les_premiers,
    majuscule,
    minuscule,
    montant,
    nearest,
    nombre,
    pluriel,
    pourcentage,
    prix,
    sans_accents,
    sujet,
    typeset,
)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0,00"),
        (7, "0,07"),
        (99_999, "999,99"),
        (123_456, "1\u202f234,56"),
        (488_473_511, "4\u202f884\u202f735,11"),
        (-123_456, "\u22121\u202f234,56"),
        (-7, "\u22120,07"),
    ],
)
def test_an_amount_has_a_comma_thin_spaces_and_a_true_minus(cents: int, text: str) -> None:
    assert text == montant(cents)


def test_the_currency_follows_an_unbreakable_space() -> None:
    assert euros(123_456) == "1\u202f234,56\u00a0€"


@pytest.mark.parametrize(("cents", "text"), [(1_200, "+12,00"), (-1_200, "\u221212,00"), (0, "0,00")])
def test_a_difference_always_shows_its_sign_but_zero_has_none(cents: int, text: str) -> None:
    assert text == ecart(cents)


@pytest.mark.parametrize(
    ("gap", "base", "text"),
    [
        (3_804_780, 484_668_731, "+0,8\u00a0%"),
        (-2_036, 1_504_047, "\u22120,1\u00a0%"),
        (1, 2000, "+0,05\u00a0%"),
        (-1, 2000, "\u22120,05\u00a0%"),
        # In one table, 0,048 and 0,053 are told apart by a hundredth, not by half.
        (-1_653, 3_426_637, "\u22120,05\u00a0%"),
        (-850, 1_598_798, "\u22120,05\u00a0%"),
        (1, 1000, "+0,1\u00a0%"),
        # A zero has no sign, which the difference beside it has.
        (-1, 100_000, "0,00\u00a0%"),
        (-5, 100_000, "\u22120,01\u00a0%"),
        (0, 100, "0,00\u00a0%"),
        (1_234_567, 100, "+1\u202f234\u202f567,0\u00a0%"),
    ],
)
def test_a_percentage_has_one_decimal_and_two_below_a_tenth(gap: int, base: int, text: str) -> None:
    assert text == pourcentage(gap, base)


def test_nothing_has_no_percentage() -> None:
    assert pourcentage(100, 0) == "–"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1450), "1\u202f450"),
        (Fraction(13, 5), "2,6"),
        (Fraction(1, 3), "0,333333…"),
        (Fraction(-5, 2), "\u22122,5"),
        (Fraction(1, 10**7), "0,000000…"),
        (Fraction(0), "0"),
    ],
)
def test_a_number_shows_its_decimals_and_says_when_it_is_cut(number: Fraction, text: str) -> None:
    assert text == nombre(number)


@pytest.mark.parametrize(
    ("euros_exacts", "text"),
    [
        (Fraction(4800), "4\u202f800,00\u00a0€"),
        (Fraction("98.4"), "98,40\u00a0€"),
        (Fraction("0.0125"), "0,0125\u00a0€"),
        (Fraction(2, 3), "0,666666…\u00a0€"),
        (Fraction(-12), "\u221212,00\u00a0€"),
    ],
)
def test_a_price_has_two_decimals_at_least(euros_exacts: Fraction, text: str) -> None:
    assert text == prix(euros_exacts)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 1), "1er\u00a0janvier 2026"),
        (date(2026, 2, 2), "2\u00a0février 2026"),
        (date(2026, 8, 11), "11\u00a0août 2026"),
        (date(2027, 12, 31), "31\u00a0décembre 2027"),
    ],
)
def test_only_the_first_of_the_month_is_an_ordinal(day: date, text: str) -> None:
    assert text == jour(day)


@pytest.mark.parametrize(
    ("count", "noun"),
    [
        (0, "poste"),
        (1, "poste"),
        (Fraction(3, 2), "poste"),
        (Fraction(199, 100), "poste"),
        (2, "postes"),
        (-2, "postes"),
    ],
)
def test_the_plural_starts_at_two(count: int | Fraction, noun: str) -> None:
    assert noun == pluriel(count, "poste")


def test_an_irregular_plural_is_given() -> None:
    assert pluriel(14, "moyen d'impression", "moyens d'impression") == "moyens d'impression"


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1\u00a0erreur"), (1314, "1\u202f314\u00a0erreurs"), (0, "0\u00a0erreur")]
)
def test_a_count_agrees_with_its_noun(count: int, text: str) -> None:
    assert text == compte(count, "erreur")


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("La convention", "la convention"),
        ("L'avis", "l'avis"),
        ("À la clé", "à la clé"),
        ("N° de marché", "n° de marché"),
        ("DSIT", "DSIT"),
        ("S08 Messagerie", "S08 Messagerie"),
        ("S03.5", "S03.5"),
        ("", ""),
    ],
)
def test_a_text_begins_as_within_a_sentence_unless_it_begins_by_a_code(text: str, within: str) -> None:
    assert minuscule(text) == within


@pytest.mark.parametrize(
    ("text", "alone"),
    [("la convention", "La convention"), ("à compter", "À compter"), ("l'ADEME", "L'ADEME"), ("", "")]
    + [(unit, unit) for unit in ("m³", "kWh", "S04")],
)
def test_a_text_begins_as_a_sentence_unless_it_begins_by_the_symbol_of_a_unit(text: str, alone: str) -> None:
    assert majuscule(text) == alone


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["S01"], "S01"), (["S01", "S02"], "S01 et S02"), (["a", "b", "c"], "a, b et c")]
)
def test_words_are_joined_as_they_are_said(words: list[str], text: str) -> None:
    assert text == enumere(words)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([4], "4"), ([1, 2], "1 et 2"), ([1, 2, 3], "1 à 3"), ([1, 3, 4, 6, 7, 8, 11], "1, 3, 4, 6 à 8 et 11")],
)
def test_numbers_that_follow_one_another_are_said_by_their_ends(numbers: list[int], text: str) -> None:
    assert intervalles(numbers) == text


@pytest.mark.parametrize(
    ("words", "text"), [("", ""), ("ab", "a et b"), ("abc", "a, b et 1\u00a0autre"), ("abcd", "a, b et 2\u00a0autres")]
)
def test_the_first_words_are_named_and_the_others_counted(words: str, text: str) -> None:
    assert les_premiers(list(words), 2) == text


@pytest.mark.parametrize(
    ("nom", "text"),
    [
        ("Nancy", "de Nancy"),
        ("Essey-lès-Nancy", "d'Essey-lès-Nancy"),
        ("Le Haillan", "du Haillan"),
        ("Les Mureaux", "des Mureaux"),
        ("Leforest", "de Leforest"),
        ("La Bresse", "de La Bresse"),
        ("CCAS de Laxou", "du CCAS de Laxou"),
        ("Collège du Lac", "du Collège du Lac"),
        ("Métropole du Grand Nancy", "de la Métropole du Grand Nancy"),
        ("Établissement rattaché", "de l'Établissement rattaché"),
        ("École des beaux-arts", "de l'École des beaux-arts"),
        ("SDIS 54", "du SDIS 54"),
        ("EPCC La Fabrique", "de l'EPCC La Fabrique"),
        ("Regroupement pédagogique de la Risle", "du Regroupement pédagogique de la Risle"),
        ("SIVOS de la Risle", "du SIVOS de la Risle"),
        ("Amicale laïque", "de l'Amicale laïque"),
        ("Cinémathèque du Vallon", "de la Cinémathèque du Vallon"),
        ("les Amis du canal", "des Amis du canal"),
        ("l'Office de tourisme", "de l'Office de tourisme"),
        ("assemblée générale", "de l'assemblée générale"),
        ("comité de pilotage", "du comité de pilotage"),
        ("Villers-lès-Nancy", "de Villers-lès-Nancy"),
        ("Houdemont", "de Houdemont"),
        ("habitants", "d'habitants"),
    ],
)
def test_a_place_takes_de_and_a_body_takes_its_article(nom: str, text: str) -> None:
    assert text == du(nom)


@pytest.mark.parametrize(
    ("nom", "text"),
    [("Collège du Lac", "le Collège du Lac"), ("École des beaux-arts", "l'École des beaux-arts"), ("Nancy", "Nancy")],
)
def test_as_a_subject_a_body_takes_its_article_and_a_place_none(nom: str, text: str) -> None:
    assert text == sujet(nom)


@pytest.mark.parametrize(
    ("nom", "verbe"), [("les Amis du canal", "paient"), ("Les Lilas", "paie"), ("Lesquin", "paie"), ("Nancy", "paie")]
)
def test_a_verb_agrees_with_a_name_whose_article_is_plural_and_a_town_is_one(nom: str, verbe: str) -> None:
    assert accorde(nom, "paie", "paient") == verbe


@pytest.mark.parametrize(
    ("nom", "text"),
    [
        ("Collège du Lac", "au Collège du Lac"),
        ("Blanchisserie des Monts", "à la Blanchisserie des Monts"),
        ("École des beaux-arts", "à l'École des beaux-arts"),
        ("Le Vallon", "au Vallon"),
        ("Les Aubépines", "aux Aubépines"),
        ("les Amis du canal", "aux Amis du canal"),
        ("Fontazur", "à Fontazur"),
    ],
)
def test_after_a_preposition_a_body_takes_its_article_and_a_place_none(nom: str, text: str) -> None:
    assert text == au(nom)


def test_quotation_marks_hold_unbreakable_spaces() -> None:
    assert cite("oui") == "«\u00a0oui\u00a0»"


@given(letters=st.text("abc-", min_size=4, max_size=8), numbers=st.lists(st.integers(0, 99), min_size=2, max_size=2))
def test_what_differs_by_a_number_is_not_near(letters: str, numbers: list[int]) -> None:
    asked, known = (f"{letters}{number}" for number in numbers)
    assert (nearest(asked, [known]) == "") == (asked != known)


@pytest.mark.parametrize(
    ("word", "far"), [("postes", "boites"), ("copieurs", "comptes"), ("Maire", "siren"), ("lits", "pots")]
)
def test_letters_in_common_are_not_enough_to_be_near(word: str, far: str) -> None:
    assert (closest(word, [far]), closest(far, [word])) == ("", "")


LETTRES = "abcdefghijklmnopqrstuvwxyz"


@example(word="abaa", place=1, letter="a")
@given(word=st.text(LETTRES, min_size=3, max_size=12), place=st.integers(0, 11), letter=st.sampled_from(LETTRES))
def test_one_wrong_letter_is_always_near(word: str, place: int, letter: str) -> None:
    wrong = place % len(word)
    assert closest(word[:wrong] + letter + word[wrong + 1 :], [word]) == word


@given(word=st.text("abcdefghi", min_size=4, max_size=12), other=st.text("rstuvwxyz", min_size=1, max_size=12))
def test_a_word_is_near_the_names_that_hold_it_and_none_that_share_no_letter(word: str, other: str) -> None:
    held = f"{word}_{other[: len(word) // 2]}"
    assert closest(word, [other, held]) == held


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("libele", "vouliez-vous dire «\u00a0libelle\u00a0»\u202f?"),
        ("xyz", ""),
        ("essey", "vouliez-vous dire «\u00a0essey-les-nancy\u00a0»\u202f?"),
        ("ESSEY-LES-NANCY", "vouliez-vous dire «\u00a0essey-les-nancy\u00a0»\u202f?"),
        ("essay", "vouliez-vous dire «\u00a0essey-les-nancy\u00a0»\u202f?"),
        ("asset", ""),
        ("saint", ""),
    ],
)
def test_a_near_word_is_suggested_and_a_far_one_is_not(word: str, text: str) -> None:
    assert text == nearest(word, ["source", "libelle", "debut", "essey-les-nancy", "saint-max-nord", "saint-loup-sud"])


@pytest.mark.parametrize("word", ["Ville de Nancy", "la commune de Nancy", "mairie-de-nancy"])
def test_the_nearest_town_is_that_of_the_name_without_ville_de(word: str) -> None:
    assert closest(word, ["nancy", "villers-les-nancy", "vandoeuvre-les-nancy"]) == "nancy"


def test_a_sentence_takes_its_unbreakable_spaces_at_once() -> None:
    written = "« Non » : 5 € (3 %) ; pourquoi ? Voilà !"
    printed = "«\u00a0Non\u00a0»\u00a0: 5\u00a0€ (3\u00a0%)\u202f; pourquoi\u202f? Voilà\u202f!"
    assert typeset(written) == typeset(typeset(written)) == printed


ESPACES = {
    "base/french.py": "amounts, days, citations, and the sentence as a whole",
    "base/nombres.py": "reads numbers that hold some",
    "cli/cadre/francais.py": "the colon that click adds to the heading of a list",
    "cli/main.py": "the same",
    "formulas/texte/tokens.py": "reads formulas that hold some",
    "langage/reperes.py": "what stands beside a line in an editor",
    "loading/ecrits/avenants_consignes.py": "reads the sentences that are sealed",
    "loading/yaml/erreurs.py": "refuses them where YAML wants a space",
    "model/valeurs/corrections.py": "reads amounts that hold some",
    "model/valeurs/ecriture.py": "permits them in a text",
    "model/ecrits/avenants_consignes.py": "the number of an avenant, under its seal",
    "releves/lecture_csv.py": "reads numbers that hold some",
    "releves/proposition.py": "takes them away from a source",
    "reports/amendement/mots/textes.py": "the sentence of a change, under the seal of its avenant",
    "reports/amendement/objets/contenu.py": "where a content too long is cut",
    "reports/rendus/typographie.py": "print",
    "site/avenants/effets.py": "reads the sentences that are sealed",
    "site/rendu/typographie.py": "pages",
}
"""The modules that may write or read an unbreakable space, and why."""


def test_unbreakable_spaces_are_nobody_s_but_those_who_finish_a_text_or_read_one() -> None:
    package = Path(convention.__path__[0])
    marks = re.compile(r"\u00a0|\u202f|\\u00a0|\\u202f|\\xa0|\b(?:INSECABLE|FINE)\b")
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if marks.search(path.read_text())}
    assert sorted(ESPACES) == sorted(found)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Œuvres d'été", "oeuvres d'ete"),
        ("L’Haÿ‑les–Roses", "l'hay-les-roses"),
        ("La\u00a0Hague", "la hague"),
    ],
)
def test_a_name_is_the_same_whatever_apostrophe_hyphen_or_space_it_is_typed_with(text: str, plain: str) -> None:
    assert sans_accents(text) == plain
