"""Prerequisites: the same dates, sub-services, services that come with the membership, loops."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.period import Periode
from convention.checks.cadre.couverture import covered, first_gap
from tests.checks.depots import AUBEPINE, BRUYERE, S03, S04, found, mini, subscriptions
from tests.espaces import espaces

ANNEE_2024 = Periode(date(2024, 1, 1), date(2025, 1, 1))
ANNEE_2025 = Periode(date(2025, 1, 1), date(2026, 1, 1))
DEPUIS_2024, DEPUIS_2025 = Periode(date(2024, 1, 1)), Periode(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("besoin", "couverts", "manque"),
    [
        (ANNEE_2025, [], ANNEE_2025),
        (ANNEE_2025, [DEPUIS_2024], None),
        (ANNEE_2025, [ANNEE_2024], ANNEE_2025),
        (ANNEE_2025, [ANNEE_2024, ANNEE_2025], None),
        (DEPUIS_2024, [ANNEE_2024], DEPUIS_2025),
        (DEPUIS_2024, [DEPUIS_2025], ANNEE_2024),
        (ANNEE_2024, [DEPUIS_2025], ANNEE_2024),
    ],
)
def test_the_first_gap_is_what_nothing_covers(besoin: Periode, couverts: list[Periode], manque: Periode | None) -> None:
    assert first_gap(besoin, couverts) == manque


def test_the_message_gives_the_first_day_without_the_prerequisite_and_the_date_to_move() -> None:
    files = {
        BRUYERE: subscriptions("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S04, debut: 2025-01-01")
    }
    (message,) = found(mini(files=files), "PRE001")
    assert espaces(message.message) == (
        "S04 Parcs suppose S03 Infrastructures aux mêmes dates : Bruyère ne l'a pas le 1er mai 2025"
    )
    assert espaces(message.hint) == (
        "résilier d'abord S04 : « convention resilier bruyere S04 --fin 2025-05-01 » ; ou prolonger la "
        "souscription à S03 : retirer « fin: 2025-05-01 »"
    )
    assert (message.span.path, message.span.line) == (BRUYERE, 6)
    assert message.related[0][0].path == S04


def test_two_periods_that_follow_each_other_cover_as_one() -> None:
    lines = ("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S03, debut: 2025-05-01")
    assert not found(mini(files={BRUYERE: subscriptions(*lines, "service: S04, debut: 2025-01-01")}), "PRE001")


def test_a_service_that_is_not_activated_asks_for_nothing() -> None:
    lines = ("service: S04, debut: 2024-01-01, statut: souscrite_non_activee",)
    assert not found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")


def test_a_service_covers_its_sub_services_but_those_on_demand() -> None:
    depot = mini(files={BRUYERE: subscriptions("service: S03, debut: 2024-01-01")})
    dossier = depot.dossiers["bruyere"]
    assert covered(depot, dossier, "S03.1") == [DEPUIS_2024]
    assert covered(depot, dossier, "S03.2") == []


def test_a_sub_service_does_not_cover_its_service() -> None:
    depot = mini(files={BRUYERE: subscriptions("service: S03.1, debut: 2024-01-01")})
    assert covered(depot, depot.dossiers["bruyere"], "S03") == []


def test_a_mandatory_service_is_covered_by_the_membership() -> None:
    depot = mini(
        (S04, "services: [S03]", "services: [S01]"), files={BRUYERE: subscriptions("service: S04, debut: 2024-01-01")}
    )
    assert not found(depot, "PRE001")


def test_a_prerequisite_never_subscribed_gives_the_line_to_add() -> None:
    (message,) = found(mini(files={BRUYERE: subscriptions("service: S04, debut: 2025-01-01")}), "PRE001")
    assert espaces(message.hint).startswith("ajouter la ligne « - {service: S03, debut: 2025-01-01} », ou ")


def test_a_prerequisite_that_stops_is_extended_until_the_end_of_the_need() -> None:
    lines = ("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S04, debut: 2025-01-01, fin: 2026-01-01")
    (message,) = found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")
    assert espaces(message.hint).startswith(
        "prolonger la souscription à S03 : « fin: 2026-01-01 » au lieu de 2025-05-01, ou "
    )


def test_a_loop_is_written_in_the_order_in_which_the_services_ask_for_each_other() -> None:
    loop = "prerequis: {texte: essai, services: [S05]}\n"
    depot = mini(
        ("catalogue/services/S05.yaml", "  convention_connexe: oui", "  services: [S04]\n  convention_connexe: oui"),
        (S03, "sous_services:", f"{loop}sous_services:"),
    )
    (message,) = found(depot, "PRE003")
    assert espaces(message.message) == "les prérequis tournent en boucle : S03 → S05 → S04 → S03"
    assert [text for _, text in message.related] == ["S05 demande S04", "S04 demande S03"]


def test_two_distinct_loops_are_both_said() -> None:
    depot = mini(
        (S03, "sous_services:", "prerequis: {texte: essai, services: [S04]}\nsous_services:"),
        ("catalogue/services/S02.yaml", "texte: S02", "prerequis: {texte: essai, services: [S05]}\ntexte: S02"),
        ("catalogue/services/S05.yaml", "  convention_connexe: oui", "  services: [S02]"),
    )
    loops = [espaces(message.message).partition(" : ")[2] for message in found(depot, "PRE003")]
    assert loops == ["S02 → S05 → S02", "S03 → S04 → S03"]


def test_a_composant_without_dates_follows_its_service() -> None:
    lines = subscriptions("service: S02, debut: 2026-01-01") + "composants:\n  - {composant: application-finances}\n"
    assert not found(mini(files={BRUYERE: lines}), "PRE001")


@pytest.mark.parametrize(
    "choix", ["composant: application-finances", "composant: application-finances, debut: 2025-01-01"]
)
def test_a_composant_without_its_service_would_not_be_billed(choix: str) -> None:
    service = "service: S02, debut: 2026-01-01" if "debut" in choix else "service: S03, debut: 2024-01-01"
    lines = subscriptions(service) + f"composants:\n  - {{{choix}}}\n"
    (message,) = found(mini(files={BRUYERE: lines}), "PRE001")
    assert "rien ne serait facturé" in message.message


def test_a_component_needs_its_service_on_its_own_first_day_and_not_before() -> None:
    lines = subscriptions("service: S03, debut: 2024-01-01") + "composants:\n  - {composant: application-finances}\n"
    path, row = "pricing/composants/S02.yaml", "    ligne: application"
    (message,) = found(mini((path, row, f"{row}\n    debut: 2026-03-01"), files={BRUYERE: lines}), "PRE001")
    assert "{service: S02, debut: 2026-03-01}" in message.hint


def test_a_reference_to_an_unreadable_service_is_not_unknown() -> None:
    depot = mini(files={S03: "sous_services: ["})
    assert not found(depot, "REF001")
    assert not found(depot, "PRE001")
    assert found(mini((AUBEPINE, "service: S03,", "service: S09,")), "REF001")
