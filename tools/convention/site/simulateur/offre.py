"""What an adherent may take in the simulator: services with their prerequisites, and what it has already.

Knows: catalogue, subscriptions, counts to come. Must not know: amounts, the script.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from convention.base.french import enumere
from convention.base.period import year_period
from convention.checks.cadre.lecture import service_text
from convention.checks.periodes.prerequis import binding
from convention.model.mots.communs import StatutSouscription
from convention.reports.rendus.escape import terminal
from convention.site.rendu.typographie import texte
from convention.site.simulateur.couts import place_name
from convention.site.simulateur.variantes import tenus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from convention.checks.cadre.lecture import Exigence
    from convention.model.depot import Depot
    from convention.model.vue import Vue
    from convention.site.ensemble import Site


def services(site: Site, vue: Vue) -> list[dict[str, Any]]:
    """Write each service, and each sub-service, with what annexe 3 asks before it."""
    depot, asked = site.depot, binding(site.depot)
    found = []
    for code, service in depot.services.items():
        found.append(_offer(depot, code, asked.get(code, ()), service.nom_court, offert=True))
        found[-1]["obligatoire"] = service.obligatoire
        for sous in service.sous_services:
            offered = sous.code in vue.perimetre.a_la_demande
            found.append(_offer(depot, sous.code, asked.get(sous.code, ()), sous.libelle, offert=offered))
    return found


def souscriptions(site: Site, vue: Vue, adherent: str) -> dict[str, Any]:
    """Write what an adherent has in the exercice, the lines of its subscriptions, the day that a new count bears."""
    dossier = site.depot.dossiers[adherent]
    codes, taken = tenus(vue, adherent)
    lines: dict[str, list[list[Any]]] = {}
    for item in dossier.souscriptions.souscriptions:
        active = item.statut is StatutSouscription.ACTIVE
        lines.setdefault(item.service, []).append([_day(item.debut), _day(item.fin), active])
    for choix in dossier.souscriptions.composants:
        lines.setdefault(choix.composant, []).append([_day(choix.debut), _day(choix.fin), True])
    first = max(dossier.identite.adhesion.debut, year_period(vue.exercice).debut)
    return {
        "codes": codes,
        "composants": taken,
        "lignes": lines,
        "debut": first.isoformat(),
        "date": counted_on(site, adherent, vue.exercice).isoformat(),
        "archives": any(
            item.service_archives or item.derogation is not None for item in dossier.souscriptions.souscriptions
        ),
    }


def ensuite(site: Site, annee: int, ranks: Mapping[str, int]) -> dict[str, Any]:
    """Write which quantities a later exercice counts already: a subscription that goes on needs the others too."""
    later = site.chiffres.vues[annee].volumes.comptages
    return {
        "exercice": annee,
        "comptes": {
            place_name(*place): [ranks[nom] for nom in column if nom in ranks] for place, column in later.items()
        },
        "dates": [counted_on(site, nom, annee).isoformat() for nom in ranks],
    }


def counted_on(site: Site, adherent: str, annee: int) -> date:
    """Return the day of a new count: that of the site, or the day after the last one, which it would not replace."""
    document = site.depot.dossiers[adherent].quantites.get(annee)
    days = [releve.date + timedelta(days=1) for releve in document.comptages] if document is not None else []
    return max([site.jour, *days])


def _offer(depot: Depot, code: str, asked: Sequence[Exigence], nom: str, *, offert: bool) -> dict[str, Any]:
    papers = []
    if any(item.prerequis.derogation for item in asked):
        papers.append("la dérogation des archives départementales, faute de service d'archives")
    if any(item.prerequis.convention_connexe for item in asked):
        papers.append("une convention spécifique, à signer")
    needed = dict.fromkeys(nom for item in asked for nom in item.prerequis.services)
    return {
        "code": code,
        "nom": texte(terminal(nom)),
        "offert": offert,
        "obligatoire": False,
        "requis": [list(_ways(depot, nom)) for nom in needed if _ways(depot, nom)],
        "dits": texte(terminal(enumere([service_text(depot, nom) for nom in needed]))),
        "pieces": texte(enumere(papers)),
        "derogation": next((str(item.prerequis.derogation) for item in asked if item.prerequis.derogation), ""),
        "convention_connexe": any(item.prerequis.convention_connexe for item in asked),
    }


def _ways(depot: Depot, code: str) -> tuple[str, ...]:
    """Return what may be subscribed to have a service: itself, the service that covers it; nothing if all have it."""
    sous, service = depot.sous_service(code), code.partition(".")[0]
    if sous is None:
        return () if depot.services[code].obligatoire else (code,)
    if sous.a_la_demande:
        return (code,)
    return () if depot.services[service].obligatoire else (service, code)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
