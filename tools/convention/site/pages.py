"""The one entry of the site: every page and every download, by address, from a Depot, a day and a reader; its menu.

Knows: the list of page kinds. Must not know: MkDocs, the disk.
Dashboards are not in the menu: a table leads to them (a menu of hundreds of pages is slow to build and to read).
"""

from __future__ import annotations

from functools import partial
from html import escape
from importlib.metadata import version
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from convention.base.arret import poursuivre
from convention.base.french import enumere, majuscule
from convention.base.french import jour as en_lettres
from convention.checks.avenants.etapes import amendments
from convention.model.mots.communs import Origine
from convention.reports import mots
from convention.reports.depot.apache import DECONNEXION
from convention.reports.rendus.escape import terminal
from convention.site import accueil, graphiques
from convention.site.annexes import axes, catalogue, fiche_service, forfait, organigramme, tarifs, texte
from convention.site.avenants import avenants
from convention.site.bord import bord, guichet
from convention.site.bord.appels import echeancier, etats
from convention.site.communes import (
    accessibilite,
    calendrier,
    connexion,
    exercices,
    gouvernance,
    lectures,
    ouvertes,
    reperes,
)
from convention.site.grille import etat_declare
from convention.site.rendu import typographie
from convention.site.rendu.page import Page, avenant, service, tableau_de_bord
from convention.site.rendu.rendu import rendre
from convention.site.simulateur import simulateur
from convention.site.simulateur.simulateur import exercices as simulables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.site.ensemble import Site

Entree: TypeAlias = "str | dict[str, str | list[Entree]]"

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
FICHIERS_PROPRES: tuple[Callable[[Site], Iterator[tuple[str, bytes]]], ...] = (
    etats.fichiers,
    echeancier.fichiers,
    guichet.fichiers,
    bord.fichiers_propres,
)
"""What makes the downloads of one adherent, where it reads its own pages."""
FICHIERS: tuple[Callable[[Site], Iterator[tuple[str, bytes]]], ...] = (
    ouvertes.fichiers,
    bord.fichiers,
    calendrier.fichiers,
    simulateur.fichiers,
)
"""What makes the downloads."""


def commun(site: Site) -> dict[str, object]:
    """Return what every template is given, besides the values of its page."""
    return {
        "site": site,
        "clauses": site.clauses,
        "acces": site.acces,
        "depot": site.depot,
        "noms": site.noms,
        "texte": bool(site.depot.vie.articles),
        "courant": site.exercice,
    }


def ecrire(site: Site) -> Mapping[str, str | bytes]:
    """Write every page and every download of a site already computed."""
    known = _premier(site)
    noms = () if site.acces.public else tuple(site.annees)
    with site.communs.repartir(partial(_bord, site), [nom for nom in noms if nom not in known]) as boards:
        found = _partagees(site)
        files = dict(chain.from_iterable(fichiers(site) for fichiers in FICHIERS))
        made = iter(boards)
        for nom in noms:
            found |= known[nom] if nom in known else next(made)
    return MappingProxyType(found | files)


def _partagees(site: Site) -> dict[str, str | bytes]:
    """Write the pages that are nobody's own."""
    portees: dict[str, list[tuple[str, str]]] = {}
    clauses = site.clauses
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


def _premier(site: Site) -> dict[str, dict[str, str | bytes]]:
    """Write the dashboard of who manages, which has no document to be typeset, before the adherents are parted.

    What all of them ask alike is computed with it, once.
    """
    manager = site.gestionnaire
    if site.acces.public or manager not in site.annees:
        return {}
    if site.propres:
        etats.prealables(site)
    return {manager: _bord(site, manager)}


def _bord(site: Site, nom: str) -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = {}
    for own, page in bord.bords(site, nom):
        poursuivre()
        found[page.uri] = rendre(page, commun(own))
        if own.acces.chez(nom):
            found.update(chain.from_iterable(made(own) for made in FICHIERS_PROPRES))
    return found


