"""A site that is served: data with errors leaves the last good pages, and each of them says why.

Knows: MkDocs' development server. Must not know: the data, what a page says.
"""

from __future__ import annotations

import re
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from click import ClickException

from convention.base.french import compte
from convention.cli.cadre.contexte import DonneesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

ERREURS_MAX = 10
"""How many are repeated in a few words; all are shown with their lines before."""
_AVIS = re.compile(r"(<body[^>]*>)(?:<!-- avis -->.*?<!-- fin de l'avis -->)?", re.DOTALL)


def watched(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Catch what stops a rebuild (left alone, MkDocs answers nothing more until the data is mended)."""
    avis = config.theme.get_env().get_template("partials/avis.html")
    server.builder = partial(_rebuild, builder, Path(config.site_dir), avis)
    # Whoever stops the server otherwise than at the keyboard has its temporary folder removed too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stderr.write(f"\nLe site est servi sur {server.url} et se refait à chaque modification ; Ctrl-C l'arrête.\n\n")
    return server


def _rebuild(builder: Callable[[], None], site: Path, avis: Template) -> None:
    """Rebuild the site; when it is refused, write why on the pages that are there: browsers then show it."""
    try:
        builder()
    except ClickException as refus:
        message = f"aucun site n'est construit : {_why(refus)}"
        sys.stderr.write(f"\n{message}\nLes dernières pages justes restent servies, et le site se refera ensuite.\n\n")
        notice = avis.render(lignes=message.splitlines())
        for path in sorted(site.rglob("*.html")):
            page = path.read_text("utf-8")
            path.write_text(_AVIS.sub(lambda found: f"{found[1]}{notice}", page, count=1), "utf-8")


def _why(refus: ClickException) -> str:
    """Say why no site is built, each error of the data at its place."""
    if not isinstance(refus, DonneesError):
        return refus.format_message()
    places = [f"  {item.span} : {item.message}" for item in refus.erreurs[:ERREURS_MAX]]
    rest = len(refus.erreurs) - len(places)
    places += [f"  … et {compte(rest, 'autre erreur', 'autres erreurs')}"] if rest else []
    return "\n".join([f"{compte(len(refus.erreurs), 'erreur')} dans les données", *places])
