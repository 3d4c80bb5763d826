"""Amounts written out in words."""

from __future__ import annotations

import pytest

from convention.base.lettres import amount_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (16, "seize"),
        (21, "vingt et un"),
        (60, "soixante"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (200, "deux cents"),
        (280, "deux cent quatre-vingts"),
        (281, "deux cent quatre-vingt-un"),
        (1000, "mille"),
        (1001, "mille un"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (80_000_000, "quatre-vingts millions"),
        (1_000_001, "un million un"),
        (2_300_480, "deux millions trois cent mille quatre cent quatre-vingts"),
        (1_000_000_000, "un milliard"),
        (999_999, "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"),
    ],
)
def test_a_number_is_written_out(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (54_182_73, "cinquante-quatre mille cent quatre-vingt-deux euros et soixante-treize centimes"),
        (0, "zéro euro"),
        (1, "zéro euro et un centime"),
        (1_00, "un euro"),
        (2_50, "deux euros et cinquante centimes"),
        (1_000_000_00, "un million d'euros"),
        (1_000_200_00, "un million deux cents euros"),
        (80_000_000_80, "quatre-vingts millions d'euros et quatre-vingts centimes"),
    ],
)
def test_an_amount_is_written_out(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_out_of_bounds_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        number_in_words(number)
