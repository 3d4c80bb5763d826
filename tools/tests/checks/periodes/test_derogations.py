"""Derogations: asked of who has no archives service, and of nobody else (annexe 3)."""

from __future__ import annotations

import pytest

from tests.checks.depots import AUBEPINE, found, mini, subscriptions
from tests.espaces import espaces

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


def test_a_service_that_asks_for_no_derogation_bears_none() -> None:
    lines = [line + (DEROGATION if "S04" in line else "") for line in SOCLE]
    (message,) = found(mini(files={AUBEPINE: subscriptions(*lines)}), "PRE007")
    assert espaces(message.message) == "S04 Parcs ne demande aucune dérogation (Aubépine)"


def test_an_unreadable_service_may_ask_for_a_derogation() -> None:
    files = {"catalogue/services/S03.yaml": "sous_services: ["}
    assert found(mini(files=files), "PRE007") == []
