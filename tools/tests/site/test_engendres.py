"""Pages of generated repositories: whatever the data, every page is written, and time grows as the data does."""

from __future__ import annotations

import time
from datetime import date

import pytest

from convention.site.acces import lire as acces
from convention.site.pages import pages
from tests.essais import lire
from tests.generateur import depot_fictif

JOUR = date(2026, 11, 23)
ANNEES = (2025, 2026, 2027)


@pytest.mark.parametrize("graine", range(6))
@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_every_page_of_a_generated_repository_is_written(graine: int, niveau: str) -> None:
    depot = lire(depot_fictif(4 + graine, 6 + 4 * graine, graine, ANNEES))
    found = pages(depot, JOUR, acces(niveau))
    assert len([uri for uri in found if uri.startswith("adherents/") and uri.endswith(".md")]) == (
        0 if niveau == "public" else 1 + len(depot.dossiers)
    )


def test_every_adherent_of_a_generated_repository_has_its_own_site() -> None:
    depot = lire(depot_fictif(5, 12, 3, ANNEES))
    for nom in depot.dossiers:
        assert f"adherents/{nom}.md" in pages(depot, JOUR, acces(f"adherent:{nom}"))


@pytest.mark.lent
def test_the_time_of_300_adherents_is_nearly_that_of_100_three_times() -> None:
    times = []
    for number in (100, 300):
        depot = lire(depot_fictif(number, 40, 1, ANNEES))
        start = time.process_time()
        pages(depot, JOUR, acces("adherents"))
        times.append(time.process_time() - start)
    assert times[1] < 5 * times[0]
    assert times[1] < 30
