"""Annexe 3: the forfait, its history, what it covers of the agents that it pays for, what each service asks.

Knows: the forfait and the costs borne. Must not know: HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, d_appel, ecart, euros, jour, montant, nombre, pourcentage
from convention.model.depot import Reference
from convention.model.mots.communs import Nature, Origine, Phase
from convention.reports.finances.equilibre_phrases import share
from convention.site.annexes.catalogue import demande_de, exigences
from convention.site.annexes.prix import masse_salariale
from convention.site.graphiques import courbe as svg_courbe
from convention.site.graphiques.courbe import Point
from convention.site.rendu import texte
from convention.site.rendu.page import Page, exercice, service
from convention.site.rendu.tableau import Cellule, Chiffre, Tableau, colonnes, rang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 3; a convention without a flat fee has none."""
    if not site.forfaitaire:
        return
    yield Page(
        "annexes/annexe-3.md",
        "Annexe 3, forfait",
        "annexe3",
        {
            "chiffres": _figures(site),
            "histoire": _history(site),
            "courbe": _curve(site),
            "masse": _payroll(site),
            "couverture": _coverage(site),
            "prerequis": _requirements(site),
            "annexe": texte.annexe(site, "annexe 3"),
            "poste": site.depot.convention.poste_de_travail,
            "avant": _call_before(site),
        },
    )


def _call_before(site: Site) -> str:
    """Name the call that a decision on the forfait precedes, after « appel »; nothing when no procedure says one."""
    document = site.depot.vie.procedures
    if document is None:
        return ""
    known = {change.procedure for change in document.changements if (change.genre, change.champ) == ("forfait", None)}
    before = (item.avant for nom, item in document.procedures.items() if nom in known)
    return next((d_appel(nom) for nom in before if nom is not None), "")


def _figures(site: Site) -> tuple[Chiffre, ...]:
    now = site.forfait(site.exercice)
    postes = sum(site.postes(site.exercice).values())
    total = site.chiffres.contributions[site.exercice].totaux.par_nature.get(Nature.MASSE_SALARIALE, 0)
    bilan = site.chiffres.bilans.get(site.exercice)
    rate = bilan.couverture if bilan is not None else None
    known = (
        Chiffre("Ce que couvre le forfait", share(rate), "des agents et de la régie", site.mention)
        if rate is not None
        else None
    )
    return (
        Chiffre(
            f"Forfait {site.exercice}",
            euros(now.montant) if now is not None else "non connu",
            "par poste de travail et par an",
            "demo" if now is not None and now.origine is Origine.DEMONSTRATION else "",
            absent=now is None,
        ),
        Chiffre("Postes de travail", nombre(postes), f"comptés pour {site.exercice}", site.mention),
        Chiffre(
            f"Masse salariale refacturée en {site.exercice}", euros(total), "forfait × postes × présence", site.mention
        ),
        known or Chiffre("Ce que couvre le forfait", "non connu", "coûts supportés non déclarés", absent=True),
    )


def _history(site: Site) -> Tableau:
    rows, before = [], None
    for rank, value in enumerate(site.depot.forfait.valeurs):
        written = site.source(Reference("pricing/forfait.yaml", ("valeurs", rank, "montant")))
        gap = (
            "" if before is None else f"{ecart(value.montant - before)} ({pourcentage(value.montant - before, before)})"
        )
        source = value.origine or site.depot.forfait.origine
        rows.append(
            rang(
                jour(value.date),
                montant(value.montant),
                gap or "montant initial",
                Cellule(value.reference, f"vérifié le {jour(value.verifie_le)}", source=written),
                source.libelle,
            )
        )
        before = value.montant
    heads = colonnes("À partir du|g", "Par poste (€)", "Évolution", "D'où il vient|gl", "Origine|g")
    return Tableau("Chaque actualisation, datée, avec ce qui la fixe", heads, tuple(rows), "fiches")


def _curve(site: Site) -> Markup:
    points = []
    for annee, contribution in site.chiffres.contributions.items():
        value = site.forfait(annee)
        estimated = contribution.phase is Phase.PREVISIONNEL
        word = "à fixer" if estimated else "en vigueur"
        points.append(
            Point(str(annee), value.montant if value else None, euros(value.montant) if value else "", word, estimated)
        )
    told = ", ".join(f"{point.annee} : {point.texte}, {point.note}" for point in points)
    return svg_courbe.courbe("forfait", f"Forfait par poste et par an. {told}.", points)


def _payroll(site: Site) -> Tableau:
    rows = []
    for annee, contribution in site.chiffres.contributions.items():
        value = site.forfait(annee)
        cents = contribution.totaux.par_nature.get(Nature.MASSE_SALARIALE, 0)
        cell = Cellule(str(annee), vers=exercice(annee)) if not site.acces.public else Cellule(str(annee))
        rows.append(
            rang(
                cell,
                euros(value.montant) if value is not None else "[non connu]",
                nombre(sum(site.postes(annee).values())),
                montant(cents),
                contribution.phase.libelle,
            )
        )
    heads = colonnes("Exercice|g", "Forfait", "Postes", "Masse salariale (€)", "Nature|g")
    return Tableau("Ce que paient tous les adhérents pour les agents", heads, tuple(rows), "fiches")


def _coverage(site: Site) -> Tableau | None:
    rows = []
    for annee, bilan in site.chiffres.bilans.items():
        rate = bilan.couverture
        rubrique = bilan.natures[Nature.MASSE_SALARIALE]
        rows.append(
            rang(
                Cellule(str(annee), source=site.source(masse_salariale(annee))),
                montant(rubrique.supporte),
                montant(rubrique.refacture),
                montant(rubrique.non_recouvre),
                share(rate) if rate is not None else "[non connu]",
                bilan.phase.libelle,
            )
        )
    if not rows:
        return None
    heads = colonnes(
        "Exercice|g",
        "Agents et régie (€)",
        "Refacturé (€)",
        f"Reste {site.depot.convention.noms.gestionnaire.au} (€)",
        "Couverture",
        "Nature|g",
    )
    return Tableau(site.legende(compte(len(rows), "exercice")), heads, tuple(rows), "fiches")


def _requirements(site: Site) -> Tableau:
    rows = []
    for code, need in exigences(site.depot).items():
        cell = Cellule(code, vers=service(code))
        rows.append(rang(cell, need.texte, demande_de(site.depot, need) or "rien de plus"))
    return Tableau(
        "Le texte de l'annexe, puis sa lecture", colonnes("Service|g", "Texte|g", "Lu ainsi|g"), tuple(rows), "fiches"
    )
