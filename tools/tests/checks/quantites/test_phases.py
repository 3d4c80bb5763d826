"""QTE001 and QTE006: one message for what is not counted, in the phase in force and in the others."""

from __future__ import annotations

from tests.checks.depots import found, mini
from tests.espaces import espaces

EXERCICE = ("pricing/exercices/2026.yaml", "phase: previsionnel", "phase: revise")
BRUYERE = "adherents/bruyere/quantites/2026.yaml"


def test_a_phase_that_others_feed_and_this_adherent_does_not_would_count_zero() -> None:
    depot = mini(EXERCICE, (BRUYERE, "phase: previsionnel", "phase: revise"))
    (message,) = found(depot, "QTE006")
    assert "« copieurs », « imprimantes » et « postes » en 2026" in espaces(message.message)
    assert not found(depot, "QTE001")


def test_a_later_phase_takes_over_the_earlier_counts() -> None:
    assert not found(mini((BRUYERE, "comptages:", _releve("realise"))), "QTE006")


def test_a_phase_that_nobody_feeds_is_not_expected() -> None:
    paths = [f"adherents/{nom}/quantites/2026.yaml" for nom in ("aubepine", "bruyere", "ccas-aubepine")]
    paths.append("adherents/metropole-grandval/quantites/2026.yaml")
    changes = [(path, "phase: previsionnel", "phase: revise") for path in paths]
    assert not found(mini(EXERCICE, *changes), "QTE006")


def test_what_the_phase_in_force_lacks_too_is_said_only_once() -> None:
    depot = mini(EXERCICE, (BRUYERE, ", copieurs: 2", ""))
    assert len(found(depot, "QTE001")) == 1
    assert not found(depot, "QTE006")


def test_without_a_file_of_quantites_one_message_says_all_that_is_missing() -> None:
    (message,) = found(mini(without=[BRUYERE]), "QTE001")
    assert espaces(message.message) == (
        "Bruyère n'a aucune quantité en 2026 : il manque « copieurs », « imprimantes » et « postes »"
    )


def _releve(phase: str) -> str:
    count = f"  - {{phase: {phase}, date: 2026-12-31, source: essai, valeurs: {{postes: 33}}}}"
    return f"comptages:\n{count}"
