"""`base.period`: half-open periods, and what part of a year they make."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from convention.base.period import Periode, Prorata, merge, months_index, year_fraction, year_period
from convention.model.valeurs.ecriture import read_seuil

DAYS_2026 = st.dates(date(2026, 1, 1), date(2027, 1, 1))
MODES = st.sampled_from([Prorata.MENSUEL, Prorata.JOURNALIER])
SEUILS = st.integers(1, 31)


def _fraction(debut: date, fin: date, mode: Prorata, seuil: int = 15) -> Fraction:
    return year_fraction(Periode(debut, fin), debut.year, mode, seuil)


def _measured(debut: date, fin: date, mode: Prorata, seuil: int) -> Fraction:
    return Fraction(0) if debut == fin else _fraction(debut, fin, mode, seuil)


@given(st.lists(DAYS_2026, min_size=3, max_size=3).map(sorted), MODES, SEUILS)
def test_two_adjacent_periods_make_exactly_their_union(days: list[date], mode: Prorata, seuil: int) -> None:
    first, second, third = days
    parts = _measured(first, second, mode, seuil) + _measured(second, third, mode, seuil)
    assert _measured(first, third, mode, seuil) == parts


@given(SEUILS)
def test_a_whole_year_is_worth_one_whatever_the_threshold(seuil: int) -> None:
    assert _fraction(date(2026, 1, 1), date(2027, 1, 1), Prorata.MENSUEL, seuil) == 1


@pytest.mark.parametrize("seuil", range(32))
def test_a_threshold_is_the_last_day_of_entry_that_counts_the_month_or_is_refused(seuil: int) -> None:
    try:
        lu = read_seuil(str(seuil))
    except PydanticCustomError:
        assert seuil == 0
        return
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    entries = [day for day in range(1, 32) if _measured(date(2026, 1, day), february, Prorata.MENSUEL, lu)]
    exits = [day for day in range(1, 32) if not _measured(january, date(2026, 1, day), Prorata.MENSUEL, lu)]
    assert entries == exits == list(range(1, seuil + 1))


@given(DAYS_2026, st.integers(1, 28))
def test_a_month_counts_when_its_threshold_day_is_in_the_period(fin: date, seuil: int) -> None:
    debut = date(2026, 1, 1)
    inside = [day for month in range(1, 13) if debut <= (day := date(2026, month, seuil)) < fin]
    assert Fraction(len(inside), 12) == _measured(debut, fin, Prorata.MENSUEL, seuil)


@pytest.mark.parametrize(
    ("debut", "douziemes"),
    [
        (date(2027, 3, 1), 10),
        (date(2027, 3, 15), 10),
        (date(2027, 3, 16), 9),
        (date(2027, 12, 31), 0),
    ],
)
def test_the_month_of_an_entry_is_due_up_to_the_threshold(debut: date, douziemes: int) -> None:
    assert Fraction(douziemes, 12) == _fraction(debut, date(2028, 1, 1), Prorata.MENSUEL)


@pytest.mark.parametrize(
    ("fin", "douziemes"), [(date(2027, 3, 1), 2), (date(2027, 3, 15), 2), (date(2027, 3, 16), 3), (date(2027, 4, 1), 3)]
)
def test_the_month_of_an_exit_is_due_when_its_threshold_is_reached(fin: date, douziemes: int) -> None:
    assert Fraction(douziemes, 12) == _fraction(date(2027, 1, 1), fin, Prorata.MENSUEL)


@pytest.mark.parametrize(
    ("day", "index"), [(date(2026, 1, 1), 24312), (date(2026, 1, 15), 24312), (date(2026, 1, 16), 24313)]
)
def test_the_index_of_a_month_moves_the_day_after_the_threshold(day: date, index: int) -> None:
    assert index == months_index(day, 15)


@pytest.mark.parametrize(
    ("debut", "fin", "fraction"),
    [
        (date(2027, 2, 1), date(2027, 3, 1), Fraction(28, 365)),
        (date(2028, 2, 1), date(2028, 3, 1), Fraction(29, 366)),
        (date(2028, 2, 29), date(2028, 3, 1), Fraction(1, 366)),
        (date(2028, 1, 1), date(2029, 1, 1), Fraction(1)),
    ],
)
def test_days_are_counted_over_the_days_of_their_year(debut: date, fin: date, fraction: Fraction) -> None:
    assert fraction == _fraction(debut, fin, Prorata.JOURNALIER)


def test_without_prorata_one_day_is_worth_the_year() -> None:
    assert _fraction(date(2026, 12, 31), date(2027, 1, 1), Prorata.AUCUN) == 1


def test_an_exercice_ends_on_the_first_of_january_excluded() -> None:
    assert Periode(date(2026, 1, 1), date(2027, 1, 1)) == year_period(2026)


def test_the_day_of_an_exit_belongs_to_who_comes_next() -> None:
    leaving, coming = Periode(date(2026, 1, 1), date(2026, 7, 1)), Periode(date(2026, 7, 1))
    assert None is leaving.intersect(coming)


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        (Periode(date(2026, 1, 1)), Periode(date(2026, 3, 1)), Periode(date(2026, 3, 1))),
        (
            Periode(date(2026, 1, 1), date(2026, 5, 1)),
            Periode(date(2026, 3, 1)),
            Periode(date(2026, 3, 1), date(2026, 5, 1)),
        ),
        (
            Periode(date(2026, 1, 1), date(2026, 5, 1)),
            Periode(date(2025, 1, 1), date(2026, 2, 1)),
            Periode(date(2026, 1, 1), date(2026, 2, 1)),
        ),
        (Periode(date(2026, 5, 1), date(2026, 5, 1)), Periode(date(2026, 1, 1)), None),
    ],
)
def test_the_days_common_to_two_periods(first: Periode, second: Periode, common: Periode | None) -> None:
    assert (common, common) == (first.intersect(second), second.intersect(first))


@pytest.mark.parametrize(
    ("periods", "merged"),
    [
        ([], []),
        (
            [Periode(date(2026, 7, 1)), Periode(date(2026, 1, 1), date(2026, 7, 1))],
            [Periode(date(2026, 1, 1))],
        ),
        (
            [Periode(date(2026, 1, 1), date(2026, 6, 1)), Periode(date(2026, 2, 1), date(2026, 3, 1))],
            [Periode(date(2026, 1, 1), date(2026, 6, 1))],
        ),
        (
            [Periode(date(2026, 1, 1), date(2026, 2, 1)), Periode(date(2026, 3, 1), date(2026, 4, 1))],
            [Periode(date(2026, 1, 1), date(2026, 2, 1)), Periode(date(2026, 3, 1), date(2026, 4, 1))],
        ),
        (
            [Periode(date(2026, 1, 1)), Periode(date(2026, 3, 1), date(2026, 4, 1))],
            [Periode(date(2026, 1, 1))],
        ),
    ],
)
def test_periods_that_touch_or_overlap_become_one(periods: list[Periode], merged: list[Periode]) -> None:
    assert merged == merge(periods)


@given(st.lists(st.tuples(DAYS_2026, st.integers(1, 60)), max_size=6))
def test_merging_keeps_each_day_once(stays: list[tuple[date, int]]) -> None:
    periods = [Periode(day, day + timedelta(length)) for day, length in stays]
    days = {day + timedelta(rank) for day, length in stays for rank in range(length)}
    assert len(days) == sum((period.fin - period.debut).days for period in merge(periods) if period.fin is not None)
