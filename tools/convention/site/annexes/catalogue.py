"""Annexe 1: the catalogue, and how services ask for each other.

Knows: services and their prerequisites. Must not know: HTML, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, enumere
from convention.base.period import Periode, year_period
from convention.checks.cadre.couverture import covered
from convention.checks.cadre.lecture import requirements
from convention.model.valeurs.chemins import service_code
from convention.site import graphiques
from convention.site.annexes import texte
from convention.site.rendu.page import Page, Porte, service
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Prerequis
    from convention.site.ensemble import Site

NOEUDS_MAX = 8


def pages(site: Site) -> Iterator[Page]:
    """Make the index of the catalogue."""
    yield Page(
        "annexes/catalogue.md",
        site.clauses.titre("catalogue"),
        "catalogue",
        {
            "catalogue": _table(site),
            "sous_services": _sub_services(site),
            "exigences": exigences(site.depot),
            "graphe": graphe(site.depot, "", "prerequis"),
            "annexe": texte.annexe(site, "catalogue"),
            "decrits": decrits(site),
        },
        portes=(Porte("souscription", "Le catalogue"), Porte("service", "Les services")),
    )


def has_socle(site: Site) -> bool:
    """Tell whether a clause of the convention gives its catalogue, and so divides it: else, nobody knows the word."""
    return site.clauses.catalogue is not None


def decrits(site: Site) -> bool:
    """Tell whether anything says what a service comprises: the text of the convention, or its own file."""
    services = site.depot.services.values()
    return bool(site.depot.vie.articles) or any(
        item.sous_services or item.beneficiaires or item.decrit for item in services
    )


def exigences(depot: Depot) -> Mapping[str, Prerequis]:
    """Return what annexe 3 asks before each service or sub-service."""
    return {item.code: item.prerequis for item in requirements(depot)}


def abonnes(site: Site, code: str) -> tuple[str, ...]:
    """Return those who have a service on the day of the site, whether they share the current exercice or not."""
    return tuple(nom for nom in site.annees if any(map(site.court, jours(site.depot, nom, code))))


def beneficiaires(site: Site, code: str) -> tuple[str, ...]:
    """Return those of the current exercice who have a service on some day of it."""
    depot, year = site.depot, year_period(site.exercice)
    return tuple(nom for nom in site.adherents if any(days.intersect(year) for days in jours(depot, nom, code)))


def jours(depot: Depot, nom: str, code: str) -> list[Periode]:
    """Return the days on which an adherent has a service: a subscription that says no end ends with its membership."""
    dossier = depot.dossiers[nom]
    days = (period.intersect(dossier.identite.adhesion.periode) for period in covered(depot, dossier, code))
    return [period for period in days if period is not None]


def demande_de(depot: Depot, prerequis: Prerequis) -> str:
    """Say what is asked: « S03 Infrastructures et S04 Parcs »; « une convention spécifique »."""
    asked = [depot.libelle_service(code) for code in sorted(prerequis.services)]
    asked += [f"une {prerequis.derogation.demandee}"] if prerequis.derogation else []
    asked += ["une convention spécifique"] if prerequis.convention_connexe else []
    return enumere(asked)


def nom_de(depot: Depot, code: str) -> str:
    """Name a service, or a sub-service, in few words."""
    sous = depot.sous_service(code)
    return sous.libelle if sous is not None else depot.services[code].nom_court


def graphe(depot: Depot, code: str, ident: str) -> tuple[Markup, str] | None:
    """Draw the prerequisites around a service, or all of them, by service; return the drawing, and what it says.

    What is asked and itself asks for something stands on both sides.
    """
    edges = [(service_code(asked), item.code) for item in requirements(depot) for asked in item.prerequis.services]
    near = {target for source, target in edges if code in ("", source, target) or target.startswith(f"{code}.")}
    kept = sorted({(source, target) for source, target in edges if target in near})
    left = list(dict.fromkeys(source for source, _ in kept))
    right = list(dict.fromkeys(target for _, target in kept))
    if not kept or len(left) + len(right) > NOEUDS_MAX:
        return None
    asked = exigences(depot)
    told = [f"{depot.libelle_service(target)} demande {demande_de(depot, asked[target])}." for target in right]
    nodes = [
        [
            graphiques.Noeud(nom, f"{nom_de(depot, nom)}{', ici' if nom == code else ''}", nom in asked, nom == code)
            for nom in side
        ]
        for side in (left, right)
    ]
    description = " ".join(told)
    return graphiques.graphe(ident, description, nodes[0], nodes[1], kept), description


def _table(site: Site) -> Tableau:
    asked, public = exigences(site.depot), site.acces.public
    rows = []
    for code, item in site.depot.services.items():
        name = Cellule(f"{code} {item.libelle}", "va à chaque adhérent" if item.obligatoire else "", vers=service(code))
        need = demande_de(site.depot, asked[code]) if code in asked else "aucun"
        rows.append(rang(name, str(item.categorie), need, str(len(abonnes(site, code)))))
    count = compte(len(rows), "service", "services")
    when = "" if public else f" ; {site.legende(f'abonnés {site.au_jour}')}"
    heads = (
        "Service|g",
        "Groupe|g" if has_socle(site) else "",
        "Prérequis|g" if asked else "",
        "Abonnés" if not public else "",
    )
    return Tableau.de(f"{count}{when}", heads, rows, "fiches")


def _sub_services(site: Site) -> Tableau:
    asked = exigences(site.depot)
    rows = []
    for code, item in site.depot.services.items():
        for sous in item.sous_services:
            kind = "à la demande" if sous.a_la_demande else f"compris dans {code}"
            need = f"demande {demande_de(site.depot, asked[sous.code])}" if sous.code in asked else ""
            rows.append(rang(Cellule(f"{sous.code} {sous.libelle}", need, vers=service(code)), kind))
    legend = f"Numérotés dans l'ordre {site.clauses.nom('catalogue').du}, qui n'en donne pas"
    return Tableau.de(legend, ("Sous-service|g", "Souscription|g"), rows, "fiches")
