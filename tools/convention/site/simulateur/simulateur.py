"""The simulator: what one would pay with other services and other quantities, computed in the reader's browser.

Its script starts from an exercice, one JSON document.

Knows: what the engine reads, who may see it, where the script is. Must not know: the script, HTML.
The public gets neither adherents, nor quantities, nor prices: it types its own (SECURITY.md).
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from convention.base.french import enumere, majuscule, sujet
from convention.base.money import exact_text
from convention.base.period import year_period
from convention.checks.periodes.prerequis import binding
from convention.engine.lignes import HORS_SERVICE, Calcul
from convention.engine.presence import Presences
from convention.engine.quantites import column
from convention.model.forfaits import fee_unit
from convention.model.mots.communs import Nature, Section, StatutSouscription
from convention.model.valeurs.chemins import service_code
from convention.reports.calcul.operation import value_name
from convention.reports.rendus.escape import terminal
from convention.site.avenants.avenants import comptes
from convention.site.rendu.page import Page
from convention.site.rendu.typographie import texte
from convention.site.simulateur.couts import cout, in_order, place_name, place_names, reads_rank
from convention.site.simulateur.variantes import Variantes, codes_of, tenus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.checks.cadre.lecture import Exigence
    from convention.model.vue import Vue
    from convention.site.ensemble import Site


MOI, AUTRES = "moi", "autres"
"""The two adherents of the public's simulator: whoever types, and all the others together."""

FOIS, AU_MOINS = 10, 1000
"""More than ten times what all the adherents count together is a slip; a key that few count may still grow."""


def exercices(site: Site) -> list[int]:
    """Return the exercices that may be simulated: those still open, when something may be chosen or counted."""
    return site.depot.ouverts if site.traits.au_choix or site.traits.compte else []


def situation(site: Site, annee: int) -> dict[str, Any]:
    """Write an exercice for the level of the site."""
    vue = site.chiffres.vues[annee]
    calculs = [item for item in site.contributions[annee].calculs if item.composant is not None]
    common = {
        "exercice": annee,
        "phase": vue.phase.libelle,
        "part_liberee": str(vue.regles.part_liberee),
        "couts_exacts": vue.regles.couts_exacts,
        **_fees(site, vue),
        "natures": {str(nature): _said(site.nature(nature)) for nature in Nature},
        "services": _services(site, vue),
        "noms_des_services": {HORS_SERVICE: _said(site.traits.forfaits.titre)}
        | {code: _said(site.depot.libelle_service(code)) for code in site.depot.services},
        "quantites": quantites(site, vue, calculs),
    }
    if site.acces.public:
        return common | _public(site, vue, calculs)
    found = common | _known(site, vue, calculs)
    for place, counted in found["comptages"].items():
        if place in found["quantites"]:
            found["quantites"][place]["maximum"] = str(largest(counted.values()))
    return found


def largest(counts: Iterable[str]) -> int:
    """Return the largest quantity that may be typed for one adherent: beyond, it is a slip."""
    return max(AU_MOINS, FOIS * ceil(sum(map(Fraction, counts))))


def _fees(site: Site, vue: Vue) -> dict[str, Any]:
    """Write the flat fee of annexe 3, or each fee when there are others; and what they all count."""
    places = {nom: place_names(vue, vue.regles.forfaits[nom], "") for nom in vue.prix.forfaits}
    prices = {nom: exact_text(valeur.valeur) for nom, valeur in vue.prix.forfaits.items()}
    counted = list(dict.fromkeys(place for names in places.values() for place in names))
    usual = site.traits.agents_au_forfait and fee_unit(site.depot, "", "poste de travail") == "poste de travail"
    if not prices or (prices.keys() == {""} and usual):
        return {"forfait": prices.get(""), "places_du_forfait": counted}
    each = [{"nom": nom, "prix": prix, "places": places[nom]} for nom, prix in prices.items()]
    return {"forfait": None, "places_du_forfait": counted, "forfaits": each}


