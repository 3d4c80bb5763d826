"""Where one signs in: who may, and what to do when one is not known.

Must not know: HTML, how a server knows its readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.reports.depot.apache import CHEZ_MOI, CONNEXION, PRIVE
from convention.site.rendu.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.site.ensemble import Site


class Renvoi(NamedTuple):
    """Where the search may lead, that is no page of the site: nothing of what is there is read."""

    titre: str
    adresse: str
    """From the root of the site."""
    description: str
    lieux: tuple[tuple[str, str], ...]
    """What is found there, as those who look for it say it, and at which anchor."""


def renvois(site: Site) -> tuple[Renvoi, ...]:
    """Lead who looks for what is its own to the address that takes each reader home, signed in or not yet."""
    title = "La page de mon organisme"
    held = (
        (True, title, ""),
        (site.traits.appelle, "Nos appels à payer", "echeancier"),
        (site.traits.credits, "Nos crédits", "credits"),
        (site.traits.compte, "Nos quantités à valider", "quantites"),
        (site.traits.appelle, "Nos états", "documents"),
    )
    places = tuple((words, place) for there, words, place in held if there)
    if site.propres:
        said = "Elle s'ouvre pour l'organisme au nom duquel vous vous êtes connecté."
        return (Renvoi(title, CHEZ_MOI.removeprefix(f"{PRIVE}/"), said, places),)
    return (Renvoi(title, site.connexion, "Se connecter pour l'ouvrir.", places),) if site.connexion else ()


def pages(site: Site) -> Iterator[Page]:
    """Make the page, on the public site of a server that knows its readers."""
    if site.connexion:
        readers = site.depot.convention.lecteurs
        values = {"aide": readers.aide if readers is not None else None}
        yield Page(f"{CONNEXION}.md", "Se connecter", "connexion", values, cacher=("navigation", "toc"))
