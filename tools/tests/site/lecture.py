"""Reading published pages back: their text, links, anchors, tables.

Knows: HTML, the standard library's parser. Must not know: what is tested.
"""

from __future__ import annotations

import pickle
import posixpath
import re
from datetime import date
from functools import cache, lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.engine.contribution import Calculs
from convention.model.depot import Depot
from convention.site.acces import Acces
from convention.site.acces import lire as lire_acces
from convention.site.bord import bord
from convention.site.communes import exercices, lectures
from convention.site.communs import Communs
from convention.site.ensemble import Site, assembler
from convention.site.pages import GENRES, commun, ecrire, ecrire_bord
from convention.site.rendu.page import adresse, tableau_de_bord
from convention.site.rendu.rendu import rendre
from tests.espaces import espaces
from tests.essais import FIGES, RACINE, fichiers, lire, nancy
from tests.site.construction import une_fois

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


SITUATION = re.compile(r"adherent=[a-z0-9-]+(&exercice=20[0-9]{2})?|avec=[A-Z0-9.]+")
ESSEY = "essey-les-nancy"
CHEZ_ESSEY = f"adherent:{ESSEY}"
SAULXURES = "saulxures-les-nancy"
CHEZ_SAULXURES = f"adherent:{SAULXURES}"
JOUR = date(2026, 11, 23)
"""The day of a page, when a test says no other."""
CALCULS = Calculs()
"""Keeps what was computed from one site to the next, as `convention servir` does from one change to the next."""


def pages(
    depot: Depot, jour: date, acces: Acces, textes: Mapping[str, str] = MappingProxyType({}), depot_en_ligne: str = ""
) -> Mapping[str, str | bytes]:
    """Make a whole site: Markdown pages and downloads, by address."""
    return ecrire(assembler(depot, jour, acces, textes, depot_en_ligne, CALCULS))


class Page(NamedTuple):
    """A page as a reader's program sees it."""

    texte: str
    liens: tuple[str, ...]
    ancres: frozenset[str]
    ressources: tuple[str, ...]
    """Addresses that the page asks for by itself: styles, scripts, images."""
    rangees: tuple[tuple[str, ...], ...]
    """Cells of every row of every table, spaces made ordinary."""


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texte: list[str] = []
        self.liens: list[str] = []
        self.ancres: set[str] = set()
        self.ressources: list[str] = []
        self.rangees: list[list[str]] = []
        self._muet = 0
        self._note = 0
        self._cellule = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.ancres.add(known["id"])
        if tag == "a" and "href" in known:
            self.liens.append(known["href"])
        if tag in {"script", "img"} and "src" in known:
            self.ressources.append(known["src"])
        if tag == "link" and known.get("rel") in {"stylesheet", "icon", "preconnect"}:
            self.ressources.append(known["href"])
        self._muet += tag in {"script", "style"}
        self._note += tag in {"small", "summary"}
        if tag == "tr":
            self.rangees.append([])
        if tag in {"td", "th"} and self.rangees:
            self.rangees[-1].append("")
            self._cellule = True

    def handle_endtag(self, tag: str) -> None:
        self._muet -= tag in {"script", "style"}
        self._note -= tag in {"small", "summary"}
        if tag in {"td", "th"}:
            self._cellule = False

    def handle_data(self, data: str) -> None:
        if self._muet:
            return
        self.texte.append(data)
        if self._cellule and not self._note:
            self.rangees[-1][-1] += data


@lru_cache(maxsize=1024)  # the pages of a site are read by several files of tests
def lire_html(html: str) -> Page:
    """Read a page, or the Markdown of one: its blocks are HTML."""
    reader = _Lecteur()
    reader.feed(html)
    rows = tuple(tuple(" ".join(ordinaire(cell).split()) for cell in row) for row in reader.rangees)
    return Page(
        " ".join(ordinaire(" ".join(reader.texte)).split()),
        tuple(reader.liens),
        frozenset(reader.ancres),
        tuple(reader.ressources),
        rows,
    )


def pages_lues(pages: Mapping[str, str | bytes]) -> dict[str, Page]:
    """Read every page of a site, downloads left out."""
    return {uri: lire_html(text) for uri, text in pages.items() if isinstance(text, str) and uri.endswith(".md")}


