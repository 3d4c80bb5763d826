"""The hook of `make servir`: data with errors leaves the last good pages served, and each of them says why.

Knows: MkDocs' development server. Must not know: the data, what a page says.
"""

from __future__ import annotations

import re
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

_AVIS = re.compile(r"(<body[^>]*>)(?:<!-- avis -->.*?<!-- fin de l'avis -->)?", re.DOTALL)


def on_serve(
    server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: object
) -> LiveReloadServer:
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
    except Abort as refus:
        message = str(refus)
        sys.stderr.write(f"\n{message}\nLes dernières pages justes restent servies, et le site se refera ensuite.\n\n")
        notice = avis.render(lignes=message.splitlines())
        for path in sorted(site.rglob("*.html")):
            page = path.read_text("utf-8")
            path.write_text(_AVIS.sub(lambda found: f"{found[1]}{notice}", page, count=1), "utf-8")
