"""The MkDocs hook: reads the data, hands its pages to MkDocs, has the index of the search written.

Knows: MkDocs, which loads this file by its path and calls these functions. Must not know: what a page says
(`convention.site`). What is asked comes in the configuration (`construire.options`).
"""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from convention.cli.mkdocs.construire import DEMANDE, ICI
from convention.cli.mkdocs.recherche import FICHIER, PageLue, index, parties
from convention.cli.mkdocs.servir import watched
from convention.site.navigation import Entree, navigation
from convention.site.pages import cadre, ecrire

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from convention.cli.cadre.lecteur import Demande

LUES = "pages_lues"
"""Key of `extra` under which a build keeps, for its end, what the search reads."""
RACINIERS = frozenset(f"assets/javascripts/lunr/min/lunr.{nom}.min.js" for nom in ("fr", "stemmer.support"))
"""What the search takes of the theme's scripts: the French stemmer of Snowball (decision 0029)."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data, and give MkDocs its pages; nothing is made from data that has errors."""
    demande: Demande = config.extra[DEMANDE]
    site = demande.lire()
    config.site_name = config.site_name or site.depot.convention.intitule
    ours = str(ICI / "theme")
    if ours not in config.theme.dirs:  # after the one of the repository, which then holds
        config.theme.dirs.insert(1, ours)
    config.extra.update(cadre(site))
    pages = ecrire(site)
    config.extra |= {"pages": pages, LUES: {}}
    config.nav = _present(navigation(site), pages)
    return config


def _present(entrees: list[Entree], pages: Container[str]) -> list[Entree]:
    """Keep the entries whose page exists: a convention has not all the documents of another."""
    kept: list[Entree] = []
    for entree in entrees:
        if isinstance(entree, str):
            kept += [entree] if entree in pages else []
            continue
        ((titre, cible),) = entree.items()
        found = _present([cible] if isinstance(cible, str) else cible, pages)
        if found:
            kept.append({titre: found if isinstance(cible, list) else cible})
    return kept


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page and every download; leave out the scripts of the theme, which no page asks for."""
    for file in list(files):
        if file.src_uri.startswith("assets/javascripts/") and file.src_uri not in RACINIERS:
            files.remove(file)
    for uri, content in config.extra.pop("pages").items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_serve(
    server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: object
) -> LiveReloadServer:
    """Keep the last good pages when the data has errors."""
    return watched(server, config, builder)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs' names)
    """Keep what a page says, for the search."""
    meta = page.meta
    titre = unescape(str(meta.get("title", page.title)))
    boost = float(meta.get("search", {}).get("boost", 1))
    lue = PageLue(titre, page.url, boost, str(meta.get("description", "")), parties(html))
    config.extra[LUES][page.url] = lue
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of the search, which a page reads when somebody searches, and not before."""
    text = index(list(config.extra.pop(LUES).values()), config.extra["synonymes"])
    Path(config.site_dir, FICHIER).write_text(text, "utf-8")
