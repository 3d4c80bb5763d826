"""The one entry of the site: every page and every download, by address, from a Depot, a day and a reader.

Knows: the list of page kinds. Must not know: MkDocs, the disk.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.arret import poursuivre
from convention.base.french import enumere, majuscule
from convention.base.french import jour as en_lettres
from convention.model.mots.communs import Origine
from convention.reports.depot.apache import DECONNEXION
from convention.site.annexes import axes, catalogue, fiche_service, forfait, organigramme, tarifs
from convention.site.avenants import avenants
from convention.site.bord import bord, echeancier, etats, guichet
from convention.site.communes import (
    accessibilite,
    accueil,
    calendrier,
    connexion,
    exercices,
    gouvernance,
    lectures,
    ouvertes,
    reperes,
)
from convention.site.ensemble import assembler
from convention.site.graphiques import frise as svg_frise
from convention.site.rendu import texte
from convention.site.rendu.rendu import rendre
from convention.site.rendu.typographie import typographier
from convention.site.simulateur import simulateur

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Executor, Future
    from datetime import date

    from convention.model.depot import Depot
    from convention.site.acces import Acces
    from convention.site.ensemble import Site
    from convention.site.rendu.page import Page

SANS_TEXTE: Mapping[str, str] = MappingProxyType({})
GENRES: tuple[Callable[[Site], Iterator[Page]], ...] = (
    accueil.pages,
    connexion.pages,
    texte.pages,
    catalogue.pages,
    fiche_service.pages,
    organigramme.pages,
    forfait.pages,
    tarifs.pages,
    axes.pages,
    bord.pages,
    exercices.pages,
    simulateur.pages,
    lectures.pages,
    gouvernance.pages,
    avenants.pages,
    reperes.pages,
    accessibilite.pages,
    ouvertes.pages,
)
"""What makes each kind of page, in the order of the navigation."""
FICHIERS_PROPRES: tuple[Callable[[Site], Iterator[tuple[str, bytes | Callable[[], bytes]]]], ...] = (
    etats.fichiers,
    echeancier.fichiers,
    guichet.fichiers,
)
"""What makes the downloads of one adherent, where it reads its own pages; some, only when they are called."""
FICHIERS: tuple[Callable[[Site], Iterator[tuple[str, bytes]]], ...] = (
    ouvertes.fichiers,
    bord.fichiers,
    calendrier.fichiers,
    simulateur.fichiers,
)
"""What makes the downloads."""


def pages(
    depot: Depot, jour: date, acces: Acces, textes: Mapping[str, str] = SANS_TEXTE, depot_en_ligne: str = ""
) -> Mapping[str, str | bytes]:
    """Make the whole site: Markdown pages and downloads, by address.

    Args:
        depot: data without errors (the caller refuses the others).
        jour: the day of the site; nothing here reads the clock.
        acces: who reads it.
        textes: hand-written pages, by name (« glossaire »).
        depot_en_ligne: address of the folder where the files of the data are read, if there is one.
    """
    return ecrire(assembler(depot, jour, acces, textes, depot_en_ligne))


def commun(site: Site) -> dict[str, object]:
    """Return what every template is given, besides the values of its page."""
    return {
        "site": site,
        "clauses": site.depot.convention.clauses,
        "acces": site.acces,
        "depot": site.depot,
        "noms": site.depot.convention.noms,
        "texte": bool(site.depot.vie.articles),
        "courant": site.exercice,
    }


def ecrire(site: Site) -> Mapping[str, str | bytes]:
    """Write every page and every download of a site already computed."""
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        boards, composed = _bords(site, pool)
        found = {**_partagees(site), **boards}
        for fichiers in FICHIERS:
            found.update(fichiers(site))
        return MappingProxyType(found | {uri: document.result() for uri, document in composed.items()})
    finally:
        pool.shutdown(cancel_futures=True)


def _partagees(site: Site) -> dict[str, str | bytes]:
    """Write the pages that are nobody's own."""
    portees: dict[str, list[tuple[str, str]]] = {}
    clauses = site.depot.convention.clauses
    common = {**commun(site), "portees": portees}
    found: dict[str, str | bytes] = {}
    last: list[Page] = []
    for genre in GENRES:
        for page in genre(site):
            poursuivre()
            for porte in page.portes:
                portees.setdefault(clauses.citees(porte.regle), []).append((porte.libelle, f"{page.uri}{porte.ancre}"))
            found[page.uri] = ""
            # The text of the convention names the pages that carry it out: it is written once they are all known.
            if genre is texte.pages:
                last.append(page)
            else:
                found[page.uri] = rendre(page, common)
    return found | {page.uri: rendre(page, common) for page in last}


