"""Where one signs in: who may, how, whom to write to when one is not known.

Knows: contacts. Must not know: HTML, how a server knows its readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.site.rendu.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the page, on the public site of a server that knows its readers."""
    if site.connexion:
        contact = site.contact("documents") or next(iter(site.contacts), None)
        yield Page("connexion.md", "Se connecter", "connexion", {"contact": contact}, cacher=("navigation", "toc"))
