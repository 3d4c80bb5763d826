"""Each site is served once for the tests of a process."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.site.chromium import servi
from tests.site.construction import commun, construit
from tests.site.lecture import CHEZ_ESSEY, Partage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session", autouse=True)
def partage(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell where the processes of this run share what they make."""
    Partage.dossier = commun(tmp_path_factory)


@pytest.fixture(scope="session")
def servir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Give the address of the site of a reader."""
    found: dict[str, str] = {}
    with ExitStack() as stack:

        def address(niveau: str) -> str:
            if niveau not in found:
                found[niveau] = stack.enter_context(servi(construit(tmp_path_factory, niveau)))
            return found[niveau]

        yield address


@pytest.fixture(scope="session")
def adresse(servir: Callable[[str], str]) -> str:
    """Serve the site of an adherent."""
    return servir(CHEZ_ESSEY)


@pytest.fixture(scope="module")
def contexte(navigateur: Browser) -> Iterator[BrowserContext]:
    """Keep what was fetched, and a tab: each page opened without another one starts a process, and costs twice more."""
    context = navigateur.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", accept_downloads=True
    )
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(contexte: BrowserContext) -> Iterator[Page]:
    """Open a page at the size of a desk; nothing that it has kept is left."""
    page = contexte.new_page()
    yield page
    everything = {"origin": "*", "storageTypes": "all"}
    contexte.new_cdp_session(page).send("Storage.clearDataForOrigin", everything)
    page.close()
