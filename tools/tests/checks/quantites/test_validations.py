"""Counts: made in their time, validated by the référent before their exercice is closed."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini

QUANTITES = "adherents/aubepine/quantites/2025.yaml"
OUVERT = ("pricing/exercices/2025.yaml", "statut: clos", "statut: ouvert")
CLE = ("pricing/forfait.yaml", "cle: postes", "cle: copieurs")


def _comptage(
    jour: str = "2025-12-31", phase: str = "realise", validation: str = "", valeurs: str = "postes: 110, copieurs: 6"
) -> dict[str, str]:
    validated = f", validation: {validation}" if validation else ""
    line = f"  - {{phase: {phase}, date: {jour}, source: essai, valeurs: {{{valeurs}}}{validated}}}\n"
    header = "# yaml-language-server: $schema=../../../schemas/quantites.schema.json\n"
    return {QUANTITES: f"{header}origine: demonstration\ncomptages:\n{line}"}


@pytest.mark.parametrize(("valeurs", "nombre"), [("copieurs: 7", 0), ("copieurs: 7, imprimantes: 8", 1)])
def test_what_was_assumed_then_counted_is_nobodys_to_validate(valeurs: str, nombre: int) -> None:
    files = _comptage(validation="2026-01-15")
    files[QUANTITES] += (
        f"  - {{phase: realise, date: 2025-11-15, source: essai, hypothese: essai, valeurs: {{{valeurs}}}}}\n"
    )
    assert len(found(mini(files=files), "QTE007")) == nombre


def test_an_open_exercice_waits_for_the_validation() -> None:
    assert found(mini(OUVERT, files=_comptage()), "QTE007") == []


def test_a_forecast_need_not_be_validated() -> None:
    assert found(mini(files=_comptage("2024-09-30", "previsionnel")), "QTE007") == []


def test_the_workstations_of_the_forfait_are_not_closed_and_are_counted_the_year_before() -> None:
    alone = _comptage("2024-12-31", valeurs="postes: 110")
    for code in ("QTE007", "QTE009"):
        assert [item for item in found(mini(files=alone), code) if item.span.path == QUANTITES] == []
        assert len([item for item in found(mini(CLE, files=alone), code) if item.span.path == QUANTITES]) == 1


def test_without_a_readable_forfait_nobody_knows_which_workstations_are_its_own() -> None:
    illisible = mini(files={**_comptage("2024-12-31"), "pricing/forfait.yaml": "cle: ["})
    inconnu = mini((CLE[0], "cle: postes", "cle: poste"), files=_comptage("2024-12-31"))
    for code in ("QTE007", "QTE009"):
        for depot in (illisible, inconnu):
            assert [item for item in found(depot, code) if item.span.path == QUANTITES] == []


def test_where_no_forfait_is_set_all_that_is_counted_makes_a_cost() -> None:
    depot = mini(files=_comptage("2024-12-31", valeurs="postes: 110"), without=("pricing/forfait.yaml",))
    for code in ("QTE007", "QTE009"):
        assert len([item for item in found(depot, code) if item.span.path == QUANTITES]) == 1


@pytest.mark.parametrize(("jour", "nombre"), [("2026-01-15", 0), ("2026-01-16", 1)])
def test_the_validation_follows_the_count(jour: str, nombre: int) -> None:
    assert len(found(mini(files=_comptage(jour, validation="2026-01-15")), "QTE008")) == nombre


@pytest.mark.parametrize(
    ("phase", "jour", "nombre"),
    [
        ("realise", "2025-12-30", 1),
        ("realise", "2025-12-31", 0),
        ("realise", "2026-01-05", 0),
        ("revise", "2025-12-31", 0),
        ("revise", "2026-01-01", 1),
        ("previsionnel", "2026-01-01", 1),
        ("previsionnel", "2024-09-30", 0),
    ],
)
def test_each_phase_has_its_time(phase: str, jour: str, nombre: int) -> None:
    assert len(found(mini(files=_comptage(jour, phase)), "QTE009")) == nombre


@pytest.mark.parametrize(("jour", "nombre"), [("2025-08-30", 1), ("2025-08-31", 0)])
def test_who_left_is_counted_on_its_last_day(jour: str, nombre: int) -> None:
    left = ("adherents/aubepine/adherent.yaml", "debut: 2024-01-01", "debut: 2024-01-01, fin: 2025-09-01")
    told = [item for item in found(mini(left, files=_comptage(jour)), "QTE009") if item.span.path == QUANTITES]
    assert len(told) == nombre
