"""The built site: strict, whole, small, asking nothing from anywhere else, telling nothing to the wrong reader."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from convention.cli.mkdocs.recherche import FICHIER, mots
from tests.essais import FIGES, GRAND_NANCY, nancy, remplacer
from tests.site.construction import atelier, construit, mkdocs
from tests.site.lecture import CHEZ_ESSEY, Page, ancre, lire_html
from tests.site.test_niveaux import CITES_PAR_LA_CONVENTION
from tests.site.test_pages import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


POIDS_MAX = 300_000
NIVEAUX = ("public", pytest.param(CHEZ_ESSEY, marks=pytest.mark.long))


@pytest.fixture(params=NIVEAUX, scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return construit(tmp_path_factory, request.param)


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[Path, Page]:
    return {path: lire_html(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


@pytest.mark.long
def test_every_link_and_resource_of_the_built_site_exists(site: Path, pages: Mapping[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        here = path.relative_to(site).parent.as_posix()
        for link in (*page.liens, *page.ressources):
            target, _, anchor = link.partition("#")
            if target.startswith(("mailto:", "javascript:", "data:")) or path.name == "404.html":
                continue
            reached = site / posixpath.normpath(posixpath.join(here, target)) if target else path
            reached = reached / "index.html" if reached.is_dir() else reached
            anchor = ancre(f"{reached.parent.relative_to(site).as_posix()}/", anchor)
            if not reached.is_file() or (anchor and reached in pages and anchor not in pages[reached].ancres):
                broken.append((here, link))
    assert broken == []


def test_every_page_says_before_anything_else_that_its_figures_are_invented(pages: Mapping[Path, Page]) -> None:
    for path, page in pages.items():
        sentence = "Démonstration . Des chiffres, des réunions, des avis et des avenants de ce site sont inventés."
        assert sentence in page.texte, path
        assert "€" not in page.texte.partition(sentence)[0], path


def test_no_page_asks_anything_from_another_host(site: Path, pages: Mapping[Path, Page]) -> None:
    for path, page in pages.items():
        assert not [link for link in (*page.liens, *page.ressources) if "//" in link], path
    for path in sorted(site.rglob("assets/styles/*.css")):
        # A drawing written in the sheet names the language it is in, and asks for nothing.
        sheet = re.sub(r"/\*.*?\*/|url\(\"data:[^\"]*\"\)", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert "//" not in sheet, path


@pytest.mark.long
def test_every_page_says_where_it_stands_from_the_home_page_and_in_which_part_of_the_site(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # The site of all adherents: its dashboards are in no menu.
    for path in sorted(construit(tmp_path_factory, "adherents").rglob("*/index.html")):
        text = path.read_text("utf-8")
        assert text.count("md-tabs__item--active") == 1, path
        way = re.search(r'<nav class="fil".*?</nav>', text, re.DOTALL)
        title = re.search(r"<title>(.*?) - ", text)
        assert way is not None, path
        assert title is not None, path
        assert re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]*)", way[0])[0] == "Accueil", path
        assert f'<li aria-current="page">{title[1]}</li>' in way[0], path


def test_no_script_and_no_style_is_written_in_a_page(site: Path) -> None:
    written = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=")
    found = {path.name: written.search(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert {name: match for name, match in found.items() if match is not None} == {}


def test_a_printed_page_says_what_it_is_worth_and_of_which_data(site: Path) -> None:
    (sheet,) = site.glob("assets/styles/*.css")
    told = "Convention informatique mutualisée · données de démonstration · calculé le 23\xa0novembre 2026 · empreinte"
    assert f'@bottom-left{{content:"{told}' in sheet.read_text("utf-8")


def test_a_page_weighs_at_most_300_kilobytes(site: Path) -> None:
    assert max(path.stat().st_size for path in site.rglob("*.html")) <= POIDS_MAX


def test_the_search_index_of_the_public_names_no_adherent(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = construit(tmp_path_factory, "public")
    names = {dossier.identite.nom for dossier in nancy().dossiers.values()} - CITES_PAR_LA_CONVENTION
    words = json.loads((site / FICHIER).read_text("utf-8"))["mots"]
    assert not [nom for nom in names if len(mots(nom)) == 1 and mots(nom)[0] in words]
    every = [path for path in sorted(site.rglob("*")) if path.suffix in {".html", ".json", ".csv", ".xml"}]
    assert len(every) > 60
    for path in every:
        text = path.read_text("utf-8")
        assert not [nom for nom in names if nom in text], path
    assert not (site / "adherents").exists()


def test_two_cells_side_by_side_are_two_words_for_the_search(site: Path) -> None:
    words = json.loads((site / FICHIER).read_text("utf-8"))["mots"]
    assert {"etudes", "s02"} <= set(words)
    assert not [word for word in words if "etudess02" in word]


@pytest.fixture(scope="module")
def copie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a site is built from."""
    return atelier(shutil.copytree(GRAND_NANCY, tmp_path_factory.mktemp("copie") / "depot"))


@pytest.mark.long
def test_a_hostile_label_appears_as_text_on_pages_in_titles_and_in_the_navigation(copie: Path) -> None:
    path = copie / "catalogue" / "services" / "S09.yaml"
    text, written = path.read_text("utf-8"), HOSTILE.replace("'", "''")
    remplacer(path, "nom_court: Télétravail", f"nom_court: '{written}'")
    run = mkdocs(copie, copie / "hostile", "public")
    path.write_text(text, "utf-8")
    assert run.returncode == 0, run.stderr
    pages = sorted((copie / "hostile").rglob("*.html"))
    assert all("<script>alert(1)" not in page.read_text("utf-8") for page in pages)
    shown = lire_html((copie / "hostile" / "services" / "s09" / "index.html").read_text("utf-8"))
    assert shown.texte.count("<script>alert(1)</script> & *gras*") > 1
    index = json.loads((copie / "hostile" / FICHIER).read_text("utf-8"))
    assert [titre for titre, *_ in index["pages"] if "<script>alert(1)</script> & *gras*" in titre]


@pytest.mark.long
def test_data_with_errors_builds_no_site_and_says_why(copie: Path) -> None:
    path = copie / "pricing" / "forfait.yaml"
    text = path.read_text("utf-8")
    remplacer(path, "montant: 700.00", "montant: sept cents")
    run = mkdocs(copie, copie / "faux", "public")
    path.write_text(text, "utf-8")
    assert run.returncode == 1
    told = run.stderr.replace("\xa0", " ")
    assert "pricing/forfait.yaml:7:33 : erreur FOR004\n  « sept cents » n'est pas un montant\n" in told
    assert (run.stdout, (copie / "faux").exists()) == ("", False)


def test_a_wrong_accessibility_grid_builds_no_site_and_says_why(tmp_path: Path) -> None:
    depot = atelier(shutil.copytree(FIGES / "mini", tmp_path / "depot"))
    remplacer(depot / "docs" / "accessibilite" / "grille.yaml", 'numero: "1.2"', 'numero: "1.99"')
    run = mkdocs(depot, tmp_path / "site", "public")
    assert (run.returncode, (tmp_path / "site").exists()) == (1, False)
    assert "docs/accessibilite/grille.yaml : les 106 critères" in run.stderr.replace("\xa0", " ")


def test_an_unknown_level_builds_no_site_and_says_why(tmp_path: Path) -> None:
    run = mkdocs(FIGES / "mini", tmp_path, "tout-le-monde")
    assert run.returncode == 2
    assert "n'est pas un niveau" in run.stderr
