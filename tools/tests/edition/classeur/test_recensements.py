"""What a census asks each member: what bills it, in that year and that phase, and nothing that it does not count."""

from __future__ import annotations

import pytest

from convention.edition.classeur.recensement import expected
from convention.edition.refus import RefusError
from tests.edition.classeur.classeurs import DEPOT
from tests.essais import charger, fichiers_nancy, lire

ESSEY = "essey-les-nancy"


def demandes(files: dict[str, str], exercice: int) -> dict[str, list[str]]:
    return {nom: list(map(str, places)) for nom, places in expected(lire(files), exercice).items()}


def test_a_member_is_asked_what_bills_it() -> None:
    assert demandes(DEPOT, 2026) == {nom: ["postes", "stockage"] for nom in ("amont", "aval", "metropole")}


def test_before_prices_are_known_it_is_asked_what_it_counted_the_year_before() -> None:
    year = {"pricing/exercices/2027.yaml": DEPOT["pricing/exercices/2026.yaml"]}
    assert demandes({**DEPOT, **year}, 2027)["amont"] == ["postes", "stockage"]


def test_what_the_forfait_was_called_on_is_asked_in_the_forecast_only() -> None:
    asked = {annee: demandes(fichiers_nancy(), annee)[ESSEY] for annee in (2026, 2027)}
    assert ("postes_forfait" in asked[2027], "postes_forfait" in asked[2026]) == (True, False)
    assert {"postes", "application-finances:comptes"} < set(asked[2026])


def test_what_is_published_or_a_sum_is_asked_of_nobody() -> None:
    every = {place for places in demandes(fichiers_nancy(), 2027).values() for place in places}
    assert not every & {"population", "parts_colibris", "moyens_impression"}


def test_a_closed_year_is_not_counted() -> None:
    with pytest.raises(RefusError, match="est clos"):
        expected(charger(fichiers_nancy()).depot, 2024)
