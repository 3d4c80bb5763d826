"""An exercice as the simulator starts from it: one JSON document, computed again by a script in the reader's browser.

Knows: what the engine reads, who may see it. Must not know: the script, HTML.
The public gets neither adherents, nor quantities, nor prices: it types its own (exigences §6).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from convention.base.french import du, sujet
from convention.base.money import exact_text
from convention.base.period import year_period
from convention.engine.lignes import HORS_SERVICE
from convention.engine.presence import Presences
from convention.engine.quantites import column
from convention.model.mots.communs import Nature, StatutExercice
from convention.reports.mots import from_letters
from convention.reports.rendus.escape import terminal
from convention.site.rendu.typographie import texte
from convention.site.simulateur.couts import cout, in_order, place_name, place_names, reads_rank
from convention.site.simulateur.offre import ensuite, services, souscriptions
from convention.site.simulateur.quantites import quantites
from convention.site.simulateur.variantes import Colonnes, codes_of, mesurer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convention.engine.lignes import Calcul
    from convention.model.vue import Vue
    from convention.site.ensemble import Site
    from convention.site.simulateur.variantes import Mesurer

MOI, AUTRES = "moi", "autres"
"""The two adherents of the public's simulator: whoever types, and all the others together."""

FOIS, AU_MOINS = 10, 1000
"""More than ten times what all the adherents count together is a slip; a key that few count may still grow."""


def exercices(site: Site) -> list[int]:
    """Return the exercices that may be simulated: those still open, when something may be chosen or counted."""
    declared = site.depot.exercices if site.au_choix or site.compte else {}
    return [annee for annee, item in sorted(declared.items()) if item.statut is StatutExercice.OUVERT]


def situation(site: Site, annee: int) -> dict[str, Any]:
    """Write an exercice for the level of the site."""
    vue = site.chiffres.vues[annee]
    calculs = [item for item in site.chiffres.contributions[annee].calculs if item.composant is not None]
    common = {
        "exercice": annee,
        "phase": vue.phase.libelle,
        "part_liberee": str(vue.regles.part_liberee),
        "couts_exacts": vue.regles.couts_exacts,
        **_fees(site, vue),
        "natures": {str(nature): _said(site.nature(nature)) for nature in Nature},
        "services": services(site, vue),
        "noms_des_services": {HORS_SERVICE: _said(site.forfaits.titre)}
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
    if not prices or (prices.keys() == {""} and site.agents_au_forfait):
        return {"forfait": prices.get(""), "places_du_forfait": counted}
    each = [{"nom": nom, "prix": prix, "places": places[nom]} for nom, prix in prices.items()]
    return {"forfait": None, "places_du_forfait": counted, "forfaits": each}


def _known(site: Site, vue: Vue, calculs: Sequence[Calcul]) -> dict[str, Any]:
    """Write who takes part, what they count, what they take, and every cost."""
    measured = Presences(vue)
    ordre = _order(vue, measured)
    ranks = {nom: rang for rang, nom in enumerate(ordre)}
    colonnes = Colonnes({}, {})
    measure = mesurer(vue, ordre, colonnes)
    members = {item.adherent: exact_text(item.fraction) for item in measured.members()}
    return {
        "gestionnaire": ranks.get(vue.perimetre.gestionnaire, -1),
        "adherents": [
            {
                "id": nom,
                "nom": _said(site.nom(nom)),
                "sujet": _said(sujet(site.nom(nom))),
                "du": _said(du(site.nom(nom))),
                "presence": members.get(nom, "0"),
                **souscriptions(site, vue, nom),
            }
            for nom in ordre
        ],
        "comptages": {
            place_name(*place): {
                str(ranks[nom]): exact_text(valeur.valeur) for nom, valeur in column(vue, place).items() if nom in ranks
            }
            for place in vue.volumes.comptages
        },
        "composants": _components(site, vue, calculs, measure),
        "couts": [cout(vue, calcul, ranks) for calcul in in_order(vue, calculs)],
        "presences": [list(pair) for pair in colonnes.presences],
        "colonnes": [list(column) for column in colonnes.colonnes],
        "directs": _directs(site, vue, ranks),
        "ensuite": [ensuite(site, annee, ranks) for annee in exercices(site) if annee > vue.exercice],
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
            | {"variables": [{"nom": nom, "libelle": _said(from_letters(nom)), "unite": ""} for nom in calcul.valeurs]}
        )
    rows = _components(site, vue, calculs, None)
    return {
        "gestionnaire": -1,
        "adherents": [
            {"id": MOI, "nom": "Vous", "presence": "1", "codes": [], "composants": [], "lignes": {}, "date": ""},
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


def _components(site: Site, vue: Vue, calculs: Sequence[Calcul], measure: Mesurer | None) -> dict[str, dict[str, Any]]:
    """Write the components that cost something: who has them, in each variant of subscriptions."""
    ranked = {item.composant for item in calculs if reads_rank(vue, item)}
    found: dict[str, dict[str, Any]] = {}
    for nom in dict.fromkeys(str(item.composant) for item in calculs):
        vu = vue.perimetre.composants[nom]
        codes = list(codes_of(vue, vu))
        one_by_one = str(vu.beneficiaires) == "souscription"
        row: dict[str, Any] = {
            "libelle": _said(site.depot.composants[nom].composant.libelle),
            "service": vu.service,
            "codes": codes,
            "souscription": one_by_one,
            "un_seul": vue.regles.lignes[vue.regles.composants[nom].ligne].part_fixe,
        }
        if measure is not None:
            found[nom] = row | measure(vu, rangs_lus=nom in ranked)._asdict()
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
        for ligne in site.chiffres.contributions[vue.exercice].lignes
        if ligne.calcul.nature is Nature.DIRECT and ligne.adherent in ranks
    ]


def _said(text: str) -> str:
    """Write a data text for a script, which shows it as a text."""
    return texte(terminal(text))
