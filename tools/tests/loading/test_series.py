"""A series of counts: what the tool writes is read again, anything else is refused at its line."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.loading.ecrits.series import read_series
from convention.model.ecrits.series import Chemin, Entete, Grandeur, Point, Serie, compress, spans_of

PREMIER = date(2026, 1, 1)
jours = st.integers(0, 364).map(lambda rank: PREMIER + timedelta(days=rank))
grandeurs = st.builds(
    Grandeur, st.sampled_from(["nancy", "laxou", "non-rattache"]), st.sampled_from(["postes", "paye"]), st.just("")
)
valeurs = st.integers(-(10**9), 10**9).map(lambda number: Fraction(number, 10**6))
points = st.dictionaries(st.tuples(grandeurs, jours), valeurs, max_size=30)


def _entete(manquants: tuple[date, ...] = ()) -> Entete:
    return Entete(
        date(2026, 12, 31), "demonstration", "a" * 64, PREMIER, date(2026, 12, 31), manquants, (), 3, 0, 0, 0, 0
    )


def test_lines_are_kept_set_aside_or_unreadable() -> None:
    entete = _entete()._replace(lignes_lues=60, lignes_hors_filtre=5, lignes_redites=1, lignes_illisibles=2)
    assert entete.lignes_gardees == 53


@given(points, st.sets(jours))
def test_a_series_is_read_as_it_was_written(found: dict[tuple[Grandeur, date], Fraction], lacking: set[date]) -> None:
    every = tuple(sorted(Point(*place, value) for place, value in found.items()))
    serie = Serie(Chemin(2026, "parc"), _entete(tuple(sorted(lacking))), every)
    assert read_series(serie.path, serie.texte().encode()) == (serie, ())


@given(st.sets(jours))
def test_runs_of_days_hold_every_day_once(days: set[date]) -> None:
    spans = spans_of(days)
    assert sum((last - first).days + 1 for first, last in spans) == len(days)
    assert all((after[0] - before[1]).days > 1 for before, after in itertools.pairwise(spans))


def test_a_value_that_stays_is_written_once_for_each_grandeur() -> None:
    laxou, nancy = (Grandeur(nom, "postes", "") for nom in ("laxou", "nancy"))
    daily = [
        Point(who, PREMIER + timedelta(days=day), Fraction(value))
        for who in (nancy, laxou)
        for day, value in enumerate((5, 5, 6, 6, 5))
    ]
    assert [(point.grandeur, (point.jour - PREMIER).days) for point in compress(daily)] == [
        (who, day) for who in (laxou, nancy) for day in (0, 2, 4)
    ]


@given(points)
def test_every_value_is_found_again_from_those_that_are_written(found: dict[tuple[Grandeur, date], Fraction]) -> None:
    kept = compress(Point(*place, value) for place, value in found.items())
    held: dict[Grandeur, Fraction] = {}
    written = {point[:2]: point.valeur for point in kept}
    for grandeur, day in sorted(found):
        held[grandeur] = written.get((grandeur, day), held.get(grandeur, Fraction(0)))
        assert held[grandeur] == found[grandeur, day]


SERIE = Serie(
    Chemin(2026, "parc"),
    _entete(),
    (
        Point(Grandeur("laxou", "postes"), PREMIER, Fraction(3)),
        Point(Grandeur("nancy", "postes"), PREMIER, Fraction(5)),
    ),
)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# extrait_le: 2026-12-31", "# extrait_le: hier", 1),
        ("# origine: demonstration", "# origine: inventee", 2),
        ("# jours_manquants:", "# jours_manquants: 2026-02-03/2026-02-01", 6),
        ("# lignes_lues: 3", "# lignes_lues: -3", 8),
        ("adherent;mesure", "Adhérent;mesure", 13),
        ("laxou;postes;;2026-01-01;3", "nancy;postes;;2026-01-01;3", 15),
        ("nancy;postes;;2026-01-01;5", "nancy;postes;;2026-02-30;5", 15),
        ("nancy;postes;;2026-01-01;5", "nancy;postes;;2026-01-01;5,0", 15),
        ("nancy;postes;;2026-01-01;5", "nancy;postes;;2026-01-01;5.0", 15),
        ("nancy;postes;;2026-01-01;5", "nancy;postes;2026-01-01;5", 15),
        (";5\n", ";5", 15),
    ],
)
def test_what_the_tool_would_not_write_is_refused_at_its_line(old: str, new: str, line: int) -> None:
    text = SERIE.texte()
    assert old in text
    found, (diagnostic,) = read_series(SERIE.path, text.replace(old, new).encode())
    assert found is None
    assert (diagnostic.code, diagnostic.span.line) == ("REL005", line)


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    assert read_series(SERIE.path, content)[0] is None
