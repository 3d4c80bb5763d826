"""A count that was validated is corrected by another of the same day, after it in the file: the last one holds."""

from __future__ import annotations

import pytest

from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.checks.depots import found, mini
from tests.espaces import espaces

PATH = "adherents/bruyere/quantites/2026.yaml"
PREMIER = "    valeurs: {postes: 31, imprimantes: 3, copieurs: 2}\n"
VALIDE = "    validation: 2026-01-10\n"
SECOND = """  - phase: previsionnel
    date: 2025-12-31
    source: Recomptage
    valeurs: {imprimantes: %d}
"""
DEUX_FOIS = "la clé « imprimantes » est comptée deux fois au 31 décembre 2025, phase « previsionnel » (Bruyère)"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (PREMIER + VALIDE + SECOND % 4, []),
        (PREMIER + SECOND % 4, [DEUX_FOIS]),
        (PREMIER + SECOND % 4 + VALIDE, [DEUX_FOIS]),
        (PREMIER + VALIDE + SECOND % 4 + SECOND % 5, [DEUX_FOIS]),
        (PREMIER + VALIDE + SECOND % 4 + VALIDE + SECOND % 5, []),
    ],
    ids=["corrected", "twice", "the second is validated", "the correction twice", "the correction corrected"],
)
def test_only_what_was_validated_is_counted_again_the_same_day(written: str, said: list[str]) -> None:
    assert [espaces(item.message) for item in found(mini((PATH, PREMIER, written)), "PER008")] == said


def test_the_correction_is_what_counts() -> None:
    depot = mini((PATH, PREMIER, PREMIER + VALIDE + SECOND % 4))
    counts = resolve(depot, 2026, Phase.PREVISIONNEL).volumes.comptages
    assert [counts[cle, ""]["bruyere"].valeur for cle in ("imprimantes", "postes")] == [4, 31]
