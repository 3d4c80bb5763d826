"""A page a service: perimeter, prerequisites, roles, keys and formulas, who has it, what it costs over the years.

Knows: a service and what hangs on it. Must not know: HTML.
Amounts of components are suppliers' prices: never for the public (SECURITY.md).
"""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour, minuscule, montant, nombre, pluriel
from convention.base.money import CENTS
from convention.checks.cadre.lecture import MODES
from convention.model.mots.communs import Nature, Phase, Reliquat, Section
from convention.model.valeurs.chemins import service_code
from convention.reports import mots
from convention.site.annexes.catalogue import abonnes, beneficiaires, demande_de, exigences, graphe, has_socle, jours
from convention.site.annexes.prix import ancre, formule_dite
from convention.site.avenants.avenants import counted, pesants
from convention.site.avenants.effets import phrases_du_service
from convention.site.avenants.suivi import suite
from convention.site.graphiques import Point, courbe
from convention.site.rendu.page import Page, exercice, service, tableau_de_bord
from convention.site.rendu.tableau import Cellule, Tableau, rang
from convention.site.simulateur.simulateur import exercices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from convention.engine.lignes import Ligne
    from convention.model.depot import ComposantRange
    from convention.model.documents.catalogue import Service
    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the page of each service."""
    for code, item in site.depot.services.items():
        yield Page(service(code), f"{code} {item.nom_court}", "service", _values(site, code, item), poids=1.3)


def _values(site: Site, code: str, item: Service) -> dict[str, object]:
    depot = site.depot
    asked = exigences(depot)
    pole = next((pole for pole in depot.poles if pole.service == code), None)
    return {
        "code": code,
        "simulable": bool(exercices(site)),
        "service": item,
        "socle": has_socle(site),
        "groupe": str(item.categorie),
        "pole": pole,
        "etp": nombre(pole.etp) if pole is not None else "",
        "preneur": _taker(site, code),
        "preneurs": 0 if site.acces.public else len(beneficiaires(site, code)),
        "roles": enumere([role.libelle for role in item.roles_service_commun]),
        "prerequis": asked.get(code),
        "demande": demande_de(depot, asked[code]) if code in asked else "",
        "rend_possible": enumere(
            [
                depot.libelle_service(other)
                for other, need in asked.items()
                if code in {service_code(nom) for nom in need.services}
            ]
        ),
        "exigences": asked,
        "graphe": graphe(depot, code, "prerequis"),
        "formules": tuple(_formulas(site, code)),
        "avenants": tuple(amendments(site, code)),
        "livres": any(ligne.direct for ligne in site.depot.lignes.values() if ligne.service == code),
        "abonnes": None if site.acces.public else _subscribers(site, code),
        "exonerations": () if site.acces.public else tuple(_exemptions(site, code)),
        "souscrit": site.acces.adherent in abonnes(site, code),
        "evolution": None if site.acces.public else _evolution(site, code),
    }


def amendments(site: Site, code: str) -> Iterator[dict[str, object]]:
    """Yield the avenants that change a service, the last first: where each stands, what it says of it."""
    for suivi in reversed(pesants(site)):
        item, kept = suivi.ecrit.avenant, site.depot.avenants_consignes.get(suivi.ecrit.dossier)
        told = phrases_du_service(site, kept, code) if kept is not None else ()
        if kept is not None and told:
            effect = f"prise d'effet {'' if suivi.executoire else 'prévue '}le {jour(item.effet)}"
            effect += ", jour passé" if item.effet <= site.jour and not suivi.executoire else ""
            yield {
                "numero": item.numero,
                "etat": f"{suivi.vie.etat.libelle}, {effect}" if item.sans_suite is None else suite(site, suivi),
                "phrases": told,
                "abandonne": item.sans_suite is not None,
                "en_attente": not suivi.executoire,
                "compte": counted(site, suivi),
            }


def composants(site: Site, code: str) -> list[ComposantRange]:
    """Return the components of a service."""
    return [item for item in site.depot.composants.values() if item.service == code]


def _exemptions(site: Site, code: str) -> Iterator[str]:
    """Say who pays nothing of a component, when, who bears its share, and why."""
    for item in composants(site, code):
        what = cite(item.composant.libelle)
        for written in item.composant.exonerations:
            when = f", en {enumere(list(map(str, written.exercices)))}" if written.exercices else ""
            for nom in written.adherents:
                yield f"{site.nom(nom)}, {what}{when} : {written.reliquat.part}. Motif : {written.motif.rstrip(' .')}."


def _taker(site: Site, code: str) -> str:
    """Name who has a service: what goes to everybody has no subscriber."""
    return "Bénéficiaire" if site.depot.services[code].obligatoire else "Abonné"


def phase_of(site: Site, exercice: int) -> str:
    """Say what the figures of an exercice are worth: « révisé »."""
    return site.contributions[exercice].phase.libelle


def _formulas(site: Site, code: str) -> Iterator[dict[str, object]]:
    """Yield each cost of a component: its formula in every form, and the row that it comes from."""
    depot = site.depot
    for item in composants(site, code):
        ligne = depot.lignes.get(item.composant.ligne)
        if ligne is None:
            continue
        read = ligne.at(site.exercice)
        cle = item.composant.abaque or ""
        for nom, mode in read.indirects.items():
            nature = MODES[nom]
            label = item.composant.libelle_factuel if nature is Nature.INDIRECT_FACTUEL else None
            yield {
                "ancre": f"{nature.value.replace('_', '-')}-{item.id}",
                "nom": label or item.composant.libelle,
                "nature": mots.said(depot, nature, nature.libelle),
                "formule": formule_dite(site, ligne.id, mode, cle, item.id),
                "texte": mode.texte,
                "cle": depot.cles[cle].libelle if cle in depot.cles else "",
                "financement": item.composant.financement,
                "tarif": ligne,
                "source": site.source(item.reference()),
            }


def _today(site: Site, code: str, nom: str, have: Sequence[str]) -> str:
    """Tell whether one has a service on the day of the site, had it before, will have it, or none of these."""
    if nom in have:
        return "oui"
    days = jours(site.depot, nom, code)
    if not days or any(map(site.court, days)):  # the managing body that shares no cost has what comes with a membership
        return "non"
    return "ne l'est plus" if any(period.debut <= site.jour for period in days) else "pas encore"


def _subscribers(site: Site, code: str) -> Tableau | None:
    """List who uses the service and what each pays, section by section, as on its dashboard; nothing of nobody."""
    paid: dict[str, dict[Section, int]] = {}
    left: dict[str, dict[str, None]] = {}
    for ligne in site.contributions[site.exercice].lignes:
        if ligne.calcul.service == code:
            mine = paid.setdefault(ligne.adherent, {})
            mine[ligne.calcul.section] = mine.get(ligne.calcul.section, 0) + ligne.montant
            left.setdefault(ligne.adherent, {}).update(dict.fromkeys(_left(ligne)))
    sections = [section for section in Section if any(section in mine for mine in paid.values())]
    had, have = beneficiaires(site, code), abonnes(site, code)
    every = sorted({*had, *paid}, key=lambda nom: (-sum(paid.get(nom, {}).values()), nom))
    if not every:
        return None
    rows = [
        rang(
            Cellule(site.nom(nom), vers=tableau_de_bord(nom)),
            _has(_today(site, code, nom, have), left.get(nom, {})),
            *(_paid(nom, code, section, paid.get(nom, {})) for section in sections),
        )
        for nom in every
    ]
    sums = [montant(sum(mine.get(section, 0) for mine in paid.values())) for section in sections]
    payers = sum(1 for mine in paid.values() if any(mine.values()))
    paying = (
        f"{nombre(payers)} en {pluriel(payers, 'paie', 'paient')} une part" if payers else "aucun n'en paie de part"
    )
    some = f", {paying}" if payers < len(had) else ""
    who, phase = _taker(site, code), phase_of(site, site.exercice)
    legend = f"{compte(len(had), minuscule(who))} en {site.exercice}{some} ; coût refacturé, {phase}, en euros"
    amounts = (f"{section.libelle.capitalize()} (€)" for section in sections)
    total = [rang("Total", "", *sums, total=True)] if sums else []
    return Tableau.de(legend, ("Adhérent|g", f"{who} {site.au_jour}|g", *amounts), (*rows, *total), triable=True)


def _left(ligne: Ligne) -> Iterator[str]:
    """Name what leaves a share to the managing body, when it has no day of its own."""
    calcul, rang = ligne.calcul, ligne.rang
    if calcul.jours[rang] or not (calcul.termes and ligne.montant):
        return
    bornage = calcul.bornage
    if bornage is None or bornage.exactes[rang] == bornage.libres[rang]:
        yield "les départs en cours d'année"
        return
    every = zip(bornage.bornes.plafonds, bornage.exactes, bornage.libres, strict=True)
    capped = any(kept == cap and kept < free for cap, kept, free in every)
    if bornage.bornes.reliquat is Reliquat.GESTIONNAIRE and capped:
        yield "les plafonds"
    if Reliquat.GESTIONNAIRE in bornage.bornes.exoneres.values():
        yield "les exonérations"


def _has(today: str, left: Mapping[str, None]) -> Cellule:
    """Write whether one has the service; why the managing body pays for what it does not have."""
    why = f"paie ce que {enumere(sorted(left))} laissent à sa charge" if left and today == "non" else ""
    return Cellule(today, why)


def _paid(nom: str, code: str, section: Section, mine: Mapping[Section, int]) -> Cellule:
    """Write what an adherent pays in a section; its running costs unfold on its dashboard."""
    unfolds = section is Section.FONCTIONNEMENT and section in mine
    cents = mine.get(section, 0)
    return Cellule(montant(cents), vers=f"{tableau_de_bord(nom)}#{ancre(code)}" if unfolds else "", valeur=str(cents))


def _evolution(site: Site, code: str) -> tuple[Markup, Tableau] | None:
    """Follow what all adherents pay for the service, year by year, from the first in which it costs something."""
    points, rows = [], []
    born = dropwhile(lambda item: code not in item[1].totaux.par_service, site.contributions.items())
    for annee, contribution in born:
        cents = contribution.totaux.par_service.get(code, 0)
        estimated = contribution.phase is Phase.PREVISIONNEL
        word = "estimé" if estimated else contribution.phase.libelle
        points.append(Point(str(annee), cents, f"{nombre((cents + CENTS // 2) // CENTS)} €", word, estimated))
        prices = f"{exercice(annee)}#{ancre(code)}" if cents else ""
        delivered = sum(
            ligne.montant
            for ligne in contribution.lignes
            if ligne.calcul.service == code and ligne.calcul.nature is Nature.DIRECT
        )
        noted = f"dont {euros(delivered)} à la livraison" if delivered else ""
        rows.append(rang(str(annee), Cellule(montant(cents), noted, vers=prices), word))
    if len(points) < 2 or not any(point.valeur for point in points):  # noqa: PLR2004 (a curve has two ends)
        return None
    told = ", ".join(f"{point.annee} {point.note} : {point.texte}" for point in points)
    name = f"Coût refacturé de {mots.service_name(site.depot, code)}. {told}."
    table = Tableau.de("Les mêmes montants", ("Année|g", "Coût refacturé (€)", "Nature|g"), rows)
    return courbe("evolution", name, points), table
