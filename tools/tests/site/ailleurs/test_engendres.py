"""Pages of generated repositories: whatever the data, every page is written, and none grows with all the others."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire as acces
from tests.essais import lire
from tests.generateur import depot_fictif
from tests.site.lecture import JOUR, pages

if TYPE_CHECKING:
    from convention.model.depot import Depot

ANNEES = (2025, 2026, 2027)


def _depot(adherents: int, composants: int, graine: int) -> Depot:
    return lire(depot_fictif(adherents, composants, graine, ANNEES, clos=ANNEES[:1]))


@pytest.mark.long
@pytest.mark.parametrize("graine", range(6))
@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_every_page_of_a_generated_repository_is_written(graine: int, niveau: str) -> None:
    depot = _depot(4 + graine, 6 + 4 * graine, graine)
    found = pages(depot, JOUR, acces(niveau))
    dashboards = [uri for uri in found if uri.startswith("adherents/") and uri.endswith(".md")]
    left = [nom for nom, item in depot.dossiers.items() if (fin := item.identite.adhesion.fin) and fin.year < JOUR.year]
    assert len(dashboards) == (0 if niveau == "public" else 1 + len(depot.dossiers) - len(left))


@pytest.mark.long
def test_every_adherent_of_a_generated_repository_has_its_own_site() -> None:
    depot = lire(depot_fictif(5, 12, 3, ANNEES))
    for nom in depot.dossiers:
        assert f"adherents/{nom}.md" in pages(depot, JOUR, acces(f"adherent:{nom}"))


@pytest.mark.long
def test_a_dashboard_weighs_the_same_whatever_the_number_of_adherents() -> None:
    few, many = (
        mean(
            len(text)
            for uri, text in pages(_depot(number, 12, 1), JOUR, acces("adherents")).items()
            if uri.startswith("adherents/adherent-") and isinstance(text, str)
        )
        for number in (10, 40)
    )
    assert many < 1.1 * few
