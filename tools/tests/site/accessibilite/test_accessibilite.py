"""What the RGAA asks of the built site, in a real browser: rules, keyboard, large letters, imposed colours, print."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from convention.cli.mkdocs.ecrits import ICI
from tests.essais import RACINE
from tests.machine import exiger
from tests.site.acces import ESPACEMENT, agrandi, axe, coupes, defilement, parcourir, recouverts, rognes
from tests.site.construction import construit
from tests.site.lecture import CHEZ_ESSEY, ESSEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
BORD, SERVICE, SIMULATEUR = f"adherents/{ESSEY}/", "services/s04/", "simulateur/"
ECHANTILLON = (
    "",
    "convention/",
    "annexes/forfait/",
    "annexes/tarifs/",
    SERVICE,
    BORD,
    "exercices/2026/",
    SIMULATEUR,
    "gouvernance/",
    "avenants/1/",
    "accessibilite/",
)
"""The sample of the grid (docs/accessibilite/grille.yaml): a page of each kind that is laid out in its own way."""
PAGES = [pytest.param(one, id=one or "accueil") for one in ECHANTILLON]
FENETRES: Mapping[str, tuple[int, int]] = {"bureau": (1280, 800), "téléphone": (390, 800), "zoom 400 %": (320, 256)}
HABILLAGE = ICI / "habillage"
DESSINS = ("filet-fort", "encre", "or-fonce", "chardon", "brique", "vert")
"""Colours of borders and drawings: three to one at least."""
ECRITS = ("texte", "texte-2", "lien", "brique", "vert")
"""Colours of words: four and a half to one at least."""
NU = RACINE / "tools/tests/editeur/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture
def ouvrir(contexte: BrowserContext, adresse: str) -> Iterator[Callable[..., Page]]:
    """Open a page at a size, in the tab that stays; what unfolds is unfolded when asked."""
    (page,) = contexte.pages

    def opened(uri: str, taille: tuple[int, int] = (1280, 800), *, deplie: bool = False, impose: bool = False) -> Page:
        width, height = taille
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="screen", reduced_motion="reduce", forced_colors="active" if impose else "none")
        page.goto(f"{adresse}{uri}")
        if uri == SIMULATEUR:
            page.wait_for_selector("#sim-mien table")
        if deplie:
            page.evaluate("document.querySelectorAll('article details').forEach(item => item.open = true)")
        # What is unfolded may ask for a typeface that nothing had asked for: its letters are measured once it is there.
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield opened
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


def test_who_chooses_its_adherent_at_home_does_it_by_keyboard_and_stays_there(
    navigateur: Browser, servir: Callable[[str], str]
) -> None:
    page = navigateur.new_page(viewport={"width": 320, "height": 800})
    home = servir("adherents")
    page.goto(home)
    choice = page.get_by_label("Votre commune ou établissement")
    names = choice.locator("option").all_inner_texts()[1:]
    assert names == sorted(names, key=lambda name: name.replace("É", "E").lower())
    choice.focus()
    page.keyboard.type("Lax")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ouvrir son tableau de bord"
    assert (page.url, axe(page), defilement(page), rognes(page)) == (home, [], 0, [])
    assert [stop for stop in parcourir(page) if stop.faute] == []
    page.close()


@pytest.mark.parametrize("fenetre", FENETRES)
@pytest.mark.parametrize("uri", PAGES)
def test_each_stop_of_the_keyboard_is_seen_and_none_is_under_the_header(
    ouvrir: Callable[..., Page], uri: str, fenetre: str
) -> None:
    stops = parcourir(ouvrir(uri, FENETRES[fenetre]))
    assert len(stops) > 10
    assert [stop for stop in stops if stop.faute] == []


@pytest.mark.parametrize("uri", [*PAGES, "services/s03/", "services/s08/", "adherents/metropole-grand-nancy/"])
def test_nothing_runs_off_a_window_of_320_pixels_and_no_word_stands_on_another(
    ouvrir: Callable[..., Page], uri: str
) -> None:
    page = ouvrir(uri, (320, 800), deplie=True)
    assert (defilement(page), rognes(page), recouverts(page)) == (0, [], [])


@pytest.mark.parametrize("uri", ["exercices/2026/", f"adherents/{ESSEY}/"])
@pytest.mark.parametrize("largeur", [1280, 390])
def test_a_font_that_does_not_come_puts_no_amount_on_another(
    navigateur: Browser, adresse: str, uri: str, largeur: int
) -> None:
    page = navigateur.new_page(viewport={"width": largeur, "height": 800})
    page.route("**/*.woff2", lambda asked: asked.abort())
    page.goto(f"{adresse}{uri}")
    assert (page.evaluate("document.fonts.check('1em \"EB Garamond\"')"), rognes(page), recouverts(page)) == (
        False,
        [],
        [],
    )
    page.close()


@pytest.mark.parametrize("uri", [*PAGES, "adherents/", "annexes/organigramme/"])
def test_a_phone_cuts_no_word_and_no_amount_of_a_table_in_two(ouvrir: Callable[..., Page], uri: str) -> None:
    assert coupes(ouvrir(uri, (390, 800), deplie=True)) == []


@pytest.mark.parametrize("uri", ["avenants/1/", "gouvernance/"])
@pytest.mark.parametrize("largeur", [768, 960])
def test_nor_does_a_tablet_cut_a_date_of_a_table(ouvrir: Callable[..., Page], uri: str, largeur: int) -> None:
    assert coupes(ouvrir(uri, (largeur, 900), deplie=True)) == []


def test_the_widest_table_of_a_dashboard_stays_in_the_smallest_tablet(ouvrir: Callable[..., Page]) -> None:
    assert defilement(ouvrir("adherents/laxou/", (720, 900), deplie=True)) == 0


def test_the_scale_of_the_causes_has_room_on_a_phone(ouvrir: Callable[..., Page]) -> None:
    assert recouverts(ouvrir("adherents/laxou/", (360, 800), deplie=True)) == []


@pytest.mark.parametrize("largeur", [320, 360])
def test_nor_does_the_smallest_phone_cut_one_of_a_dashboard(ouvrir: Callable[..., Page], largeur: int) -> None:
    page = ouvrir(f"adherents/{ESSEY}/", (largeur, 800), deplie=True)
    assert (coupes(page), defilement(page)) == ([], 0)


@pytest.mark.parametrize("uri", PAGES)
def test_words_may_be_spaced_out_and_none_is_lost(ouvrir: Callable[..., Page], uri: str) -> None:
    page = ouvrir(uri, deplie=True)
    page.add_style_tag(content=ESPACEMENT)
    for largeur in (1280, 320):
        page.set_viewport_size({"width": largeur, "height": 800})
        assert (rognes(page), recouverts(page)) == ([], []), largeur


@pytest.mark.parametrize("uri", PAGES)
def test_letters_twice_as_large_lose_nothing(ouvrir: Callable[..., Page], uri: str) -> None:
    page = ouvrir(uri, deplie=True)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    with agrandi(page):
        page.wait_for_function(f"parseFloat(getComputedStyle(document.querySelector('h1')).fontSize) > {before * 1.5}")
        for largeur in (1280, 640):
            page.set_viewport_size({"width": largeur, "height": 800})
            assert (defilement(page), rognes(page), recouverts(page)) == (0, [], []), largeur


def test_drawings_take_the_colours_that_the_system_imposes(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir(BORD, impose=True)
    fills = page.evaluate(
        "[...document.querySelectorAll('.frise rect, [class^=b-], .jauge__constate')]"
        ".map(item => getComputedStyle(item)).map(style => [style.fill, style.stroke])"
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert len(fills) > 20
    assert [pair for pair in fills if set(pair) <= {ground, "none"}] == []


def test_what_is_printed_is_the_page_whole_without_the_menus(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir(BORD, (794, 1123), deplie=True)
    page.emulate_media(media="print")
    hidden = "nom => { const item = document.querySelector(nom); return !item || !item.checkVisibility(); }"
    assert [nom for nom in (".md-header", ".md-tabs", ".pied", ".frise") if not page.evaluate(hidden, nom)] == []
    assert (rognes(page), recouverts(page)) == ([], [])


def test_the_first_link_leads_to_the_title(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir("")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    assert page.evaluate("document.activeElement.querySelector('h1').getBoundingClientRect().top") > 0


def test_each_image_is_named_or_passed_and_each_figure_bears_its_caption(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir(BORD)
    outer = "[...document.querySelectorAll('svg')].filter(item => !item.parentElement.closest('svg'))"
    passed = ".filter(item => item.getAttribute('aria-hidden') === 'true')"
    named = ".filter(item => item.getAttribute('role') === 'img' && item.getAttribute('aria-labelledby'))"
    count = page.evaluate(f"[{outer}.length, {outer}{passed}.length, {outer}{named}.length]")
    assert count[0] == count[1] + count[2]
    assert page.evaluate(f"{outer}{passed}.filter(item => item.querySelector('title, desc')).length") == 0
    figures = page.evaluate(
        "[...document.querySelectorAll('figure')].map(item => [item.getAttribute('role'),"
        " item.getAttribute('aria-label'), item.querySelector('figcaption').textContent])"
    )
    assert figures
    assert [item for item in figures if item[0] != "figure" or item[1] != item[2]] == []


def test_each_table_has_its_title_and_each_header_its_reach(ouvrir: Callable[..., Page]) -> None:
    for uri in (BORD, SIMULATEUR, "annexes/tarifs/"):
        page = ouvrir(uri)
        tables = page.locator("article table")
        assert tables.count() > 0
        assert page.locator("article table th:not([scope=col], [scope=row])").count() == 0
        untitled = "all => all.filter(item => !item.caption).map(item => item.className)"
        assert [name for name in tables.evaluate_all(untitled) if "tableau--texte" not in name] == []


def test_the_fields_of_a_service_are_a_group_that_bears_its_name(ouvrir: Callable[..., Page]) -> None:
    assert ouvrir(SIMULATEUR).get_by_role("group", name="S04 Parcs").count() == 1


def test_colours_stand_out_in_both_presentations() -> None:
    text = (HABILLAGE / "assets/styles/jetons.css").read_text("utf-8")
    for scheme in ("default", "slate"):
        (block,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\]\{{(.*?)\}}', text, re.DOTALL)
        colours = {name: _luminance(value) for name, value in re.findall(r"--([a-z0-9-]+):#([0-9a-f]{6})", block)}
        for ground in ("fond", "surface"):
            drawn = {name: _contraste(colours[name], colours[ground]) for name in DESSINS}
            written = {name: _contraste(colours[name], colours[ground]) for name in ECRITS}
            assert {name: ratio for name, ratio in drawn.items() if ratio < 3} == {}, (scheme, ground)
            assert {name: ratio for name, ratio in written.items() if ratio < 4.5} == {}, (scheme, ground)


def _luminance(hexa: str) -> float:
    parts = [int(hexa[rank : rank + 2], 16) / 255 for rank in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contraste(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_no_single_key_does_anything(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir(SERVICE)
    here = page.url
    for key in "fsnp/.,":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")
    assert not page.locator("#__search").is_checked()
    assert page.url == here


def test_the_results_of_a_search_are_reached_by_tabulation_and_escape_leaves_them(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir("")
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("messagerie")
    page.wait_for_selector(".md-search-result__item a", timeout=20_000)
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("trouve__lien")
    assert page.locator(".md-search-result__meta[role=status]").inner_text().endswith("pages")
    # What the results cover in part is no target as long as they are there.
    assert [found for found in axe(page) if found[0] != "target-size"] == []
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()


def test_the_menu_and_the_dark_presentation_are_buttons_that_say_their_state(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir("", FENETRES["téléphone"])
    menu, sombre = page.locator(".md-header [data-bascule=__drawer]"), page.locator("[data-presentation]")
    assert (menu.get_attribute("aria-expanded"), sombre.get_attribute("aria-pressed")) == ("false", "false")
    sombre.press("Enter")
    page.wait_for_selector("[data-presentation][aria-pressed=true]")
    menu.press("Enter")
    page.wait_for_selector(".md-header [data-bascule=__drawer][aria-expanded=true]")
    page.wait_for_function("!!document.activeElement.closest('#menu')")
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.dataset.bascule") == "__drawer"


def test_on_a_phone_a_table_laid_out_in_cards_is_still_a_table(ouvrir: Callable[..., Page]) -> None:
    page = ouvrir(BORD, FENETRES["téléphone"])
    page.evaluate("for (const fold of document.querySelectorAll('article details')) fold.open = true")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in tree]
    assert roles.count("table") == page.locator("article table").count()
    assert {"rowheader", "columnheader", "row", "cell"} <= set(roles)


def valides(*fichiers: Path) -> list[str]:
    """Return what the validator of the W3C says of pages."""
    exiger(shutil.which("java") and NU.is_file(), "il faut java, et « make test », qui installe le validateur HTML")
    command = ["java", "-Xss4m", "-jar", str(NU), "--format", "json", "--stdout", "--exit-zero-always", "--errors-only"]
    run = subprocess.run([*command, *map(str, fichiers)], capture_output=True, encoding="utf-8", check=True)
    return [f"{item['url']} : {item['message']}" for item in json.loads(run.stdout)["messages"]]


def test_the_html_of_pages_is_valid_as_it_is_served_and_as_scripts_make_it(
    ouvrir: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    site = construit(tmp_path_factory, CHEZ_ESSEY)
    made = tmp_path / "simulateur.html"
    made.write_text(ouvrir(SIMULATEUR).content(), "utf-8")
    assert valides(*(site / uri / "index.html" for uri in ECHANTILLON), site / "404.html", made) == []
