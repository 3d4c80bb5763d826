"""`engine.releves`: what a series says at a date, and where the year would end, each worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.engine.releves import Realise, held_days, realise, rounded
from convention.model.ecrits.series import Chemin, Entete, Grandeur, Point, Serie
from convention.model.mots.communs import Comptage

POSTES = Grandeur("nancy", "postes")
AUTRE = Grandeur("laxou", "postes")


def jour(mois: int, quantieme: int) -> date:
    return date(2026, mois, quantieme)


JANVIER, DECEMBRE = jour(1, 1), jour(12, 31)


def serie(*points: tuple[date, int], premier: date = JANVIER, dernier: date = DECEMBRE) -> Serie:
    """Return a series of Nancy; another adherent counts 1 000 every day of it."""
    entete = Entete(dernier, "demonstration", "0" * 64, premier, dernier, (), (), 0, 0, 0, 0, 0)
    mine = tuple(Point(POSTES, day, Fraction(valeur)) for day, valeur in points)
    return Serie(Chemin(2026, "parc"), entete, (Point(AUTRE, premier, Fraction(1_000)), *mine))


def asked(found: Serie, comptage: Comptage, day: date) -> tuple[object, ...] | None:
    """Return the day, the value and the projection that a series gives."""
    known = realise(found, POSTES, comptage, day)
    return None if known is None else (known.a_date, known.valeur, known.projection)


def test_nothing_is_known_before_the_first_day_observed() -> None:
    found = serie((jour(3, 1), 5), premier=jour(3, 1))
    assert asked(found, Comptage.A_DATE, jour(2, 28)) is None
    assert asked(found, Comptage.A_DATE, jour(3, 1)) == (jour(3, 1), 5, 5)


def test_a_count_at_a_date_is_the_last_one_up_to_it_and_stays_until_the_end() -> None:
    found = serie((jour(1, 1), 5), (jour(6, 1), 7))
    assert asked(found, Comptage.A_DATE, jour(5, 31)) == (jour(5, 31), 5, 5)
    assert asked(found, Comptage.A_DATE, jour(6, 1)) == (jour(6, 1), 7, 7)


def test_after_the_last_day_observed_what_is_known_is_of_that_day() -> None:
    found = serie((jour(1, 1), 5), dernier=jour(6, 30))
    assert asked(found, Comptage.A_DATE, jour(9, 1)) == (jour(6, 30), 5, 5)


@pytest.mark.parametrize("comptage", [Comptage.A_DATE, Comptage.MOYENNE, Comptage.SUR_PERIODE])
def test_who_is_not_in_the_series_counts_for_nothing(comptage: Comptage) -> None:
    nothing = Fraction(0)
    assert realise(serie(), POSTES, comptage, jour(6, 30)) == Realise(POSTES, jour(6, 30), nothing, nothing)


def test_an_average_weighs_each_value_by_its_days_and_the_last_one_by_those_that_are_left() -> None:
    found = serie((jour(1, 1), 10), (jour(1, 4), 20))
    # 3 days at 10 and 2 at 20, of 5; then 360 more days at 20, of 365.
    average, projection = Fraction(70, 5), rounded(Fraction(70 + 20 * 360, 365))
    assert asked(found, Comptage.MOYENNE, jour(1, 5)) == (jour(1, 5), average, projection)


def test_an_average_counts_from_the_first_day_observed() -> None:
    found = serie((jour(12, 22), 10), premier=jour(12, 22))
    assert asked(found, Comptage.MOYENNE, jour(12, 31)) == (jour(12, 31), 10, 10)


def test_an_average_has_six_decimals() -> None:
    found = serie((jour(1, 1), 1), (jour(1, 3), 0))
    assert asked(found, Comptage.MOYENNE, jour(1, 3)) == (
        jour(1, 3),
        Fraction("0.666667"),
        Fraction("0.005479"),
    )


def test_a_flow_adds_up_and_goes_on_at_its_pace_since_the_first_of_january() -> None:
    found = serie((jour(1, 10), 4), (jour(1, 31), 3), (jour(2, 1), 9), premier=jour(1, 5))
    # 7 in 31 days: 7 × 365 / 31 over the year.
    assert asked(found, Comptage.SUR_PERIODE, jour(1, 31)) == (jour(1, 31), 7, rounded(Fraction(7 * 365, 31)))


def test_what_is_known_says_of_what_it_is() -> None:
    five = Fraction(5)
    assert realise(serie((jour(1, 1), 5)), POSTES, Comptage.A_DATE, jour(1, 2)) == Realise(
        POSTES, jour(1, 2), five, five
    )


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([], 0),
        ([(jour(1, 1), Fraction(2))], 2 * 10),
        # From the 4th only: 7 days.
        ([(jour(1, 4), Fraction(2))], 2 * 7),
        # A value of before the first day holds from that day on.
        ([(date(2025, 12, 1), Fraction(2))], 2 * 10),
        # Replaced before the first day, it never held.
        ([(date(2025, 12, 1), Fraction(9)), (date(2025, 12, 5), Fraction(2))], 2 * 10),
        ([(jour(1, 6), Fraction(1)), (jour(1, 1), Fraction(2))], 2 * 5 + 1 * 5),
        ([(jour(1, 10), Fraction(3))], 3),
    ],
)
def test_a_value_holds_until_the_next_one(points: list[tuple[date, Fraction]], expected: int) -> None:
    assert held_days(points, jour(1, 1), jour(1, 10)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.0000004", "0"), ("0.0000005", "0.000001"), ("1.2345675", "1.234568"), ("1.2345674", "1.234567"), ("3", "3")],
)
def test_half_a_millionth_is_rounded_up(value: str, expected: str) -> None:
    assert rounded(Fraction(value)) == Fraction(expected)
