"""Another generator, of the same pages: the same site, so that one may be left for the other on any day."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import pytest

from convention.cli.cadre.contexte import Contexte
from convention.cli.cadre.lecteur import Demande
from convention.cli.mkdocs.ecrits import ecrits
from convention.cli.mkdocs.finition import finir
from convention.model.cadre.hors_donnees import CONFIGURATION
from convention.site.acces import lire
from convention.site.pages import ecrire, synonymes
from tests.cli.commande import contenu
from tests.essais import GRAND_NANCY, RACINE
from tests.machine import exiger
from tests.site.acces import axe
from tests.site.accessibilite.test_accessibilite import ECHANTILLON
from tests.site.chromium import servi
from tests.site.construction import JOUR, atelier, construit
from tests.site.generateur.test_recherche import ATTENDUS, ouvrir, trouver
from tests.site.lecture import CHEZ_ESSEY, lire_html

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.long
ZENSICAL = RACINE / ".venv-zensical" / "bin" / "zensical"
D_UN_SEUL = {"sitemap.xml.gz", "search.json", ".convention-dossier"}
"""What one of them writes besides, and no page asks for."""


class Sites(NamedTuple):
    """The site of one reader, by each generator."""

    mkdocs: Path
    zensical: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Build with Zensical, as it is installed by its own lock file, what MkDocs has built."""
    exiger(ZENSICAL.is_file(), "il faut « make longs », qui installe Zensical")
    folder = tmp_path_factory.mktemp("zensical")
    root = atelier(shutil.copytree(GRAND_NANCY, folder / "depot"))
    site = Demande(Contexte(root), lire(CHEZ_ESSEY), date.fromisoformat(JOUR), "").lire()
    pages = ecrire(site)
    for name, content in ecrits(root, site, pages).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    command = [str(ZENSICAL), "build", "--strict", "--config-file", str(folder / CONFIGURATION)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, "No issues found" in run.stderr) == (0, True), run.stderr
    finir(folder / "site", pages, synonymes(site), {}, ())
    return Sites(construit(tmp_path_factory, CHEZ_ESSEY), folder / "site")


def test_the_addresses_are_the_same(sites: Sites) -> None:
    mkdocs, zensical = (contenu(site).keys() - D_UN_SEUL for site in sites)
    assert zensical == mkdocs


def test_what_is_not_a_page_has_the_same_bytes_search_and_style_sheet_but_for_the_theme(sites: Sites) -> None:
    mkdocs, zensical = (
        {path: content for path, content in contenu(site).items() if not path.endswith(".html")} for site in sites
    )
    differ = {path for path in mkdocs.keys() & zensical.keys() if mkdocs[path] != zensical[path]}
    assert differ == {"assets/styles/site.css"}


def _said(site: Path) -> dict[str, tuple[str, list[str], frozenset[str]]]:
    """Return what each page says, where it leads, what may be led to."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        place = path.relative_to(site).as_posix().removesuffix("index.html")
        page = lire_html(path.read_text("utf-8"))
        links = [urljoin(f"https://site/{place}", link) for link in page.liens]
        found[place] = (page.texte, links, page.ancres)
    return found


def test_each_page_says_the_same_and_leads_to_the_same(sites: Sites) -> None:
    mkdocs, zensical = map(_said, sites)
    assert {place for place, said in mkdocs.items() if zensical[place] != said} == set()


@pytest.mark.navigateur
def test_every_question_finds_the_same(sites: Sites, page: Page) -> None:
    found = []
    for site in sites:
        with servi(site) as address:
            ouvrir(page, address)
            found.append([[at.removeprefix(address) for at in trouver(page, asked)] for asked, _ in ATTENDUS])
    assert found[1] == found[0]
    assert all(found[1])


@pytest.mark.navigateur
def test_every_rule_of_axe_finds_nothing_in_what_it_lays_out(sites: Sites, page: Page) -> None:
    with servi(sites.zensical) as address:
        for uri in ECHANTILLON:
            page.goto(f"{address}{uri}")
            assert axe(page) == [], uri