def ecrire_bord(site: Site, place: str) -> str | None:
    """Write the dashboard at an address, « adherents/exemple/ », without the other pages; None when it is none."""
    found = bord.page_a(site, place)
    return None if found is None else rendre(found[1], commun(found[0]))


def cadre(site: Site) -> Mapping[str, object]:
    """Return what stands around every page: strip of shares, level, day, fingerprint."""
    manager = site.nom(site.gestionnaire)
    return {
        "frise": [tuple(item) for item in graphiques.segments(accueil.parts(site))],
        "niveau": site.acces.niveau.lecteurs,
        "session": _session(site),
        "jour": typographie.typographier(en_lettres(site.jour)),
        "jour_imprime": en_lettres(site.jour),
        "empreinte": site.empreinte,
        "outil": version("convention-dsit"),
        "demonstration": site.demonstration,
        "inventees": majuscule(enumere([*_made_up(site)])),
        "adresses": site.traits.adresses,
        "procedures": bool(site.depot.vie.procedures_dites),
        "glossaire": bool(site.textes.get("glossaire")),
        "accessibilite": etat_declare(site.grille),
        "texte_reel": site.depot.convention.origine is not Origine.DEMONSTRATION,
        "sous_titre": f"{manager} et {site.depot.accorde(site.gestionnaire, 'ses', 'leurs')} adhérents",
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
    if (decisions := site.depot.vie.decisions) is not None and decisions.origine is Origine.DEMONSTRATION:
        yield "des décisions"


def _session(site: Site) -> tuple[str, str] | None:
    """Return what every page leads to, where readers sign in: signing in, or out; nothing elsewhere."""
    if site.propres:
        return "Se déconnecter", DECONNEXION
    return ("Se connecter", f"/{site.connexion}") if site.connexion else None


def navigation(site: Site) -> list[Entree]:
    """Return the entries of the menu, in the shape that MkDocs reads."""
    services: list[Entree] = [
        {_titre(f"{code} {item.nom_court}"): service(code)} for code, item in site.depot.services.items()
    ]
    titre = site.clauses.titre
    annexes: list[Entree] = [
        {titre("catalogue"): "annexes/catalogue.md"},
        {titre("organigramme"): "annexes/organigramme.md"},
        {titre("forfait"): "annexes/forfait.md"},
        {titre("tarifs", mots.tariffs(site.depot)): "annexes/tarifs.md"},
        {titre("axes"): "annexes/axes.md"},
    ]
    years: list[Entree] = [{str(annee): f"exercices/{annee}.md"} for annee in site.contributions]
    numbers = [item.avenant.numero for item in amendments(site.depot)]
    amended: list[Entree] = [{f"Avenant n° {numero}": avenant(numero)} for numero in numbers]
    simulator: list[Entree] = [{"Simulateur": simulateur.URI}] if simulables(site) else []
    found: list[Entree] = [
        {"Accueil": "index.md"},
        {"La convention": "convention.md"},
        {"Annexes" if site.clauses.annexees else "Catalogue et tarifs": annexes},
        {"Services": services},
    ]
    if not site.acces.public:
        mine = site.acces.adherent
        own: list[Entree] = [{_titre(site.nom(mine)): tableau_de_bord(mine)}] if mine is not None else []
        found.append({"Adhérents": ["adherents/index.md", *own]})
    found += [
        {"Exercices": ["exercices/index.md", *([] if site.acces.public else years)]},
        *simulator,
        {"Lectures": "lectures.md"},
        {"Gouvernance": ["gouvernance.md", {"Avenants": ["avenants/index.md", *amended]}]},
        {
            "Repères": [
                {"Glossaire": "glossaire.md"},
                {"Données ouvertes": "donnees-ouvertes.md"},
                {"RGPD et sécurité": "rgpd-et-securite.md"},
                {"Messages de contrôle": "diagnostics.md"},
                {"Accessibilité": "accessibilite.md"},
            ]
        },
    ]
    return found


def _titre(nom: str) -> str:
    """Write a data text for the theme, which escapes nothing."""
    return typographie.texte(escape(terminal(nom)))
