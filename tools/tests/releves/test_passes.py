"""An export that does not fit in memory is counted some days at a time, or refused for what it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

import ibis

from convention.releves import comptage, moteurs
from convention.releves.comptage import passes
from convention.releves.moteurs import engine
from convention.releves.refus import ReleveRefuseError
from tests.releves.atelier import FICHIERS, comptes, depot, valeurs

if TYPE_CHECKING:
    from pathlib import Path


def _days(**rows: int) -> list[dict[str, object]]:
    """Return what the export holds of some days of January 2026, the last first."""
    return [{"jour": date(2026, 1, int(day[1:])), "gardees": number} for day, number in rows.items()][::-1]


def _jour(number: int) -> date:
    return date(2026, 1, number)


def test_days_are_counted_together_as_long_as_they_fit() -> None:
    days = _days(j1=12_000_000, j2=8_000_000, j3=1, j4=0, j5=25_000_000, j6=3)
    assert passes(days) == [(_jour(1), _jour(2)), (_jour(3), _jour(3)), (_jour(5), _jour(5)), (_jour(6), _jour(6))]


def test_an_export_without_a_row_to_count_has_no_pass() -> None:
    assert passes(_days(j1=0)) == []


@pytest.mark.parametrize(("source", "fichier"), [("instantanes", "instantanes"), ("messagerie", "boites.parquet")])
def test_the_counts_are_the_same_in_one_pass_and_in_one_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, fichier: str
) -> None:
    racine = depot(tmp_path / "depot", source)
    whole = comptes(racine, source, FICHIERS / fichier)
    monkeypatch.setattr(comptage, "LIGNES_PAR_PASSE", 1)
    by_day = comptes(racine, source, FICHIERS / fichier)
    assert len(whole.jours) > 1
    assert (valeurs(by_day), by_day) == (valeurs(whole), whole)


def test_a_count_that_does_not_fit_is_not_said_to_be_a_damaged_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moteurs, "MEMOIRE_MO", 8)
    numbers = ibis.range(0, 3_000_000).unnest().name("n").as_table()
    with engine("duckdb", tmp_path) as moteur, pytest.raises(ReleveRefuseError) as refused:
        moteur.lignes(numbers.group_by("n").aggregate(fois=numbers.count()))
    assert str(refused.value) == "l'export ne tient pas dans la mémoire donnée au moteur (8\u00a0Mo)"
    assert refused.value.conseil == "le compter avec « --moteur spark » (docs/releves.md)"