def _bords(site: Site, pool: Executor) -> tuple[dict[str, str | bytes], dict[str, Future[bytes]]]:
    """Write the dashboards, and the downloads of who reads its own; those to be typeset are so meanwhile."""
    found: dict[str, str | bytes] = {}
    composed: dict[str, Future[bytes]] = {}
    for own, page in bord.bords(site):
        poursuivre()
        found[page.uri] = rendre(page, commun(own))
        for uri, content in chain.from_iterable(
            made(own) for made in FICHIERS_PROPRES if own.acces.chez(page.adherent)
        ):
            if isinstance(content, bytes):
                found[uri] = content
            else:
                composed[uri] = pool.submit(content)
    return found, composed


def ecrire_bord(site: Site, place: str) -> str | None:
    """Write the dashboard at an address, « adherents/exemple/ », without the other pages; None when it is none."""
    found = bord.page_a(site, place)
    return None if found is None else rendre(found[1], commun(found[0]))


def cadre(site: Site) -> Mapping[str, object]:
    """Return what stands around every page: strip of shares, level, day, fingerprint."""
    manager = site.nom(site.depot.convention.gestionnaire)
    return {
        "frise": [tuple(item) for item in svg_frise.segments(accueil.parts(site))],
        "niveau": site.acces.niveau.lecteurs,
        "session": _session(site),
        "jour": typographier(en_lettres(site.jour)),
        "jour_imprime": en_lettres(site.jour),
        "empreinte": site.empreinte,
        "outil": version("convention-dsit"),
        "demonstration": site.demonstration,
        "inventees": majuscule(enumere([*_made_up(site)])),
        "adresses": site.adresses,
        "procedures": bool(site.procedures),
        "glossaire": bool(site.textes.get("glossaire")),
        "accessibilite": accessibilite.etat_declare(site.grille),
        "texte_reel": site.depot.convention.origine is not Origine.DEMONSTRATION,
        "sous_titre": f"{manager} et {'leurs' if manager.startswith('Les ') else 'ses'} adhérents",
    }


def synonymes(site: Site) -> tuple[tuple[str, str], ...]:
    """Return what people say, and what the site says instead."""
    return reperes.synonymes(site.textes.get("glossaire", ""))


def _made_up(site: Site) -> Iterator[str]:
    """Name what is made up where figures are, as far as the site tells any of it."""
    years = [item for item in site.depot.vie.reunions.values() if item.origine is Origine.DEMONSTRATION]
    held = [reunion for item in years for reunion in item.reunions]
    yield "des chiffres"
    if held:
        yield "des réunions"
    if any(reunion.avis for reunion in held):
        yield "des avis"
    if any(item.origine is Origine.DEMONSTRATION for item in site.depot.vie.avenants.values()):
        yield "des avenants"


def _session(site: Site) -> tuple[str, str] | None:
    """Return what every page leads to, where readers sign in: signing in, or out; nothing elsewhere."""
    if site.propres:
        return "Se déconnecter", DECONNEXION
    return ("Se connecter", f"/{site.connexion}") if site.connexion else None
