"""Derogations: asked of who has no archives service, and of nobody else (annexe 3)."""

from __future__ import annotations

import pytest

from tests.checks.depots import AUBEPINE, found, mini, plain, subscriptions

IDENTITE = "adherents/aubepine/adherent.yaml"
SOCLE = ("service: S02, debut: 2024-01-01", "service: S03, debut: 2024-01-01", "service: S04, debut: 2024-01-01")
ARCHIVAGE = "service: S03.2, debut: 2025-01-01"
DEROGATION = ", derogation: archives_departementales"


@pytest.mark.parametrize(
    ("archives", "derogation", "codes"),
    [
        ("", DEROGATION, []),
        ("", "", ["PRE005"]),
        ("non", DEROGATION, []),
        ("non", "", ["PRE005"]),
        ("oui", "", []),
        ("oui", DEROGATION, ["PRE007"]),
    ],
)
def test_la_derogation_depend_du_service_d_archives(archives: str, derogation: str, codes: list[str]) -> None:
    declared = f"service_archives: {archives}\n" if archives else ""
    depot = mini(
        (IDENTITE, "adhesion:", f"{declared}adhesion:"),
        files={AUBEPINE: subscriptions(*SOCLE, ARCHIVAGE + derogation)},
    )
    assert [code for code in ("PRE005", "PRE007") if found(depot, code)] == codes


def test_le_conseil_ne_parle_du_service_d_archives_que_s_il_est_inconnu() -> None:
    files = {AUBEPINE: subscriptions(*SOCLE, ARCHIVAGE)}
    (unknown,) = found(mini(files=files), "PRE005")
    (none,) = found(mini((IDENTITE, "adhesion:", "service_archives: non\nadhesion:"), files=files), "PRE005")
    assert "service_archives: oui" in unknown.hint
    assert "service_archives" not in none.hint


def test_un_service_sans_derogation_demandee_n_en_porte_pas() -> None:
    lines = [line + (DEROGATION if "S04" in line else "") for line in SOCLE]
    (message,) = found(mini(files={AUBEPINE: subscriptions(*lines)}), "PRE007")
    assert plain(message.message) == "S04 Parcs ne demande aucune dérogation (Aubépine)"


def test_un_service_illisible_peut_en_demander_une() -> None:
    files = {"catalogue/services/S03.yaml": "sous_services: ["}
    assert found(mini(files=files), "PRE007") == []
