"""What a series says at a date: the count, the average of the days, the amount so far, and where the year would end.

Knows: series, ways of counting. Must not know: files, who is billed (art. 8.2, 8.3).
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convention.model.mots.communs import Comptage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.model.ecrits.series import Grandeur, Serie

MILLIONIEME = 10**6
UN_JOUR = timedelta(days=1)


class Realise(NamedTuple):
    """What is known of one quantity at a date."""

    grandeur: Grandeur
    a_date: date
    """Last day observed, at most the date asked for."""
    valeur: Fraction
    """As its key counts it: the count at the date, the average of the days, the sum of the days."""
    projection: Fraction
    """The same at the end of the year, if nothing changes its pace."""


def realise(serie: Serie, grandeur: Grandeur, comptage: Comptage, jour: date) -> Realise | None:
    """Say what a quantity is at a date, and at the end of the year; nothing before the first day observed."""
    jour = min(jour, serie.entete.dernier_jour)
    first = serie.entete.premier_jour
    if jour < first:
        return None
    known = [(point.jour, point.valeur) for point in serie.points if point.grandeur == grandeur and point.jour <= jour]
    end = date(serie.chemin.annee, 12, 31)
    if comptage is Comptage.SUR_PERIODE:
        total = sum((valeur for _, valeur in known), Fraction(0))
        elapsed = _days(date(serie.chemin.annee, 1, 1), jour)
        return Realise(grandeur, jour, total, rounded(total * _days(date(jour.year, 1, 1), end) / elapsed))
    last = known[-1][1] if known else Fraction(0)
    if comptage is Comptage.A_DATE:
        return Realise(grandeur, jour, last, last)
    held = held_days(known, first, jour)
    days = _days(first, jour)
    projected = (held + last * (end - jour).days) / (days + (end - jour).days)
    return Realise(grandeur, jour, rounded(held / days), rounded(projected))


def held_days(points: Iterable[tuple[date, Fraction]], first: date, last: date) -> Fraction:
    """Return Σ value × days: a value holds until the next one; before the first one it is nothing.

    A missing day holds the value of the day before: the average is weighted by days, not by extractions.
    """
    ordered = [*sorted(points), (last + UN_JOUR, Fraction(0))]
    return sum(
        (valeur * max((end - max(start, first)).days, 0) for (start, valeur), (end, _) in pairwise(ordered)),
        Fraction(0),
    )


def rounded(value: Fraction) -> Fraction:
    """Round half up to six decimals, those that a quantity may have."""
    scaled = value * MILLIONIEME
    floor = scaled.numerator // scaled.denominator
    return Fraction(floor + (2 * (scaled - floor) >= 1), MILLIONIEME)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
