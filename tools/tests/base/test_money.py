"""`base.money`: rounding and plain decimal texts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.money import decimal_digits, decimal_text, exact_text, read_decimal, round_half_up, to_step

FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@pytest.mark.parametrize(
    ("euros", "cents"),
    [
        ("163.1068", 16311),
        ("0.005", 1),
        ("0.004999", 0),
        ("0.015", 2),
        ("2.675", 268),
        ("1.005", 101),
        ("0", 0),
        ("12", 1200),
    ],
)
def test_half_a_cent_goes_up(euros: str, cents: int) -> None:
    assert cents == round_half_up(Fraction(euros))


@pytest.mark.parametrize(
    ("euros", "cents"), [("-0.005", -1), ("-0.004999", 0), ("-2.675", -268), ("-163.1068", -16311)]
)
def test_a_credit_rounds_as_the_mirror_of_its_charge(euros: str, cents: int) -> None:
    assert cents == round_half_up(Fraction(euros))


def test_an_amount_without_any_decimal_writing_is_rounded_exactly() -> None:
    assert round_half_up(Fraction(100, 3)) == 3333


def test_a_number_rounds_to_the_nearest_multiple_of_a_step() -> None:
    assert to_step(Fraction(2, 3), Fraction(1, 1000)) == Fraction("0.667")
    assert to_step(Fraction(-3, 4), Fraction(1, 2)) == -1


@given(FRACTIONS)
def test_a_rounded_amount_is_within_half_a_cent_of_the_exact_one(euros: Fraction) -> None:
    assert abs(round_half_up(euros) - euros * 100) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(16311, "163.11"), (5, "0.05"), (0, "0.00"), (-5, "-0.05"), (-100, "-1.00"), (123456789012, "1234567890.12")],
)
def test_cents_are_written_with_a_point_and_two_digits(cents: int, text: str) -> None:
    assert text == decimal_text(cents)


@given(st.integers())
def test_cents_that_are_written_are_read_back(cents: int) -> None:
    assert read_decimal(decimal_text(cents)) == cents


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(14), "14"),
        (Fraction(0), "0"),
        (Fraction(12, 5), "2.4"),
        (Fraction(1, 20), "0.05"),
        (Fraction(1, 8), "0.125"),
        (Fraction(35, 6), "35/6"),
        (Fraction(-12, 5), "-2.4"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(-1, 20), "-0.05"),
    ],
)
def test_a_quantity_is_written_without_loss(number: Fraction, text: str) -> None:
    assert text == exact_text(number)


@given(FRACTIONS)
def test_a_written_quantity_reads_back_as_itself(number: Fraction) -> None:
    assert number == Fraction(exact_text(number))


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (Fraction(3), 0),
        (Fraction(1, 40), 3),
        (Fraction(1, 125), 3),
        (Fraction(1, 10**30), 30),
        (Fraction(1, 3), None),
    ],
)
def test_the_decimals_that_write_a_number_are_counted(number: Fraction, digits: int | None) -> None:
    assert digits == decimal_digits(number)