def _known(site: Site, vue: Vue, calculs: Sequence[Calcul]) -> dict[str, Any]:
    """Write who takes part, what they count, what they take, and every cost."""
    measured = Presences(vue)
    ordre = _order(vue, measured)
    ranks = {nom: rang for rang, nom in enumerate(ordre)}
    types = {nom: site.depot.dossiers[nom].identite.type for nom in ordre}
    variantes = Variantes(vue, ordre)
    members = {item.adherent: exact_text(item.fraction) for item in measured.members()}
    return {
        "gestionnaire": ranks.get(vue.perimetre.gestionnaire, -1),
        "adherents": [
            {
                "id": nom,
                "nom": _said(site.nom(nom)),
                "sujet": _said(sujet(site.nom(nom))),
                "paierait": site.depot.accorde(nom, "paierait", "paieraient"),
                "ses": site.depot.accorde(nom, "ses", "leurs"),
                "du": _said(site.depot.du(nom)),
                "courant": Section.FONCTIONNEMENT.apres_nom(types[nom]),
                "sections": {section: majuscule(section.dite(types[nom])) for section in Section},
                "presence": members.get(nom, "0"),
                **_souscriptions(site, vue, nom),
            }
            for nom in ordre
        ],
        "comptages": {
            place_name(*place): {
                str(ranks[nom]): exact_text(valeur.valeur) for nom, valeur in column(vue, place).items() if nom in ranks
            }
            for place in vue.volumes.comptages
        },
        "composants": _components(site, vue, calculs, variantes),
        "couts": [cout(vue, calcul, ranks) for calcul in in_order(vue, calculs)],
        "presences": [list(pair) for pair in variantes.presences],
        "colonnes": [list(column) for column in variantes.colonnes],
        "directs": _directs(site, vue, ranks),
        "ensuite": [_ensuite(site, annee, ranks) for annee in exercices(site) if annee > vue.exercice],
    }


def _public(site: Site, vue: Vue, calculs: Sequence[Calcul]) -> dict[str, Any]:
    """Write the costs without any figure, between two adherents who count nothing."""
    costs = []
    for calcul in calculs:
        written = cout(vue, calcul, {})
        shared = [written["cles"][nom] for _, nom in written["termes"]]
        made = any("produit" in cle for cle in shared) or any(not cle["places"] for cle in written["cles"].values())
        reserved = bool(written["grilles"] or written["coefficients"] or made)
        costs.append(
            written
            | {"valeurs": {}, "plafond": None, "plancher": None, "exoneres": {}, "porte": False}
            | {"grilles": {}, "coefficients": {}, "reserve": reserved}
            | {
                "variables": [
                    {"nom": nom, "libelle": _said(value_name(site.depot, calcul, nom)), "unite": ""}
                    for nom in calcul.valeurs
                ]
            }
        )
    rows = _components(site, vue, calculs, None)
    # Where somebody else than who manages has no sections, what holds for anybody is said.
    types = {nom: site.depot.dossiers[nom].identite.type for nom in _order(vue, Presences(vue))}
    mine = min(types, key=lambda nom: (nom == vue.perimetre.gestionnaire, types[nom].publique))
    said = {"nom": "Vous", "courant": Section.FONCTIONNEMENT.apres_nom(types[mine])}
    return {
        "gestionnaire": -1,
        "adherents": [
            {"id": MOI, **said, "presence": "1", "codes": [], "composants": [], "lignes": {}, "date": ""},
            {"id": AUTRES, "nom": "Les autres", "presence": "1", "codes": [], "composants": [], "lignes": {}},
        ],
        "comptages": {},
        "composants": rows,
        "couts": costs,
        "presences": [["1", "1"]],
        # Nobody but the others; both; who has been there since the first year.
        "colonnes": [[-1, 0], [0, 0], [1, 1]],
        "directs": [],
        "ensuite": [],
    }


def _order(vue: Vue, measured: Presences) -> list[str]:
    """Return who takes part in the exercice, in the order that decides ties between cents."""
    year, perimetre = year_period(vue.exercice), vue.perimetre
    return [
        nom
        for nom in measured.ordre
        if nom == perimetre.gestionnaire or perimetre.payeurs[nom].adhesion.intersect(year) is not None
    ]


def _components(
    site: Site, vue: Vue, calculs: Sequence[Calcul], variantes: Variantes | None
) -> dict[str, dict[str, Any]]:
    """Write the components that cost something: who has them, in each variant of subscriptions."""
    ranked = {item.composant for item in calculs if reads_rank(vue, item)}
    found: dict[str, dict[str, Any]] = {}
    for nom in dict.fromkeys(str(item.composant) for item in calculs):
        vu = vue.perimetre.composants[nom]
        codes = list(codes_of(vue.perimetre, vu.service, vu.sous_service))
        one_by_one = str(vu.beneficiaires) == "souscription"
        row: dict[str, Any] = {
            "libelle": _said(site.depot.composants[nom].composant.libelle),
            "service": vu.service,
            "codes": codes,
            "souscription": one_by_one,
            "un_seul": vue.regles.lignes[vue.regles.composants[nom].ligne].part_fixe,
        }
        if variantes is not None:
            found[nom] = row | variantes.mesurer(vu, rangs_lus=nom in ranked)
        else:
            here = {"dd": not codes and not one_by_one, "pd": not one_by_one, "dp": not codes, "pp": True}
            found[nom] = row | {
                "presences": {variant: int(present) for variant, present in here.items()},
                "rangs": dict.fromkeys(here, 2),
            }
    return found


