"""The invented repository: the same for the same seed, and one that the checks accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.base.diagnostic import has_errors
from convention.checks.registry import run
from tests.essais import lire
from tests.generateur import MODELES, depot_fictif, write

if TYPE_CHECKING:
    from pathlib import Path

GRAINES = range(40)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert depot_fictif(20, 30, 7) == depot_fictif(20, 30, 7)


def test_another_seed_gives_other_figures() -> None:
    assert depot_fictif(20, 30, 7) != depot_fictif(20, 30, 8)


@pytest.mark.parametrize(
    ("exercices", "graines"),
    [
        ((2025, 2026), GRAINES[:8]),
        *(pytest.param(years, GRAINES, marks=pytest.mark.long) for years in ((2026,), (2025, 2026), (2024, 2028))),
    ],
)
def test_every_seed_gives_data_without_errors(exercices: tuple[int, ...], graines: range) -> None:
    wrong = [graine for graine in graines if has_errors(run(lire(depot_fictif(6, 12, graine, exercices))))]
    assert wrong == []


def test_every_policy_and_every_row_comes_up() -> None:
    depots = [lire(depot_fictif(3, 8, graine)) for graine in GRAINES]
    politiques = [depot.convention.politiques for depot in depots]
    assert {"mensuel", "journalier", "aucun"} == {str(item.prorata.mode) for item in politiques}
    assert {"repartie", "gestionnaire", "gelee"} == {str(item.part_liberee.mode) for item in politiques}
    rows = {item.composant.ligne for depot in depots for item in depot.composants.values()}
    assert {modele.ligne for modele in MODELES} == rows


def test_what_is_written_is_what_was_generated(tmp_path: Path) -> None:
    files = depot_fictif(3, 4, 1)
    write(tmp_path, files)
    assert files == {path: (tmp_path / path).read_text(encoding="utf-8") for path in files}
