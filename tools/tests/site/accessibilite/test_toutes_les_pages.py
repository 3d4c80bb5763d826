"""Every page, and not a sample: judged by programs that nobody here wrote. `make corpus` runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.acces import axe
from tests.site.accessibilite.test_accessibilite import valides
from tests.site.construction import construit
from tests.site.lecture import CHEZ_ESSEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.corpus]


@pytest.mark.navigateur
def test_axe_finds_nothing_on_any_page(
    page: Page,
    servir: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
    record_property: Callable[[str, object], None],
) -> None:
    site = construit(tmp_path_factory, CHEZ_ESSEY)
    address, found = servir(CHEZ_ESSEY), {}
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for uri in pages:
        page.goto(f"{address}{uri}")
        page.evaluate("document.querySelectorAll('article details').forEach(item => item.open = true)")
        found[uri] = axe(page)
    record_property("lus", len(pages))
    assert {uri: faults for uri, faults in found.items() if faults} == {}


def test_vnu_finds_nothing_on_any_page(
    tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    sites = [construit(tmp_path_factory, niveau) for niveau in ("public", "adherents", CHEZ_ESSEY)]
    pages = [path for site in sites for path in sorted(site.rglob("*.html"))]
    record_property("lus", len(pages))
    assert valides(*pages) == []
