"""The dashboard that is looked at, made again before the rest of its site: who edits a figure waits for that one.

Knows: the development server that comes with MkDocs, the article of a built page. Must not know: what a page says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import markdown
from mkdocs.livereload import LiveReloadServer

from convention.cli.mkdocs.ecrits import AVIS, reads_whole_pages
from convention.cli.mkdocs.finition import ARTICLE, restored, shortened
from convention.site.pages import ecrire_bord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    from convention.site.ensemble import Site

_EXTENSIONS = ("attr_list", "md_in_html", "toc")
"""What reads the titles of our pages (`mkdocs.yml`): the rest is HTML already."""


class Apercu(LiveReloadServer):
    """Serves a site, and knows which page was asked for last."""

    regardee = ""
    """« adherents/laxou/ »."""

    def serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"].endswith("/"):
            self.regardee = environ["PATH_INFO"].lstrip("/")
        return super().serve_request(environ, start_response)

    @property
    def a_jour(self) -> bool:
        """Whether no file has changed since the build began."""
        return not self._want_rebuild

    def montrer(self) -> None:
        """Have browsers read now what is there, though the build is not over."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def reprendre(self) -> None:
        """Have browsers read all of it again once the build is over: what was shown meanwhile is of before."""
        with self._epoch_cond:
            self._wanted_epoch += 1


def renew(racine: Path, site: Site, dossier: Path, place: str) -> bool:
    """Write the dashboard at an address again where it is; tell whether there is one.

    What stands around it (menu, day, fingerprint) waits for the whole site.
    """
    text = None if reads_whole_pages(racine) else ecrire_bord(site, place)
    page = dossier / place / "index.html"
    if text is None or not page.is_file():
        return False
    before = page.read_text("utf-8")
    article = ARTICLE.search(before)
    if article is None:
        return False
    content, parts = shortened(text.split("---\n", 2)[2])
    html = restored(markdown(content, extensions=_EXTENSIONS), parts)
    # The data has no error any more: what said so goes too.
    page.write_text(AVIS.sub(r"\1", before.replace(article[1].strip(), html.strip(), 1), count=1), "utf-8")
    return True
