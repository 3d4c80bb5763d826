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
from convention.reports.calcul.operation import read_name
from convention.site.rendu.tableau import Calcul as Deplie
from convention.site.rendu.tableau import Jeton, LigneCalcul, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Calcul, Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.vue import Valeur
    from convention.site.ensemble import Site


def ancre(code: str) -> str:
    """Return where the cost of a service is unfolded, on the page of an exercice or on a dashboard."""
    return f"calcul-{code.lower()}"


def prix_du_service(site: Site, contribution: Contribution, code: str) -> Deplie:
    """Unfold the cost of a service, component by component, to the prices that make it."""
    mine = [ligne for ligne in contribution.lignes if ligne.calcul.service == code]
    groups = [list(lines) for _, lines in groupby(sorted(mine, key=_key), key=_key)]
    total = sum(ligne.montant for ligne in mine)
    summary = f"D'où viennent {euros(total)}, {compte(len(groups), 'coût')}"
    return Deplie(ancre(code), summary, tuple(_line(site, lines, contribution.exercice) for lines in groups))


def masse_salariale(annee: int) -> Reference:
    """Point at what the agents cost in an exercice."""
    return Reference(f"pricing/equilibre/{annee}.yaml", ("masse_salariale",))


def nature_dite(depot: Depot, calcul: Calcul) -> str:
    """Name the nature of a cost: what the agents cost is told by the clause of its fee."""
    if calcul.nature is Nature.MASSE_SALARIALE:
        return depot.convention.clauses.citees("forfait") or "forfait"
    return mots.said(depot, calcul.nature, calcul.nature.libelle)


def reprise(valeur: Valeur) -> str:
    """Say of which phase a value is, when it is not that of the exercice."""
    return f" (repris du {valeur.phase.libelle})" if valeur.phase is not None else ""


def _key(ligne: Ligne) -> tuple[str, str, str]:
    """Tell a cost from another: the purchases of one row are one cost."""
    calcul = ligne.calcul
    return (calcul.composant or calcul.forfait, calcul.ligne_tarif or "", str(calcul.nature))


def _line(site: Site, lignes: list[Ligne], annee: int) -> LigneCalcul:
    calcul = lignes[0].calcul
    tarif = site.depot.lignes.get(calcul.ligne_tarif or "") if calcul.nature is Nature.DIRECT else None
    return LigneCalcul(
        tarif.libelle if tarif is not None else mots.line_name(site.depot, calcul, lignes[0].adherent),
        nature_dite(site.depot, calcul),
        tuple(_payers(lignes)),
        euros(sum(ligne.montant for ligne in lignes)),
        "",
        tuple(dict.fromkeys(item for ligne in lignes for item in priced_from(site, ligne, annee))),
    )


def _payers(lignes: list[Ligne]) -> Iterator[Jeton]:
    """Count who pays a cost, and who receives it when it is a credit; who is exempt does neither."""
    sums: dict[str, int] = {}
    for ligne in lignes:
        sums[ligne.adherent] = sums.get(ligne.adherent, 0) + ligne.montant
    paying, receiving = sum(cents > 0 for cents in sums.values()), sum(cents < 0 for cents in sums.values())
    if paying or not receiving:
        count = compte(paying, "adhérent") if paying else "aucun adhérent"
        yield Jeton(count, "le paient" if paying > 1 else "le paie" if paying else "ne le paie")
    if receiving:
        yield Jeton(compte(receiving, "adhérent"), "le reçoivent" if receiving > 1 else "le reçoit")


def priced_from(site: Site, ligne: Ligne, annee: int) -> Iterator[Source]:
    """Say where each price of a line stands."""
    left = unread(ligne, site.depot, annee)
    for nom, valeur in ligne.calcul.valeurs.items():
        # A name alone says nothing more than the formula.
        if nom not in left and (site.sources or valeur.phase is not None):
            yield site.source(valeur.source, f"{read_name(nom)}{reprise(valeur)}")
