"""A whole site: built aside by MkDocs, then put in its place at once.

Knows: MkDocs. Must not know: what a page says, what MkDocs is given (`ecrits`), what is done afterwards (`finition`).
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.ecriture.dossier import MARQUE, SENS, aside, made_for
from convention.model.cadre.hors_donnees import CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.site.ensemble import Site


def build_site(racine: Path, lire: Callable[[], Site], vers: Path, pour: str) -> str:
    """Build the site aside, then put it in its place; whatever stops that leaves the last one whole.

    Return for whom the one that it replaces was made; nothing when there was none, or when it does not say.

    Raises:
        DonneesError: the data has errors, which were shown; no site is made from wrong figures.
        EnvironnementError: MkDocs is not installed, or refuses something, which it has said.
    """
    before = made_for(vers)
    with aside(vers) as new:
        prepare()
        write_site(racine, lire(), new)
        (new / MARQUE).write_text(f"{SENS}{pour}\n", encoding="utf-8")
    return before


def write_site(racine: Path, site: Site, dossier: Path) -> None:
    """Have MkDocs write a site in a folder; raises as `build_site` does."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    from convention.cli.mkdocs.ecrits import PAGES, ecrits, reads_whole_pages
    from convention.cli.mkdocs.finition import finir, shortened
    from convention.site.communes.connexion import renvois
    from convention.site.pages import ecrire, synonymes

    pages, whole = ecrire(site), reads_whole_pages(racine)
    # A generator would only copy the downloads, which a hook may still want to read.
    apart = {} if whole else {uri: content for uri, content in pages.items() if isinstance(content, bytes)}
    blocs: dict[str, tuple[str, ...]] = {}
    with TemporaryDirectory() as place:
        given = {uri: content for uri, content in pages.items() if uri not in apart}
        for name, content in ecrits(racine, site, given).items():
            path, written = Path(place, name), content
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".md" and not whole:
                text, parts = shortened(content.decode())
                written = text.encode()
                blocs[path.relative_to(Path(place, PAGES)).with_suffix(".html").as_posix()] = parts
            path.write_bytes(written)
        config = load_config(str(Path(place, CONFIGURATION)), site_dir=str(dossier))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        except Abort:
            message = "MkDocs refuse ce site, pour ce qui est dit ci-dessus ; celui d'avant reste, s'il y en avait un"
            raise EnvironnementError(message) from None
        finally:
            config.plugins.on_shutdown()
    for uri, content in apart.items():
        path = dossier / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    finir(dossier, pages, synonymes(site), blocs, renvois(site))


def prepare() -> None:
    """Make what MkDocs says go to the error stream: a dead link is a warning, which a strict build refuses."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        raise EnvironnementError("un site demande MkDocs et son thème Material : pip install 'convention-dsit[site]'")
    # Said once for all by the theme, to those who write themes.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Its objects hold one another: without the collector, a build would keep all of them. What is read already stays to
    # the end: the collector need not walk it again and again, nor what is being made every few hundred objects.
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
