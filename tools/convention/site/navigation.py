"""The navigation, in the shape that MkDocs reads.

Knows: which pages exist for whom. Must not know: what they say.
Dashboards are not listed: a table leads to them (a navigation of hundreds of pages is slow to build and to read).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

from convention.checks.avenants.etapes import amendments
from convention.reports import mots
from convention.reports.rendus.escape import terminal
from convention.site.rendu.page import avenant, service, tableau_de_bord
from convention.site.rendu.typographie import texte
from convention.site.simulateur import simulateur
from convention.site.simulateur.situation import exercices

if TYPE_CHECKING:
    from convention.site.ensemble import Site

Entree: TypeAlias = "str | dict[str, str | list[Entree]]"


def navigation(site: Site) -> list[Entree]:
    """Return the entries of the navigation."""
    services: list[Entree] = [
        {_titre(f"{code} {item.nom_court}"): service(code)} for code, item in site.depot.services.items()
    ]
    titre = site.depot.convention.clauses.titre
    annexes: list[Entree] = [
        {titre("catalogue", "catalogue"): "annexes/catalogue.md"},
        {titre("organigramme", "organigramme"): "annexes/organigramme.md"},
        {titre("forfait", "forfait"): "annexes/forfait.md"},
        {titre("tarifs", mots.tariffs(site.depot)): "annexes/tarifs.md"},
        {titre("axes", "axes stratégiques"): "annexes/axes.md"},
    ]
    years: list[Entree] = [{str(annee): f"exercices/{annee}.md"} for annee in site.chiffres.contributions]
    simulator: list[Entree] = [{"Simulateur": simulateur.URI}] if exercices(site) else []
    found: list[Entree] = [
        {"Accueil": "index.md"},
        {"La convention": "convention.md"},
        {"Annexes" if site.depot.convention.clauses.annexees else "Catalogue et tarifs": annexes},
        {"Services": services},
    ]
    if not site.acces.public:
        found.append({"Adhérents": _adherents(site)})
    found += [
        {"Exercices": ["exercices/index.md", *([] if site.acces.public else years)]},
        *simulator,
        {"Lectures": "lectures.md"},
        {"Gouvernance": ["gouvernance.md", {"Avenants": _avenants(site)}]},
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


def _avenants(site: Site) -> list[Entree]:
    own: list[Entree] = [
        {f"Avenant n° {item.avenant.numero}": avenant(item.avenant.numero)} for item in amendments(site.depot)
    ]
    return ["avenants/index.md", *own]


def _adherents(site: Site) -> list[Entree]:
    mine = site.acces.adherent
    own: list[Entree] = [{_titre(site.nom(mine)): tableau_de_bord(mine)}] if mine is not None else []
    return ["adherents/index.md", *own]


def _titre(nom: str) -> str:
    """Write a data text for the theme, which escapes nothing."""
    return texte(escape(terminal(nom)))
