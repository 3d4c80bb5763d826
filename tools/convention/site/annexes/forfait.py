"""Annexe 3: the flat fees, their history, what that of the agents covers of what they cost, what each service asks.

Knows: the fees and the costs borne. Must not know: HTML.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, ecart, euros, jour, majuscule, montant, nombre, pourcentage
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.tarifs import Forfait
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_title, fee_unit, fee_units, fee_value
from convention.model.mots.communs import Nature, Phase
from convention.reports.finances.equilibre import share
from convention.site.annexes import texte
from convention.site.annexes.catalogue import demande_de, exigences
from convention.site.annexes.prix import masse_salariale
from convention.site.graphiques import Point, courbe
from convention.site.rendu.page import Page, exercice, service
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from convention.engine.equilibre import Rubrique
    from convention.site.ensemble import Site


_ACTUALISE = "Masse salariale (Montants actualisés annuellement)"
_LEGENDE = (("", "trait plein : en vigueur"), ("", "tirets, rond vide : reconduit, à fixer"))


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 3; a convention without a flat fee has none."""
    if not site.traits.forfaitaire:
        return
    values = {
        "forfaits": [_fee(site, nom) for nom in site.depot.forfaits],
        "couvert": couvert(site, site.exercice),
        "couverture": _coverage(site),
        "prerequis": _requirements(site),
        "annexe": texte.annexe(site, "forfait"),
        "poste": site.depot.convention.poste_de_travail,
        "dit": texte.dit(site, _ACTUALISE, "redevances", "forfait"),
    }
    yield Page("annexes/forfait.md", site.clauses.titre("forfait"), "forfait", values)


class Couvert(NamedTuple):
    """How much of what the agents cost in an exercice their fee covers, and whether a régie is among them."""

    part: str
    regie: bool


def couvert(site: Site, annee: int) -> Couvert | None:
    """Return what the fee of the agents covers; None when what they cost is not known."""
    bilan = site.chiffres.bilans.get(annee)
    rate = bilan.couverture if bilan is not None else None
    return Couvert(share(rate), bool(bilan.regie)) if bilan is not None and rate is not None else None


def costs(rubrique: Rubrique) -> Iterator[str]:
    """Write what is borne, what is recharged, what is left."""
    return map(montant, (rubrique.supporte, rubrique.refacture, rubrique.non_recouvre))


def _fee(site: Site, nom: str) -> dict[str, object]:
    """Return what the page tells of a fee: what it is, and makes, in the exercice that is told; its history."""
    depot, annee, name = site.depot, _year(site, nom), fee_name(site.depot, nom)
    number, cents = _counted(site, nom, annee)
    drawn, legend = _curve(site, nom)
    return {
        "id": nom or "forfait",
        "nom": name,
        "titre": fee_title(depot, nom),
        "unite": fee_unit(depot, nom, "poste de travail"),
        "unites": fee_units(depot, nom, "postes de travail"),
        "comptees": fee_units(depot, nom, "postes"),
        "agents": name == MASSE_SALARIALE,
        "annee": annee,
        "valeur": fee_value(depot, nom, annee),
        "nombre": number,
        "cents": cents,
        "histoire": _history(site, nom),
        "courbe": drawn,
        "legende": legend,
        "masse": _payroll(site, nom),
    }


def _counted(site: Site, nom: str, annee: int) -> tuple[Fraction, int]:
    """Return what a fee makes in an exercice: how much it counts in all, and the cents."""
    contribution = site.contributions[annee]
    mine = [item for item in contribution.calculs if item.nature is Nature.MASSE_SALARIALE and item.forfait == nom]
    counts = (
        item.quantite(rang)
        for calcul in mine
        for item in calcul.decomptes.values()
        for rang in range(len(calcul.beneficiaires))
    )
    return (sum(counts, Fraction(0)), sum(cents for calcul in mine for cents in calcul.propres))


def _year(site: Site, nom: str) -> int:
    """Return the current exercice, or the first one that has the fee when it is still to come: before, it is not."""
    years = (annee for annee in sorted(site.contributions) if annee >= site.exercice)
    return next((annee for annee in years if fee_value(site.depot, nom, annee) is not None), site.exercice)


