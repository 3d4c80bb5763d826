"""Where one signs in: who may, and what to do when one is not known.

Must not know: HTML, how a server knows its readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.depot.apache import CONNEXION
from convention.site.rendu.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the page, on the public site of a server that knows its readers."""
    if site.connexion:
        readers = site.depot.convention.lecteurs
        values = {"aide": readers.aide if readers is not None else None}
        yield Page(f"{CONNEXION}.md", "Se connecter", "connexion", values, cacher=("navigation", "toc"))
