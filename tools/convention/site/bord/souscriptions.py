"""What an adherent has, what it could have at once, what is missing for the rest.

Knows: subscriptions and prerequisites. Must not know: HTML, how services are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, euros, jour
from convention.checks.periodes.prerequis import binding
from convention.formulas.nodes import Nom, Operation
from convention.formulas.texte.syntax import parse
from convention.model.valeurs.chemins import service_code
from convention.reports.calcul.operation import value_text
from convention.site.annexes.catalogue import jours, nom_de

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.lecture import Exigence
    from convention.engine.lignes import Calcul
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import Souscription
    from convention.site.ensemble import Site


class Offre(NamedTuple):
    """A service, and what is said of it."""

    code: str
    nom: str
    note: str


class Offres(NamedTuple):
    """The three columns; the last means something only where a service may lack what another gives."""

    souscrits: tuple[Offre, ...]
    disponibles: tuple[Offre, ...]
    manquants: tuple[Offre, ...]
    conditionnels: bool


def offres(site: Site, adherent: str) -> Offres:
    """Sort every service, and every sub-service on demand, for an adherent on the day of the site."""
    dossier, depot = site.depot.dossiers[adherent], site.depot
    asked = binding(depot)
    conditional = any(asked.values())
    have, open_, missing = [], [], []
    for code in _catalogue(depot):
        name = nom_de(depot, code)
        if _has(site, dossier, code) or _coming(site, dossier, code):
            have.append(Offre(code, name, _since(site, dossier, code)))
            continue
        lacks = list(_lacks(site, dossier, asked.get(code, ())))
        told = f"Il manque : {enumere(lacks)}." if lacks else ""
        waiting = _waiting(dossier, code)
        if waiting is not None:
            told = f"Souscrit, pas encore activé ({waiting.motif or 'motif non connu'}). {told}".rstrip()
        if told:
            missing.append(Offre(code, name, told))
        else:
            met = _met(depot, asked.get(code, ())) if conditional else ""
            open_.append(Offre(code, name, f"{met} {_cost(site, code)}".strip()))
    return Offres(tuple(have), tuple(open_), tuple(missing), conditional or bool(missing))


def _catalogue(depot: Depot) -> Iterator[str]:
    for code, service in depot.services.items():
        yield code
        yield from (sous.code for sous in service.sous_services if sous.a_la_demande)


def _has(site: Site, dossier: Dossier, code: str) -> bool:
    """Tell whether an adherent has a service now, or from the first day of its membership."""
    return any(site.court(days, dossier.identite.adhesion.debut) for days in jours(site.depot, dossier.id, code))


def _coming(site: Site, dossier: Dossier, code: str) -> list[Souscription]:
    """Return the subscriptions that begin after the day of the site: nobody asks again for what is written."""
    every = dossier.souscriptions.souscriptions
    return [item for item in every if item.service == code and item.debut > site.jour and not item.en_attente]


def _since(site: Site, dossier: Dossier, code: str) -> str:
    if code in site.depot.services and site.depot.services[code].obligatoire:
        return "va à chaque adhérent"
    every, adhesion = dossier.souscriptions.souscriptions, dossier.identite.adhesion.debut
    running = [item for item in every if item.service == code and site.court(item.periode, adhesion)]
    for item in running or _coming(site, dossier, code):
        end = f", jusqu'au {jour(item.fin)} exclu" if item.fin is not None else ""
        own = f" ; {item.convention_connexe}" if item.convention_connexe is not None else ""
        return f"{'depuis le' if item.debut <= site.jour else 'à partir du'} {jour(item.debut)}{end}{own}"
    return ""


def _waiting(dossier: Dossier, code: str) -> Souscription | None:
    """Return a subscription that is not activated."""
    return next(
        (item for item in dossier.souscriptions.souscriptions if item.service == code and item.en_attente), None
    )


def _lacks(site: Site, dossier: Dossier, asked: tuple[Exigence, ...]) -> Iterator[str]:
    for exigence in asked:
        for code in exigence.prerequis.services:
            if not _has(site, dossier, code):
                yield f"le service {site.depot.libelle_service(code)}"
        if exigence.prerequis.derogation is not None and not dossier.souscriptions.archives:
            yield f"la {exigence.prerequis.derogation.demandee}"
        if exigence.prerequis.convention_connexe:
            yield "la convention spécifique, à signer"


def _met(depot: Depot, asked: tuple[Exigence, ...]) -> str:
    codes = [depot.libelle_service(code) for item in asked for code in item.prerequis.services]
    return f"Prérequis remplis : {enumere(codes)}." if codes else "Aucun prérequis."


def _cost(site: Site, code: str) -> str:
    """Say what all share for it now, deliveries apart; one's own share depends on quantities that are not known."""
    depot, on_demand = site.depot, site.chiffres.vues[site.exercice].perimetre.a_la_demande

    def is_its_own(service: str, sous_service: str | None) -> bool:
        return code == (sous_service if sous_service in on_demand else service)

    calculs = (item for item in site.contributions[site.exercice].calculs if item.composant is not None)
    own = [calcul for calcul in calculs if is_its_own(calcul.service, calcul.sous_service)]
    cents = sum(sum(calcul.partages) + sum(calcul.propres) for calcul in own)
    if not cents and any(is_its_own(item.service, item.composant.sous_service) for item in depot.composants.values()):
        return f"Coût : personne ne le paie en {site.exercice} ; sa page dit comment il se calcule."
    if not cents:
        rows = (row for row in depot.lignes.values() if row.service == service_code(code))
        return "Coût : dépend de ce qui est livré." if any(row.direct for row in rows) else "Aucun coût propre."
    if any(any(calcul.partages) for calcul in own):
        keys = {decompte.cle for calcul in own for decompte in calcul.decomptes.values()}
        fixed = keys <= {nom for nom, cle in depot.cles.items() if cle.quotes_parts}
        by = "les parts fixées pour chacun" if fixed else "les quantités de chacun"
        priced = sum(sum(calcul.propres) for calcul in own)
        more = f" ; ceux qui l'ont paient aussi {euros(priced)} sans partage, chacun les siens" * bool(priced)
        return f"Coût commun {site.exercice} : {euros(cents - priced)}, partagé selon {by}{more}."
    if not any(calcul.decomptes for calcul in own):
        price = sum(max(calcul.propres, default=0) for calcul in own)
        return f"En {site.exercice}, {euros(price)} pour qui l'a toute l'année."
    prices = [_unit_price(depot, calcul) for calcul in own]
    if all(prices):
        return f"En {site.exercice}, {enumere(prices)} ; ceux qui l'ont en paient {euros(cents)} ensemble."
    return f"En {site.exercice}, ceux qui l'ont en paient {euros(cents)} ensemble, chacun selon ce qu'il compte."


def _unit_price(depot: Depot, calcul: Calcul) -> str:
    """Say a price that multiplies one quantity and nothing else: « 85,00 € par poste »; empty for other formulas."""
    expression, counted = parse(calcul.formule), calcul.decomptes
    if not isinstance(expression, Operation) or expression.operateur != "*" or len(counted) != 1:
        return ""
    named = [item.nom for item in (expression.gauche, expression.droite) if isinstance(item, Nom)]
    prices = [nom for nom in named if nom in calcul.valeurs]
    cle = depot.cles.get(next(iter(counted.values())).cle)
    if len(named) != 2 or len(prices) != 1 or cle is None:  # noqa: PLR2004 (the two sides of a product)
        return ""
    return f"{value_text(depot, calcul, prices[0], calcul.valeurs[prices[0]])} par {cle.unite}"
