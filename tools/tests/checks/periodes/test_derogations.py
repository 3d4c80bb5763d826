"""Derogations: asked of who has no archives service, and of nobody else (annexe 3)."""

from __future__ import annotations

import pytest

from tests.checks.depots import AUBEPINE, found, mini, subscriptions

SOCLE = ("service: S02, debut: 2024-01-01", "service: S03, debut: 2024-01-01", "service: S04, debut: 2024-01-01")
ARCHIVAGE = "service: S03.2, debut: 2025-01-01"
DEROGATION = ", derogation: archives_departementales"


@pytest.mark.parametrize(
    ("declared", "codes"),
    [
        ("", ["PRE005"]),
        (DEROGATION, []),
        (", service_archives: non", ["PRE005"]),
        (", service_archives: non" + DEROGATION, []),
        (", service_archives: oui", []),
        (", service_archives: oui" + DEROGATION, ["PRE007"]),
    ],
)
def test_electronic_archiving_takes_a_derogation_or_an_archives_service_and_not_both(
    declared: str, codes: list[str]
) -> None:
    depot = mini(files={AUBEPINE: subscriptions(*SOCLE, ARCHIVAGE + declared)})
    assert [code for code in ("PRE005", "PRE007") if found(depot, code)] == codes


def test_an_unreadable_service_may_ask_for_a_derogation() -> None:
    files = {"catalogue/services/S03.yaml": "sous_services: ["}
    assert found(mini(files=files), "PRE007") == []
