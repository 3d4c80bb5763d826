"""The MkDocs hook: reads the data, hands its pages to MkDocs, has the index of the search written.

Knows: MkDocs, which loads this file by its path and calls these functions. Must not know: what a page says
(`convention.site`). What is asked comes in the configuration (`construire.options`).
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from convention.cli.mkdocs.construire import DEMANDE, ETENDU, ICI
from convention.cli.mkdocs.recherche import FICHIER, PageLue, index, parties
from convention.cli.mkdocs.servir import watched
from convention.cli.mkdocs.styles import FEUILLE, classes, utiles
from convention.reports.depot.apache import PROPRES
from convention.site.navigation import Entree, navigation
from convention.site.pages import cadre, ecrire

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from convention.site.ensemble import Site

_CASE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
_EVITEMENT = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
"""The theme skips to the first part of a page, past its title and what stands above, and only if it has parts."""
_SCRIPT = re.compile(r"<script>(?:__md_scope=|var target=).*?</script>", re.DOTALL)
"""The two scripts that the theme writes in a page, where no block of it can leave them out: `tete.js` is read instead,
for a careful server has browsers refuse them (decision 0032)."""
ECRITES, LUES, CLASSES, FEUILLES = "pages", "pages_lues", "classes", "feuilles"
"""Keys of `extra` under which a build keeps the pages; for its end, what the search reads, what makes the style sheet.
"""
BLOCS = "blocs"
"""Key of the metadata of a page under which they are meanwhile."""
_BLOC = re.compile(r"<!--bloc ([0-9]+)-->")
"""Stands for what is HTML already, while Markdown is read."""
STYLES = ("assets/stylesheets/", "assets/styles/")
"""Where the style sheets of the theme are, and ours."""
RACINIERS = frozenset(f"assets/javascripts/lunr/min/lunr.{nom}.min.js" for nom in ("fr", "stemmer.support"))
"""What the search takes of the theme's scripts: the French stemmer of Snowball (decision 0029)."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data, and give MkDocs its pages; nothing is made from data that has errors."""
    lire: Callable[[], Site] = config.extra[DEMANDE]
    site = lire()
    config.site_name = config.site_name or site.depot.convention.intitule
    ours = str(ICI / "theme")
    if ours not in config.theme.dirs:  # after the one of the repository, which then holds
        config.theme.dirs.insert(1, ours)
    config.extra.update(cadre(site))
    pages = ecrire(site)
    config.extra |= {ECRITES: pages, LUES: {}, CLASSES: set()}
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
    config.extra[FEUILLES] = _sheets(files, config)
    for uri, content in config.extra[ECRITES].items():
        files.append(File.generated(config, uri, content=content))
    return files


def _sheets(files: Files, config: MkDocsConfig) -> list[tuple[bool, str]]:
    """Take the style sheets out of what is copied: they will be one; each is of the theme or not, and its text.

    A sheet that a repository keeps elsewhere stays by itself: what it names is found from where it is.
    """
    theirs = [file for file in files if file.src_uri.startswith(STYLES[0])]
    named = [file for uri in config.extra_css if (file := files.get_file_from_path(uri)) is not None]
    ours = [file for file in named if file.src_uri.startswith(STYLES[1])]
    for file in (*theirs, *ours):
        files.remove(file)
    config.extra_css = [FEUILLE, *(uri for uri in config.extra_css if uri not in {file.src_uri for file in ours})]
    theirs = sorted((file for file in theirs if file.src_uri.endswith(".css")), key=lambda file: file.src_uri)
    return [(file in theirs, file.content_string) for file in (*theirs, *ours)]


def on_serve(
    server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: object
) -> LiveReloadServer:
    """Keep the last good pages when the data has errors."""
    return watched(server, config, builder)


@event_priority(-100)  # what a repository does to a page comes first
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Give Markdown the headings of our pages, and not their blocks, which it would read three times to leave as is.

    Blocks are parted by empty lines, which none has in it; a page that somebody changed is read whole.
    """
    written = config.extra[ECRITES].get(page.file.src_uri, "")
    if config.extra[ETENDU] or not markdown or not str(written).endswith(markdown):
        return markdown
    parts = markdown.split("\n\n")
    page.meta[BLOCS] = parts
    kept = (f"<!--bloc {rang}-->" if part.lstrip("\n").startswith("<") else part for rang, part in enumerate(parts))
    return "\n\n".join(kept)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs' names)
    """Put the blocks back; keep what a page says, for the search of all: not what one adherent alone may read."""
    if parts := page.meta.pop(BLOCS, ()):
        html = _BLOC.sub(lambda found: parts[int(found[1])].strip("\n"), html)
    if page.url.startswith(f"{PROPRES}/"):
        return html
    meta = page.meta
    titre = unescape(str(meta.get("title", page.title)))
    boost = float(meta.get("search", {}).get("boost", 1))
    lue = PageLue(titre, page.url, boost, str(meta.get("description", "")), parties(html))
    config.extra[LUES][page.url] = lue
    return html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 (MkDocs' names)
    """Mend what the theme has of no block; note the classes of a page, for the style sheet."""
    config.extra[CLASSES] |= classes(output)
    return _mended(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Do so of the page that says that there is none."""
    config.extra[CLASSES] |= classes(output_content)
    return _mended(output_content) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Write the style sheet; and the index of the search, which a page reads when somebody searches, and not before."""
    site = Path(config.site_dir)
    scripts = " ".join(path.read_text("utf-8") for path in sorted(site.glob("assets/scripts/**/*.js")))
    used = config.extra.pop(CLASSES) | set(re.findall(r"[\w-]+", scripts)) | {"js", "no-js"}
    sheets = [utiles(text, used) if theirs else text for theirs, text in config.extra.pop(FEUILLES)]
    (site / FEUILLE).parent.mkdir(parents=True, exist_ok=True)
    (site / FEUILLE).write_text("\n".join([*sheets, _printed(config)]), "utf-8")
    text = index(list(config.extra.pop(LUES).values()), config.extra["synonymes"])
    (site / FICHIER).write_text(text, "utf-8")


def _printed(config: MkDocsConfig) -> str:
    """Say at the foot of a printed page what it is worth, of which day, from which data."""
    extra = config.extra
    made_up = ["données de démonstration"] if extra["demonstration"] else []
    told = [config.site_name, *made_up, f"calculé le {extra['jour_imprime']}", f"empreinte {extra['empreinte']}"]
    text = " · ".join(told).replace("\\", "").replace('"', "\u2033").replace("\n", " ")
    return f'@media print{{@page{{@bottom-left{{content:"{text}"}}}}}}'


def _mended(html: str) -> str:
    """Lead the first link of a page to all that it says; drop the scripts that the theme writes in it."""
    html = _SCRIPT.sub("", html)
    return _CASE.sub(r"\1>", _EVITEMENT.sub(r'\1<a href="#contenu" class="md-skip">Aller au contenu</a>\2', html))
