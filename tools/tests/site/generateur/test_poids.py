"""What a first page asks for, compressed as a server sends it; what the style sheet keeps of the theme."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

import pytest

from convention.cli.mkdocs.finition import classes, utiles
from tests.site.lecture import CHEZ_ESSEY, ESSEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Response, Route

OCTETS_MAX = 150_000
"""What a phone of the countryside reads in three seconds."""
PAGES = ("", f"adherents/{ESSEY}/", "annexes/tarifs/", "simulateur/", "lectures/", "convention/", "services/s04/")
"""The most read, and the longest."""
DEJA_COMPRESSES = (".woff2", ".png", ".gz", ".xlsx", ".pdf")


@pytest.mark.long
@pytest.mark.navigateur
def test_a_first_page_asks_for_150_kilobytes_at_most(navigateur: Browser, servir: Callable[[str], str]) -> None:
    adresse = servir(CHEZ_ESSEY)
    weights = {page: weigh(navigateur, f"{adresse}{page}") for page in PAGES}
    assert {page: octets for page, octets in weights.items() if octets > OCTETS_MAX} == {}, weights


def weigh(navigateur: Browser, url: str) -> int:
    """Open a page in a browser that has nothing yet, and add up what it asked for."""
    context = navigateur.new_context(viewport={"width": 412, "height": 823})
    answers: list[Response] = []
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (playwright marks what it is given)
    page.goto(url, wait_until="networkidle")
    found = sum(sent(answer) for answer in answers if not answer.url.startswith("data:"))
    context.close()
    return found


def sent(answer: Response) -> int:
    """Return the bytes of an answer, compressed unless it already is."""
    body = answer.body()
    return len(body) if answer.url.endswith(DEJA_COMPRESSES) else len(gzip.compress(body))


@pytest.mark.long
@pytest.mark.navigateur
def test_nothing_that_is_read_moves_while_the_simulator_gets_ready(
    navigateur: Browser, servir: Callable[[str], str]
) -> None:
    context = navigateur.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    page.add_init_script(
        "window.glisse = 0; new PerformanceObserver(liste => liste.getEntries().forEach(({ value }) => "
        "{ window.glisse += value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    page.route("**/*.woff2", come_late)
    page.goto(f"{servir(CHEZ_ESSEY)}simulateur/")
    page.wait_for_selector("#simulation:not([hidden])")
    page.wait_for_timeout(200)
    assert page.evaluate("window.glisse") < 0.05
    context.close()


def come_late(font: Route) -> None:
    """Let a font come when the page already shows, as where the network is slow."""
    time.sleep(0.4)
    font.continue_()


def test_a_rule_stays_when_a_page_has_all_its_classes() -> None:
    sheet = (
        ".a .b{x:1}.a,.c>.d{x:2}.c:not(.zz){x:3}.a:is(.zz,.b){x:4}@media print{.zz{x:5}.a{x:6}}@media all{.zz{x:7}}"
        '@font-face{src:url(a)}h1{x:8}@charset "x";.e\\:f{x:9}/* .zz */'
    )
    kept = utiles(sheet, {"a", "b", "e:f"})
    assert kept == (
        '.a .b{x:1}.a{x:2}.a:is(.zz,.b){x:4}@media print{.a{x:6}}@font-face{src:url(a)}h1{x:8}@charset "x";.e\\:f{x:9}'
    )


def test_the_classes_of_a_page_are_read_from_its_tags() -> None:
    assert classes('<p class="a b"><i class="c">') == {"a", "b", "c"}
