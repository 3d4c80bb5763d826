"""A long page shows only the rows that say what is typed; links still lead everywhere; without script, all is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
TARIFS, LECTURES = ("annexes/tarifs/", "section.ligne-tarif"), ("lectures/", "section.lecture")


def compte(page: Page) -> str:
    """Read what the filter announces."""
    return page.inner_text("#filtre-compte")


@pytest.mark.parametrize(("uri", "lignes"), [TARIFS, LECTURES])
def test_the_keyboard_filters_the_rows_and_their_number_is_announced(
    page: Page, adresse: str, uri: str, lignes: str
) -> None:
    page.goto(f"{adresse}{uri}")
    every, told = page.locator(lignes).count(), compte(page)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("IMPRESSION d'")
    shown = page.locator(f"{lignes}:visible").count()
    assert 0 < shown < every / 3
    assert (compte(page), page.locator("#filtre-compte").get_attribute("role")) == (f"{shown} sur {every}", "status")
    page.get_by_role("searchbox").fill("xyzzy")
    assert compte(page) == "Rien ne correspond : effacez un mot."
    page.get_by_role("searchbox").fill("")
    assert (page.locator(f"{lignes}:visible").count(), compte(page)) == (every, told)


def test_a_title_without_rows_is_hidden_and_a_link_to_a_hidden_row_shows_it(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}{TARIFS[0]}")
    page.get_by_role("searchbox").fill("télétravail")
    assert not page.locator("h2#s05").is_visible()
    page.evaluate("location.hash = 'serveur-impression'")
    page.wait_for_selector("#serveur-impression", state="visible")
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator("h2#s05").is_visible()


def test_without_script_everything_is_shown_and_no_filter(navigateur: Browser, adresse: str) -> None:
    context = navigateur.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{adresse}{TARIFS[0]}")
    assert not page.locator(".filtre").is_visible()
    assert page.locator(f"{TARIFS[1]}:visible").count() == page.locator(TARIFS[1]).count()
    context.close()
