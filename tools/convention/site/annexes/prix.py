"""What a service costs in an exercice, unfolded: each component, what it brings, where its prices are written.

Knows: lines of a computation, their prices. Must not know: HTML, what one adherent pays (`deplie`).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from convention.base.french import compte, euros
from convention.model.depot import Reference
from convention.model.mots.communs import Nature
from convention.reports import mots
from convention.reports.calcul.consultation import unread
from convention.reports.mots import from_letters
from convention.site.rendu.tableau import Calcul, Jeton, LigneCalcul, Source

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution, Ligne
    from convention.site.ensemble import Site


def ancre(code: str) -> str:
    """Return where the cost of a service is unfolded, on the page of an exercice or on a dashboard."""
    return f"calcul-{code.lower()}"


def prix_du_service(site: Site, contribution: Contribution, code: str) -> Calcul:
    """Unfold the cost of a service, component by component, to the prices that make it."""
    mine = [ligne for ligne in contribution.lignes if ligne.calcul.service == code]
    groups = [list(lines) for _, lines in groupby(sorted(mine, key=_key), key=_key)]
    total = sum(ligne.montant for ligne in mine)
    summary = f"D'où viennent {euros(total)}, {compte(len(groups), 'coût')}"
    return Calcul(ancre(code), summary, tuple(_line(site, lines, contribution.exercice) for lines in groups))


def masse_salariale(annee: int) -> Reference:
    """Point at what the agents cost in an exercice."""
    return Reference(f"pricing/equilibre/{annee}.yaml", ("masse_salariale",))


def _key(ligne: Ligne) -> tuple[str, str, str]:
    """Tell a cost from another: the purchases of one row are one cost."""
    calcul = ligne.calcul
    return (calcul.composant or calcul.forfait, calcul.ligne_tarif or "", str(calcul.nature))


def _line(site: Site, lignes: list[Ligne], annee: int) -> LigneCalcul:
    calcul = lignes[0].calcul
    payers = len({ligne.adherent for ligne in lignes})
    fee = site.depot.convention.clauses.citees("forfait") or "forfait"
    flat = calcul.nature is Nature.MASSE_SALARIALE
    nature = fee if flat else mots.said(site.depot, calcul.nature, calcul.nature.libelle)
    tarif = site.depot.lignes.get(calcul.ligne_tarif or "") if calcul.nature is Nature.DIRECT else None
    return LigneCalcul(
        tarif.libelle if tarif is not None else mots.line_name(site.depot, calcul, lignes[0].adherent),
        nature,
        (Jeton(compte(payers, "adhérent"), "le paie" if payers == 1 else "le paient"),),
        euros(sum(ligne.montant for ligne in lignes)),
        "",
        tuple(_sources(site, lignes, annee)),
    )


def _sources(site: Site, lignes: list[Ligne], annee: int) -> list[Source]:
    found: dict[Source, None] = {}
    for ligne in lignes:
        left = unread(ligne, site.depot, annee)
        for nom, valeur in ligne.calcul.valeurs.items():
            if nom in left:
                continue
            carried = f" (repris du {valeur.phase.libelle})" if valeur.phase is not None else ""
            if carried or site.sources:  # a name alone says nothing more than the formula
                found[site.source(valeur.source, f"{from_letters(nom)}{carried}")] = None
    return list(found)
