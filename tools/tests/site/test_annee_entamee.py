"""A year of which the convention covers a part only says so wherever its amounts stand beside those of a whole one."""

from __future__ import annotations

import pytest

from tests.essais import edited
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import page_dite, site_de

COUTS = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
MEMBRES = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}
ANNEES = dict.fromkeys((2025, 2026, 2027), "previsionnel")
COMMENCE = "La convention commence le 1er septembre 2025 : elle ne couvre qu'une partie de 2025, qui ne se compare pas"
PAGES = ("exercices/index.md", "exercices/2025.md", "services/s03.md", "annexes/forfait.md", "adherents/nancy.md")


def dite(uri: str, effet: str, duree: int = 1) -> str:
    """Read a page of a convention that begins a day, and lasts so many years."""
    files = maquette(MEMBRES, COUTS, forfait="2024-01-01: 700.00", exercices=ANNEES)
    path = "catalogue/convention.yaml"
    files = edited(files, path, "effet: 2024-01-01", f"effet: {effet}")
    files = edited(
        edited(files, path, "duree_annees: 1", f"duree_annees: {duree}"), path, "reconductions: 4", "reconductions: 0"
    )
    return page_dite(site_de(files), uri).replace("1 er ", "1er ")


@pytest.mark.parametrize("uri", PAGES)
def test_a_year_that_the_convention_begins_in_is_told_as_a_part_beside_whole_ones(uri: str) -> None:
    assert COMMENCE in dite(uri, "2025-09-01", 5)
    assert "qu'une partie" not in dite(uri, "2024-01-01", 5)


def test_the_first_and_the_last_year_are_told_together() -> None:
    text = dite("exercices/index.md", "2025-09-01", 2)
    assert (
        "La convention commence le 1er septembre 2025 et finit le 31 août 2027 : elle ne couvre qu'une partie de 2025 "
        "et de 2027, qui ne se comparent pas à une année entière."
    ) in text
    assert "qu'une partie" not in dite("exercices/2026.md", "2025-09-01", 2)


@pytest.mark.parametrize("uri", ["exercices/2027.md", "simulateur.md"])
def test_the_year_that_the_convention_ends_in_says_its_last_day(uri: str) -> None:
    assert "finit le 31 août 2027 : elle ne couvre qu'une partie" in dite(uri, "2024-09-01", 3)