def liens_rompus(pages: Mapping[str, str | bytes], lues: Mapping[str, Page]) -> list[tuple[str, str]]:
    """List the links that lead nowhere: to a page, a download or an anchor that does not exist, each with its page.

    Args:
        pages: every page and download, by address.
        lues: the pages among them, as a browser reads them.
    """
    read = {adresse(uri): page for uri, page in lues.items()}
    headings = {
        adresse(uri): set(re.findall(r"^## .* \{#([^}]+)\}$", text, re.MULTILINE)) | {""}
        for uri, text in pages.items()
        if isinstance(text, str)
    }
    files = {uri for uri in pages if not uri.endswith(".md")}
    broken = []
    for place, page in read.items():
        for link in page.liens:
            path, _, anchor = link.partition("#")
            if path.startswith("mailto:"):
                continue
            target = posixpath.normpath(posixpath.join(place or ".", path)) if path else place.rstrip("/") or "."
            page_at = "" if target == "." else f"{target}/"
            anchor = ancre(page_at, anchor)
            known = page_at in read and (not anchor or anchor in read[page_at].ancres | headings[page_at])
            if not known and target not in files:
                broken.append((place, link))
    return broken


def ordinaire(text: str) -> str:
    """Make every space ordinary, and every apostrophe straight."""
    return espaces(text).replace("’", "'")


def site_reel(niveau: str, jour: date) -> Site:
    """Return the site of this repository for a reader: what all of them ask alike is computed once."""
    return _site_reel(jour)._replace(acces=lire_acces(niveau))


@cache
def _site_reel(jour: date) -> Site:
    glossaire = (RACINE / "docs" / "glossaire.md").read_text("utf-8")
    site = assembler(nancy(), jour, lire_acces("public"), {"glossaire": glossaire}, calcule=CALCULS)
    return site._replace(communs=Communs(_unwritten))


def _unwritten(_valeurs: str, _faire: Callable[[], bytes]) -> bytes:
    """Leave empty a PDF or a workbook, that pages only lead to: `test_etats` reads those of the site."""
    return b""


class Partage:
    """Where the processes of a run leave to one another what takes seconds to make."""

    dossier: Path | None = None


@cache
def pages_reelles(niveau: str, jour: date) -> Mapping[str, str | bytes]:
    """Write the site of this repository for a reader: once for all test processes."""
    return _partagees(f"pages-{niveau}-{jour}", lambda: ecrire(site_reel(niveau, jour)))


@cache
def pages_figees(nom: str, niveau: str, jour: date) -> Mapping[str, str | bytes]:
    """Write the site of another frozen convention for a reader: once for all test processes."""
    return _partagees(
        f"pages-{nom}-{niveau}-{jour}", lambda: ecrire(_site_fige(nom, jour)._replace(acces=lire_acces(niveau)))
    )


@cache
def _site_fige(nom: str, jour: date) -> Site:
    return site_de(nom, "public", jour)._replace(communs=Communs(_unwritten))


def _partagees(nom: str, ecrites: Callable[[], Mapping[str, str | bytes]]) -> Mapping[str, str | bytes]:
    assert Partage.dossier is not None
    made = une_fois(Partage.dossier / f"{nom.replace(':', '-')}.pickle", lambda: pickle.dumps(dict(ecrites())))
    found: dict[str, str | bytes] = pickle.loads(made)  # noqa: S301 (written by another process of the same run)
    return found


def page_reelle(niveau: str, jour: date, uri: str) -> Page:
    """Read one of its pages back."""
    content = pages_reelles(niveau, jour)[uri]
    assert isinstance(content, str)
    return lire_html(content)


def bord_essey() -> Page:
    """Read back the dashboard of Essey, as it reads it."""
    return page_reelle(CHEZ_ESSEY, JOUR, f"adherents/{ESSEY}.md")


def site_de(donnees: Mapping[str, str] | Depot | str, niveau: str = "adherents", jour: date = JOUR) -> Site:
    """Return the site of some data for a reader: their texts by path, or the name of a frozen convention."""
    files = fichiers(FIGES / donnees) if isinstance(donnees, str) else donnees
    depot = files if isinstance(files, Depot) else lire(files)
    return assembler(depot, jour, lire_acces(niveau), {}, calcule=CALCULS)


def page_dite(site: Site, uri: str) -> str:
    """Write one page of a site, and read it as people do."""
    return lire_html(page_seule(site, uri)).texte


def bord_dit(site: Site, nom: str) -> str:
    """Write the dashboard of one adherent, and read it as people do."""
    return lire_html(bord_seul(site, nom)).texte


def page_seule(site: Site, uri: str) -> str:
    """Write one page of a site, and nothing else of it."""
    board = ecrire_bord(site, adresse(uri))
    genres = sorted(GENRES, key=(exercices.pages, lectures.pages).count)  # what takes most to make, only if need be
    return board or next(rendre(page, commun(site)) for genre in genres for page in genre(site) if page.uri == uri)


def bord_seul(site: Site, nom: str) -> str:
    """Write the dashboard of one adherent, and nothing else of a site."""
    return rendre(bord.page_de(site, nom, tableau_de_bord(nom)), commun(site))


def ancre(page: str, fragment: str) -> str:
    """Return the anchor that a fragment names: none when it is a situation of the simulator."""
    return "" if page == "simulateur/" and SITUATION.fullmatch(fragment) else fragment
