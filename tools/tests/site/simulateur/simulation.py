"""The simulator's page, as a visitor reads it.

Knows: where the page says things. Must not know: what is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site.lecture import ESSEY, ordinaire

if TYPE_CHECKING:
    from playwright.sync_api import Page

ESSEY_2027 = f"simulateur/#adherent={ESSEY}&exercice=2027"
CELLULES = "rangs => rangs.map(rang => [...rang.querySelectorAll('td')].map(cellule => cellule.textContent))"
"""What each row of a table says, folded or not."""


def ouvrir(page: Page, adresse: str, fragment: str = "") -> None:
    """Open the simulator anew."""
    page.goto("about:blank")
    page.goto(adresse + fragment)
    page.wait_for_selector("#simulation:not([hidden])")


def phrase(page: Page) -> str:
    """Read the verdict."""
    return ordinaire(page.locator("#sim-phrase").inner_text())


def annonce(page: Page) -> str:
    """Read what a link, or a change of situation, gave."""
    return ordinaire(page.locator("#sim-annonce").inner_text())


def montants(page: Page, tableau: str, nom: str) -> list[str]:
    """Read the amounts of a row."""
    row = page.locator(f"{tableau} tr", has=page.locator("th", has_text=nom)).first
    return [ordinaire(text) for text in row.locator("td").all_inner_texts()]


def centimes(page: Page, tableau: str) -> list[list[int]]:
    """Read every amount of a table, in cents."""
    rows = page.locator(f"{tableau} tbody tr").evaluate_all(CELLULES)
    return [[int(ordinaire(text).replace(" ", "").replace(",", "").replace("−", "-")) for text in row] for row in rows]
