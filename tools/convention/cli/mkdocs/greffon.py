"""The MkDocs hook: reads the data, hands its pages to MkDocs, mends the French search.

Knows: MkDocs, which loads this file by its path and calls these functions. Must not know: what a page says
(`convention.site`). What is asked comes in the configuration (`construire.options`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from convention.cli.mkdocs.construire import DEMANDE, ICI
from convention.cli.mkdocs.servir import watched
from convention.site.navigation import Entree, navigation
from convention.site.pages import cadre, ecrire

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files

    from convention.cli.cadre.lecteur import Demande

_MOT = re.compile(r"[^\W\d_]{3,}")
_PREFIXE = re.compile(r"\b(cyber)[\s-]+([^\W\d_]+)", re.IGNORECASE)
"""The convention writes « cyber sécurité »: people type it in one word."""
_BALISE = re.compile(r"<[^>]+>|&[a-z#0-9]+;")
_CASE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
_EVITEMENT = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
"""The theme skips to the first part of a page, past its title and what stands above, and only if it has parts."""


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
    config.extra["pages"] = pages
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
    """Add every page and every download."""
    for uri, content in config.extra.pop("pages").items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_serve(
    server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: object
) -> LiveReloadServer:
    """Keep the last good pages when the data has errors."""
    return watched(server, config, builder)


def on_post_page(output: str, /, **_: object) -> str:
    """Mend what the theme has of no block."""
    return _mended(output)


def on_post_template(output_content: str, /, *, template_name: str, **_: object) -> str:
    """Mend the page that says that a page does not exist."""
    return _mended(output_content) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Let a search without accents, or of another number, find: the index holds these forms, unseen."""
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text("utf-8"))
    for document in index["docs"]:
        forms = " ".join(sorted(_forms(f"{document['title']} {document['text']}")))
        document["text"] += f"<p hidden>{forms}</p>"
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _mended(html: str) -> str:
    """Lead the first link of a page to all that it says, title included, and drop an attribute that a box has not."""
    return _CASE.sub(r"\1>", _EVITEMENT.sub(r'\1<a href="#contenu" class="md-skip">Aller au contenu</a>\2', html))


def _forms(text: str) -> set[str]:
    """Return the plain forms of the words of a text, and their other number, that the text does not hold."""
    shown = _BALISE.sub(" ", text)
    words = {word.lower() for word in _MOT.findall(shown)}
    glued = {"".join(found).lower() for found in _PREFIXE.findall(shown)}
    plain = {_without_accents(word) for word in words | glued} | glued
    others = {word.removesuffix("s") if word.endswith("s") else f"{word}s" for word in words | plain}
    return (plain | others) - words


def _without_accents(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
