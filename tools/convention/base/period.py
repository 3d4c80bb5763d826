"""Half-open periods of days and the measure of a presence.

Knows: calendar arithmetic. Must not know: who is present where (`engine.presence`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from convention.base.mots import Mot

FIN_DE_MOIS = 31
"""A day of the month that none comes after."""
SIECLE = range(2000, 2100)
"""Years of what machines say to each other: one of another century is no year."""


class Prorata(Mot):
    """How a presence within the year is measured (a policy of `catalogue/convention.yaml`)."""

    MENSUEL = "mensuel", "Par douzièmes"
    JOURNALIER = "journalier", "Par jours"
    AUCUN = "aucun", "L'année entière est due"


class Periode(NamedTuple):
    """Days from `debut` (included) to `fin` (excluded); no `fin` means until further notice."""

    debut: date
    fin: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.debut <= day and (self.fin is None or day < self.fin)

    def intersect(self, other: Periode) -> Periode | None:
        """Return the days common to both periods, or None when there are none."""
        debut = max(self.debut, other.debut)
        fin = other.fin if self.fin is None else self.fin if other.fin is None else min(self.fin, other.fin)
        return None if fin is not None and fin <= debut else Periode(debut, fin)

    def until(self, day: date | None) -> Periode:
        """Return the same days, none from a day on; the whole of it when it only begins then, or without such a day."""
        return self.intersect(Periode(date.min, day)) or self


def year_period(exercice: int) -> Periode:
    """Return the exercice: the calendar year, as a period."""
    return Periode(date(exercice, 1, 1), date(exercice + 1, 1, 1))


def year_fraction(days: Periode, exercice: int, mode: Prorata, seuil: int) -> Fraction:
    """Measure a period that lies within one exercice, its end given.

    `mensuel`: (F(fin) - F(debut)) / 12 with F(d) = 12·année + mois - 1, plus 1 when the day is after `seuil`, the last
    day of the month that still counts the whole month; adjacent periods add up exactly. `journalier`: days over 365 or
    366. `aucun`: 1. The convention is silent on this (art. 3, annexe 3): the mode is a declared policy.
    """
    if mode is Prorata.AUCUN:
        return Fraction(1)
    year = year_period(exercice)
    fin = days.fin or year.fin or days.debut
    if mode is Prorata.JOURNALIER:
        total = (date(exercice + 1, 1, 1) - year.debut).days
        return Fraction((fin - days.debut).days, total)
    return Fraction(months_index(fin, seuil) - months_index(days.debut, seuil), 12)


def months_index(day: date, seuil: int) -> int:
    """Return F(d), the number of the month, one more when the day is after `seuil`."""
    return 12 * day.year + day.month - 1 + (1 if day.day > seuil else 0)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month: 31 December and two months, 28 February."""
    index = 12 * day.year + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def merge(periods: list[Periode]) -> list[Periode]:
    """Sort periods and join those that touch or overlap, so that no day counts twice."""
    merged: list[Periode] = []
    for period in sorted(periods, key=lambda item: (item.debut, item.fin or date.max)):
        last = merged[-1] if merged else None
        if last is not None and (last.fin is None or last.fin >= period.debut):
            fin = None if last.fin is None or period.fin is None else max(last.fin, period.fin)
            merged[-1] = Periode(last.debut, fin)
        else:
            merged.append(period)
    return merged