def _history(site: Site, nom: str) -> Tableau:
    rows, before, document = [], None, site.depot.forfaits[nom]
    for rank, value in enumerate(document.valeurs):
        written = site.source(Reference(path_of(Forfait, nom), ("valeurs", rank, "montant")))
        gap = (
            "" if before is None else f"{ecart(value.montant - before)} ({pourcentage(value.montant - before, before)})"
        )
        source = value.origine or document.origine
        rows.append(
            rang(
                jour(site.depot.convention.premier_jour(value.date.year)),
                montant(value.montant),
                gap or "montant initial",
                Cellule(value.reference, f"vérifié le {jour(value.verifie_le)}", source=written),
                source.libelle,
            )
        )
        before = value.montant
    unit = fee_unit(site.depot, nom, "poste")
    heads = ("À partir du|g", f"Par {unit} (€)", "Évolution", "D'où il vient|gl", "Origine|g")
    return Tableau.de("Chaque actualisation, datée, avec ce qui la fixe", heads, rows, "fiches")


def _curve(site: Site, nom: str) -> tuple[Markup, tuple[tuple[str, str], ...]]:
    """Draw what a fee was and is, and say what a dashed line means, when there is one."""
    points, first = [], _year(site, nom)
    for annee, contribution in site.contributions.items():
        value = fee_value(site.depot, nom, annee)
        if value is None and annee < first:
            continue
        estimated = contribution.phase is Phase.PREVISIONNEL and value is not None and value.date.year < annee
        word = "à fixer" if estimated else "en vigueur"
        points.append(
            Point(str(annee), value.montant if value else None, euros(value.montant) if value else "", word, estimated)
        )
    told = ", ".join(f"{point.annee} : {point.texte}, {point.note}" for point in points)
    due = f"{fee_title(site.depot, nom)} par {fee_unit(site.depot, nom, 'poste')} et par an"
    drawn = courbe(nom or "forfait", f"{due}. {told}.", points)
    return drawn, _LEGENDE if any(point.estime for point in points) else ()


def _payroll(site: Site, nom: str) -> Tableau:
    rows, first = [], _year(site, nom)
    for annee, contribution in site.contributions.items():
        value, (number, cents) = fee_value(site.depot, nom, annee), _counted(site, nom, annee)
        if value is None and annee < first:
            continue
        cell = Cellule(str(annee), vers=exercice(annee)) if not site.acces.public else Cellule(str(annee))
        reduced = value is not None and cents < value.montant * number
        rows.append(
            rang(
                cell,
                euros(value.montant) if value is not None else "[non connu]",
                nombre(number),
                Cellule(montant(cents), "réduit à la présence de chacun" if reduced else ""),
                contribution.phase.libelle,
            )
        )
    name, units = fee_name(site.depot, nom), majuscule(fee_units(site.depot, nom, "postes"))
    heads = ("Exercice|g", "Forfait", units, f"{name.titre} (€)", "Nature|g")
    usual = name == MASSE_SALARIALE
    legend = "Ce que paient tous les adhérents pour les agents" if usual else "Ce que paient tous les adhérents"
    return Tableau.de(legend, heads, rows, "fiches")


def _coverage(site: Site) -> Tableau | None:
    rows, bilans = [], site.chiffres.bilans.values()
    for bilan in bilans:
        if bilan.personnel is None:
            continue
        rate = bilan.couverture
        rows.append(
            rang(
                Cellule(str(bilan.exercice), source=site.source(masse_salariale(bilan.exercice))),
                *costs(bilan.personnel),
                share(rate) if rate is not None else "[non connu]",
                bilan.phase.libelle,
            )
        )
    if not rows:
        return None
    left = f"Reste {site.noms.gestionnaire.au} (€)"
    agents = "Agents et régie (€)" if any(bilan.regie for bilan in bilans) else "Agents (€)"
    heads = ("Exercice|g", agents, "Refacturé (€)", left, "Couverture", "Nature|g")
    return Tableau.de(site.legende(compte(len(rows), "exercice")), heads, rows, "fiches")


def _requirements(site: Site) -> Tableau:
    rows = []
    for code, need in exigences(site.depot).items():
        cell = Cellule(code, vers=service(code))
        rows.append(rang(cell, need.texte, demande_de(site.depot, need) or "rien de plus"))
    return Tableau.de(
        "Le texte de la convention, puis sa lecture", ("Service|g", "Texte|g", "Lu ainsi|g"), rows, "fiches"
    )