def _directs(site: Site, vue: Vue, ranks: Mapping[str, int]) -> list[list[Any]]:
    """Return what was delivered: no choice moves it."""
    return [
        [ranks[ligne.adherent], ligne.calcul.service, str(ligne.calcul.section), ligne.calcul.depense, ligne.montant]
        for ligne in site.contributions[vue.exercice].lignes
        if ligne.calcul.nature is Nature.DIRECT and ligne.adherent in ranks
    ]


def _said(text: str) -> str:
    """Write a data text for a script, which shows it as a text."""
    return texte(terminal(text))


DECISION, PUBLICATION = "decision", "publication"
"""What fixes a quantity that nobody types."""


def quantites(site: Site, vue: Vue, calculs: Sequence[Calcul]) -> dict[str, dict[str, Any]]:
    """Say what each column of quantities counts; one that is published, or fixed, is nobody's to type."""
    asked = [(vue.regles.forfaits[nom], "") for nom in vue.prix.forfaits]
    asked += [(item.cle, calcul.composant or "") for calcul in calculs for item in calcul.decomptes.values()]
    found: dict[str, dict[str, Any]] = {}
    for cle, composant in asked:
        for place in place_names(vue, cle, composant):
            nom, _, reach = place.partition("/")
            definition = vue.regles.cles.get(nom)
            if definition is None or place in found:
                continue
            component = site.depot.composants.get(reach)
            by = DECISION if definition.quotes_parts else PUBLICATION if definition.publiee else ""
            fixee = "" if site.acces.public else by
            found[place] = {
                "cle": nom,
                "composant": reach,
                "objet": _said(component.composant.libelle) if component is not None else "",
                "libelle": _said(definition.libelle),
                "unite": _said(definition.unite),
                "pluriel": _said(definition.pluriel),
                "saisie": not fixee,
                "fixee": fixee,
                "entiere": definition.entiere,
            }
    return found


def _services(site: Site, vue: Vue) -> list[dict[str, Any]]:
    """Write each service, and each sub-service, with what annexe 3 asks before it."""
    depot, asked = site.depot, binding(site.depot)
    found = []
    for code, service in depot.services.items():
        found.append(_offer(site, vue, code, asked.get(code, ()), service.nom_court, offert=True))
        found[-1]["obligatoire"] = service.obligatoire
        for sous in service.sous_services:
            offered = sous.code in vue.perimetre.a_la_demande
            found.append(_offer(site, vue, sous.code, asked.get(sous.code, ()), sous.libelle, offert=offered))
    return found


def _souscriptions(site: Site, vue: Vue, adherent: str) -> dict[str, Any]:
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
        "date": _counted_on(site, adherent, vue.exercice).isoformat(),
        "archives": dossier.souscriptions.archives,
    }


def _ensuite(site: Site, annee: int, ranks: Mapping[str, int]) -> dict[str, Any]:
    """Write which quantities a later exercice counts already: a subscription that goes on needs the others too."""
    later = site.chiffres.vues[annee].volumes.comptages
    return {
        "exercice": annee,
        "comptes": {
            place_name(*place): [ranks[nom] for nom in column if nom in ranks] for place, column in later.items()
        },
        "dates": [_counted_on(site, nom, annee).isoformat() for nom in ranks],
    }


def _counted_on(site: Site, adherent: str, annee: int) -> date:
    """Return the day of a new count: that of the site, or the day after the last one, which it would not replace."""
    document = site.depot.dossiers[adherent].quantites.get(annee)
    days = [releve.date + timedelta(days=1) for releve in document.comptages] if document is not None else []
    return max([site.jour, *days])


def _offer(site: Site, vue: Vue, code: str, asked: Sequence[Exigence], nom: str, *, offert: bool) -> dict[str, Any]:
    derogation = next((item.prerequis.derogation for item in asked if item.prerequis.derogation), None)
    papers = [f"la {derogation.demandee}"] if derogation is not None else []
    if any(item.prerequis.convention_connexe for item in asked):
        papers.append("une convention spécifique, à signer")
    needed = dict.fromkeys(nom for item in asked for nom in item.prerequis.services)
    ways = [codes_of(vue.perimetre, service_code(nom), nom if "." in nom else None) for nom in needed]
    return {
        "code": code,
        "nom": _said(nom),
        "offert": offert,
        "obligatoire": False,
        "requis": [list(codes) for codes in ways if codes],
        "dits": _said(enumere([site.depot.libelle_service(nom) for nom in needed])),
        "pieces": texte(enumere(papers)),
        "derogation": str(derogation or ""),
        "convention_connexe": any(item.prerequis.convention_connexe for item in asked),
    }


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


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
                # What is to be decided about is the year after: its quantities are mostly known already.
                "choisi": site.exercice + 1 if site.exercice + 1 in annees else annees[0],
                "avenants": tuple(comptes(site, annees)),
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
