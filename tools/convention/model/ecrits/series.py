"""Series of counts: what was counted day after day, for whom, from which extraction (art. 8.2, 8.3).

Knows: their shape, their canonical text. Must not know: exports, how they are counted, how a file is read.
A series is written by the tool only, one line a value that changes: a diff shows what moved, and a year stays small. A
value holds until the next line of the same adherent, measure and account; amounts of events hold for their day alone.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import jour
from convention.base.money import exact_text
from convention.model.valeurs.chemins import IDENTIFIANT

if TYPE_CHECKING:
    from collections.abc import Iterable

RELEVES = "pricing/releves/"
COLONNES = ("adherent", "mesure", "compte", "jour", "valeur")
_CHEMIN = re.compile(rf"{RELEVES}(?P<annee>20[0-9]{{2}})/(?P<id>{IDENTIFIANT})\.csv", re.ASCII)


class Chemin(NamedTuple):
    """What the path of a series says."""

    annee: int
    source: str

    @property
    def path(self) -> str:
        """Where the series is kept."""
        return f"{RELEVES}{self.annee}/{self.source}.csv"


class Grandeur(NamedTuple):
    """What a value is of: an adherent, a measure of the source, an account where amounts are kept by account."""

    adherent: str
    mesure: str
    compte: str = ""


class Point(NamedTuple):
    """One value, from a day on."""

    grandeur: Grandeur
    jour: date
    valeur: Fraction


class Entete(NamedTuple):
    """Where a series comes from, and what was left out of it."""

    extrait_le: date
    """Freshness: the day of the extraction, never that of a computation."""
    origine: str
    empreinte: str
    """Sha256 of what was read, whatever the names and the order of the files."""
    premier_jour: date
    dernier_jour: date
    jours_manquants: tuple[date, ...]
    jours_doubles: tuple[date, ...]
    lignes_lues: int
    lignes_hors_filtre: int
    lignes_redites: int
    lignes_illisibles: int
    lignes_non_rattachees: int

    @property
    def lignes_gardees(self) -> int:
        """Those that are neither set aside nor unreadable."""
        return self.lignes_lues - self.lignes_hors_filtre - self.lignes_illisibles


class Serie(NamedTuple):
    """The counts of one source in one exercice."""

    chemin: Chemin
    entete: Entete
    points: tuple[Point, ...]
    """Sorted."""

    @property
    def path(self) -> str:
        """Where it is kept."""
        return self.chemin.path

    def texte(self) -> str:
        """Return its file, byte for byte."""
        head = [f"# {name}: {_written(value)}".rstrip() for name, value in self.entete._asdict().items()]
        rows = [";".join(row(point)) for point in self.points]
        return "\n".join([*head, ";".join(COLONNES), *rows, ""])

    def ligne(self, rang: int) -> int:
        """Return the line of the file, from 1, where a point stands."""
        return len(Entete._fields) + 2 + rang

    def ligne_entete(self, champ: str) -> int:
        """Return the line of the file where a field of the head stands."""
        return Entete._fields.index(champ) + 1


def row(point: Point) -> tuple[str, ...]:
    """Return the cells of a point."""
    return (*point.grandeur, str(point.jour), exact_text(point.valeur))


def read_series_path(path: str) -> Chemin | None:
    """Return what a path holds; None when no series stands there."""
    match = _CHEMIN.fullmatch(path)
    return None if match is None else Chemin(int(match["annee"]), match["id"])


def compress(points: Iterable[Point]) -> tuple[Point, ...]:
    """Keep, of daily values, those that differ from the day before."""
    kept: list[Point] = []
    for point in sorted(points):
        last = kept[-1] if kept else None
        if last is None or last.grandeur != point.grandeur or last.valeur != point.valeur:
            kept.append(point)
    return tuple(kept)


def observed(serie: Serie) -> tuple[date, ...]:
    """Return the days of which a series has a snapshot."""
    entete = serie.entete
    return days_between(entete.premier_jour, entete.dernier_jour, sauf=entete.jours_manquants)


def days_between(first: date, last: date, *, sauf: Iterable[date]) -> tuple[date, ...]:
    """Return every day from one to another, both included, but some."""
    left_out = set(sauf)
    every = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return tuple(day for day in every if day not in left_out)


def expanded(serie: Serie) -> dict[tuple[Grandeur, date], Fraction]:
    """Return every value of a series, day after day."""
    jours = observed(serie)
    starts: dict[Grandeur, dict[date, Fraction]] = {}
    for point in serie.points:
        starts.setdefault(point.grandeur, {})[point.jour] = point.valeur
    found = {}
    for grandeur, values in starts.items():
        last = Fraction(0)
        for day in jours:
            last = values.get(day, last)
            found[grandeur, day] = last
    return found


def spans_of(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Gather days that follow one another: the first and the last of each run."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        if spans and (day - spans[-1][1]).days == 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)


def days_said(days: Iterable[date]) -> list[str]:
    """Say days, those that follow one another at once: « du 7 février 2026 au 9 février 2026 »."""
    return [jour(first) if first == last else f"du {jour(first)} au {jour(last)}" for first, last in spans_of(days)]


def _written(value: object) -> str:
    """Write a field of the head; days that follow one another, as an interval of ISO 8601."""
    if not isinstance(value, tuple):
        return str(value)
    return " ".join(str(first) if first == last else f"{first}/{last}" for first, last in spans_of(value))
