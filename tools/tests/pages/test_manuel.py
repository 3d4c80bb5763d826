"""The manual of the tool: every page of docs/ is in it, no link leads nowhere, nothing is asked of another site."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.cli.commande import HERITE
from tests.essais import RACINE
from tests.site.lecture import lire_html

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.lecture import Page

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def manuel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it as `make manuel` does, elsewhere."""
    vers = tmp_path_factory.mktemp("manuel") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", "tools/manuel.yml", "--site-dir", str(vers)]
    env = {**HERITE, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=RACINE, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return vers


@pytest.fixture(scope="module")
def lues(manuel: Path) -> dict[str, Page]:
    """Its pages, by the path of their file."""
    files = sorted(manuel.rglob("index.html"))
    return {path.relative_to(manuel).as_posix(): lire_html(path.read_text("utf-8")) for path in files}


def _leads(manuel: Path, lues: dict[str, Page], page: str, lien: str) -> bool:
    """Tell whether a link leads to a file of the manual and, when it has an anchor, to a place of its page."""
    parts = urlsplit(urljoin(f"http://manuel/{page}", lien))
    path = unquote(parts.path).lstrip("/")
    path += "index.html" if not path or path.endswith("/") else ""
    if path in lues:
        return not parts.fragment or unquote(parts.fragment) in lues[path].ancres
    return (manuel / path).is_file()


def test_every_page_of_the_documentation_is_in_it(lues: dict[str, Page]) -> None:
    written = {path.relative_to(RACINE / "docs").with_suffix("").as_posix() for path in (RACINE / "docs").rglob("*.md")}
    expected = {"index.html" if path == "index" else f"{path}/index.html" for path in written}
    assert expected - lues.keys() == set()


def test_every_link_leads_to_a_page_of_it_and_to_a_place_of_that_page(manuel: Path, lues: dict[str, Page]) -> None:
    links = [(page, lien) for page, read in lues.items() for lien in read.liens if not urlsplit(lien).scheme]
    assert len(links) > len(lues)
    assert [(page, lien) for page, lien in links if not _leads(manuel, lues, page, lien)] == []


def test_what_its_pages_cite_of_the_repository_can_be_read_there(lues: dict[str, Page]) -> None:
    led = {urljoin(f"/{page}", lien).partition("#")[0] for page, read in lues.items() for lien in read.liens}
    assert "/depot/SECURITY/" in led
    assert "Ce que prouve un sceau" in lues["depot/SECURITY/index.html"].texte.replace("\u2019", "'")


def test_it_asks_nothing_of_another_site(lues: dict[str, Page]) -> None:
    asked = {address for read in lues.values() for address in read.ressources}
    assert {address for address in asked if urlsplit(address).netloc} == set()


def test_a_word_of_a_page_is_found_by_the_search(manuel: Path) -> None:
    index = json.loads((manuel / "search/search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["fr"]
    assert "tarifs/" in {item["location"].partition("#")[0] for item in index["docs"] if "barème" in item["text"]}


def test_no_list_nor_table_of_a_page_is_left_as_it_is_typed(lues: dict[str, Page]) -> None:
    typed = [page for page, read in lues.items() if "| --- |" in read.texte or "\n- **" in read.texte]
    assert typed == []
