"""What a message proposes to write is what was meant, and would be accepted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from convention.model.corrections import date_hint, number_hint, read_as, swapped_hint, two_readings
from convention.model.ecriture import NOMBRE, read_jour


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4.900,00", "écrire 4900.00"),
        ("4,900.00", "écrire 4900.00"),
        ("4 900,00 €", "écrire 4900.00"),
        ("4,9", "écrire 4.9"),
        ("1,234,567", "écrire 1234567"),
        ("1.234.567", "écrire 1234567"),
        (".5", "écrire 0.5"),
        ("1,200", "écrire 1200 ou 1.2"),
        ("4,805", "écrire 4805 ou 4.8050"),
        ("quatre", "exemple : 12"),
    ],
)
def test_a_number(text: str, hint: str) -> None:
    assert number_hint(text, NOMBRE, "12") == hint


@given(
    whole=st.integers(1, 999),
    three=st.integers(0, 999),
    sign=st.sampled_from([",", "."]),
    end=st.sampled_from(["", " €"]),
)
def test_a_separator_before_three_digits_reads_two_ways_and_each_is_written_so_that_it_reads_one(
    whole: int, three: int, sign: str, end: str
) -> None:
    readings = two_readings(f"{whole}{sign}{three:03d}{end}")
    assert readings is not None
    assert [Fraction(item) for item in readings] == [whole * 1000 + three, whole + Fraction(three, 1000)]
    assert [two_readings(item) for item in readings] == [None, None]
    assert all(NOMBRE.fullmatch(item) for item in readings)


@pytest.mark.parametrize("text", ["0,125", "1234.500", "1,2", "12,50", "1 200,500", "1200", "1.200.000", "1.2345", "x"])
def test_what_reads_one_way_is_not_asked_again(text: str) -> None:
    assert two_readings(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("15 avril 2026", "écrire 2026-04-15"),
        ("1er Août 2026", "écrire 2026-08-01"),
        ("15/04/2026", "écrire 2026-04-15"),
        ("2026/15/04", "écrire 2026-04-15"),
        ("31/02/2026", "une date s'écrit AAAA-MM-JJ"),
        ("bientôt", "une date s'écrit AAAA-MM-JJ"),
    ],
)
def test_a_date(text: str, hint: str) -> None:
    assert date_hint(text) == hint


@pytest.mark.parametrize(("text", "hint"), [("2026-15-04", "écrire 2026-04-15"), ("2026-02-30", "")])
def test_a_day_and_a_month_that_were_swapped(text: str, hint: str) -> None:
    assert swapped_hint(text) == hint


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12", "un nombre"),
        (".nan", "un nombre"),
        ("2026-01-01", "une date"),
        ("no", "un booléen"),
        ("=", "un signe de YAML"),
    ],
)
def test_what_other_tools_would_read(text: str, kind: str) -> None:
    assert read_as(text) == kind


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1989-12-31", "corriger l'année"),
        ("9999-12-31", "corriger l'année ; une fin qui n'est pas connue ne s'écrit pas"),
    ],
)
def test_a_year_out_of_bounds_is_to_be_mended_or_is_an_end_that_nobody_knows(text: str, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_jour(text)
    assert (refused.value.type, (refused.value.context or {})["hint"]) == ("FOR011", hint)
