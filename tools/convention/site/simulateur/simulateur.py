"""The simulator: what one would pay with other services and other quantities, computed in the reader's browser.

Knows: which exercices, for whom, where the script and its data are. Must not know: HTML, how amounts are computed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from convention.site.rendu.page import Page
from convention.site.simulateur.situation import exercices, situation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.site.ensemble import Site

URI = "simulateur.md"


def pages(site: Site) -> Iterator[Page]:
    """Make the page; nothing when no exercice may be simulated."""
    annees = exercices(site)
    if annees:
        yield Page(
            URI,
            "Simulateur",
            "simulateur",
            {
                "exercices": [(annee, site.chiffres.vues[annee].phase.libelle, fichier(annee)) for annee in annees],
                "choisi": _first(site, annees),
                "adherent": _opened_on(site),
                "script": f"assets/scripts/simulateur/{'public' if site.acces.public else 'page'}.js",
            },
            cacher=("navigation", "toc"),
        )


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make what the script starts from, an exercice a file."""
    for annee in exercices(site):
        yield fichier(annee), json.dumps(situation(site, annee), ensure_ascii=False, separators=(",", ":")).encode()


def _opened_on(site: Site) -> str:
    """Return whose choices are shown first: who manages the services without using them has none to make."""
    if site.acces.public:
        return ""
    own = site.acces.adherent
    payers = [nom for nom in site.adherents if site.lignes(site.exercice, nom)]
    return own if own in payers else min(payers, default="")


def fichier(annee: int) -> str:
    """Return the address of an exercice."""
    return f"simulateur/{annee}.json"


def _first(site: Site, annees: list[int]) -> int:
    """Return the exercice to decide about: the one after the current, whose quantities are mostly known already."""
    following = site.exercice + 1
    return following if following in annees else annees[0]
