"""The built site in a real Chromium: axe, keyboard, no request elsewhere, nothing wider than a phone."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Literal

import pytest

from convention.base.french import montant
from convention.site.graphiques import Point, courbe
from tests.site.acces import axe
from tests.site.lecture import ESSEY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
BORD = f"adherents/{ESSEY}/"
GENRES = (
    "",
    "convention/",
    *(f"annexes/{nom}/" for nom in ("catalogue", "organigramme", "forfait", "tarifs", "axes")),
    "services/s04/",
    "adherents/",
    BORD,
    "exercices/",
    "exercices/2026/",
    "lectures/",
    "gouvernance/",
    "avenants/",
    "avenants/1/",
    "glossaire/",
    "donnees-ouvertes/",
    "rgpd-et-securite/",
    "diagnostics/",
    "accessibilite/",
)
"""One page of each kind."""

FOCUS = """(() => {
  const item = document.activeElement;
  const rank = [...document.querySelectorAll('*')].indexOf(item);
  return [rank, !!item.closest('article'), getComputedStyle(item).outlineStyle !== 'none', item.outerHTML.slice(0, 80)];
})()"""
"""Where the keyboard is: rank in the page, whether in the article, whether it shows, what it is."""


@pytest.mark.parametrize("presentation", ["light", "dark"])
@pytest.mark.parametrize("genre", GENRES)
def test_axe_finds_no_violation_and_nothing_is_wider_than_its_screen(
    contexte: BrowserContext, adresse: str, genre: str, presentation: Literal["light", "dark"]
) -> None:
    (page,), asked = contexte.pages, []
    page.set_viewport_size({"width": 390 if presentation == "dark" else 1440, "height": 900})
    page.emulate_media(color_scheme=presentation)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{adresse}{genre}")
    page.evaluate("document.querySelectorAll('article details').forEach(item => item.open = true)")
    found = axe(page)
    wide = []
    for asked_width in (320, 390, 768):
        page.set_viewport_size({"width": asked_width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 1:
            wide.append(asked_width)
    assert wide == []
    assert found == []
    assert [url for url in asked if not url.startswith((adresse, "data:"))] == []


def test_the_keyboard_alone_reaches_links_amounts_and_buttons_and_shows_where_it_is(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}{BORD}")
    wanted = page.evaluate(
        "[...document.querySelectorAll('article a[href], article button, article summary')]"
        ".filter(item => item.offsetParent !== null && !item.closest('details:not([open]) > :not(summary)')).length"
    )
    reached, hidden = set(), []
    for _ in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state[1]:
            reached.add(state[0])
            if not state[2]:
                hidden.append(state[3])
        elif reached and len(reached) >= wanted:
            break
    assert len(reached) >= wanted
    assert hidden == []


def test_a_link_to_an_amount_opens_its_computation(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}{BORD}#calcul-s04")
    page.wait_for_function("document.querySelector('#calcul-s04').closest('details').open")
    assert page.locator("#calcul-s04 .ligne").count() == 5


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "sans-script"])
def test_a_phone_reads_the_first_minute_of_a_dashboard_and_unfolds_the_rest_a_wide_screen_reads_all(
    navigateur: Browser, adresse: str, *, scripts: bool
) -> None:
    context = navigateur.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{adresse}{BORD}")
    shown = [".phrase", "dl.chiffres", ".echeances", ".documents--etats"]
    assert [name for name in shown if not page.locator(name).first.is_visible()] == []
    chapter = page.get_by_text("masse salariale, chapitre 012")
    assert not chapter.first.is_visible()
    page.get_by_text("Mes crédits, ligne à ligne").click()
    assert chapter.first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("details.pli > summary:visible").count() == 0
    assert [item for item in page.locator("details.pli > div").all() if not item.is_visible()] == []
    context.close()


SE_TOUCHENT = """svg => {
  const said = [...svg.querySelectorAll('text')].filter(item => item.getClientRects().length);
  const boxes = said.map(item => [item.textContent, item.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], rank) => boxes.slice(rank + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)
    .map(([other]) => [one, other]));
}"""
"""The words of a drawing that stand on others: above and below its letters, a box has some white."""


@pytest.mark.parametrize("annees", [2, 5, 8, 12])
def test_the_amounts_of_a_line_of_years_do_not_touch_on_the_narrowest_screen(
    navigateur: Browser, adresse: str, annees: int
) -> None:
    context = navigateur.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(f"{adresse}{BORD}")
    found = []
    for tirage in (Random(graine) for graine in range(12)):  # noqa: S311 (amounts of a test)
        cents = [tirage.choice((tirage.randint(0, 200_000_000), 150_000_000)) for _ in range(annees)]
        points = [Point(str(2024 + rang), item, montant(item), "", estime=False) for rang, item in enumerate(cents)]
        figure = page.locator("figure.graphe").first
        figure.evaluate("(figure, drawn) => { figure.innerHTML = drawn }", str(courbe("essai", "Essai.", points)))
        found += figure.locator("svg").evaluate(SE_TOUCHENT)
    context.close()
    assert [pair for pair in found if "," in pair[0] and "," in pair[1]] == []


def test_the_menu_opens_and_closes_with_the_keyboard_on_a_phone(navigateur: Browser, adresse: str) -> None:
    context = navigateur.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(adresse)
    page.locator(".md-header [data-bascule=__drawer]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#__drawer").is_checked()
    page.keyboard.press("Escape")
    assert not page.locator("#__drawer").is_checked()
    context.close()


def test_copying_the_budget_gives_rows_for_a_french_spreadsheet_and_says_that_it_is_done(
    navigateur: Browser, adresse: str
) -> None:
    context = navigateur.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{adresse}{BORD}")
    page.locator("[data-copie]").click()
    page.wait_for_function("document.querySelector('#copie-etat').textContent.startsWith('Copié')")
    rows = [row.split("\t") for row in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert rows == [
        ["Compte", "Chapitre", "Libellé", "Section", "Montant 2027 (€)"],
        ["6216", "012", "masse salariale", "fonctionnement", "79587,20"],
        ["62876", "011", "coûts indirects", "fonctionnement", "28778,26"],
    ]
    context.close()
