"""PRE006: what is delivered belongs to a service in use on that day."""

from __future__ import annotations

import pytest

from tests.checks.depots import AUBEPINE, found, mini, subscriptions
from tests.espaces import espaces

TOUJOURS = ("service: S02, debut: 2024-01-01", "service: S03, debut: 2024-01-01")


def _hint(line: str) -> str:
    (message,) = found(mini(files={AUBEPINE: subscriptions(*TOUJOURS, line)}), "PRE006")
    return espaces(message.hint).removesuffix(", ou corriger la date de livraison")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "service: S05, debut: 2025-01-01",
            "ajouter la ligne « - {service: S04, debut: 2026-03-03} » à ses souscriptions",
        ),
        (
            "service: S04, debut: 2024-01-01, fin: 2026-03-03",
            "prolonger la souscription à S04 : « fin: 2026-03-04 » au lieu de 2026-03-03",
        ),
        (
            "service: S04, debut: 2026-03-04",
            "avancer la souscription à S04 : « debut: 2026-03-03 » au lieu de 2026-03-04",
        ),
        ("service: S04, debut: 2024-01-01, statut: souscrite_non_activee", "activer la souscription à S04"),
    ],
)
def test_the_hint_gives_what_is_missing(line: str, hint: str) -> None:
    assert _hint(line) == hint


def test_the_last_day_before_an_excluded_end_counts() -> None:
    until = subscriptions(*TOUJOURS, "service: S04, debut: 2024-01-01, fin: 2026-03-04")
    assert not found(mini(files={AUBEPINE: until}), "PRE006")


def test_a_sub_service_is_enough() -> None:
    files = {AUBEPINE: subscriptions(*TOUJOURS, "service: S04.1, debut: 2024-01-01")}
    parc = (
        "catalogue/services/S04.yaml",
        "prerequis:",
        "sous_services:\n  - {code: S04.1, libelle: Postes}\nprerequis:",
    )
    assert not found(mini(parc, files=files), "PRE006")


def test_a_mandatory_service_comes_with_the_membership() -> None:
    files = {AUBEPINE: subscriptions(*TOUJOURS)}
    obliged = ("catalogue/services/S04.yaml", "categorie: socle", "categorie: socle\nobligatoire: oui")
    assert not found(mini(obliged, files=files), "PRE006")


def test_nothing_is_said_of_a_delivery_when_the_souscriptions_are_unreadable() -> None:
    assert not found(mini(files={AUBEPINE: "souscriptions: ["}), "PRE006")
