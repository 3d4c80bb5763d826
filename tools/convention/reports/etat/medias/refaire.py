"""A statement with the figures and the formulas that redo it, for its workbook.

Knows: how lines are found again in a call computed from the data. Must not know: sheets, media.
A sealed statement keeps its amounts. A line whose amount the data still give is shown with the figures that give it;
of another, only the sealed amount is left.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from convention.base.money import exact_text
from convention.engine.appels.appels import AppelAbsentError, AppelCalcule, VoletCalcule, appeler
from convention.engine.appels.echeances import echeances
from convention.engine.contribution import Calcule, Calculs
from convention.reports.calcul.tableur import redone
from convention.reports.etat.genres import GenrePartie

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.model.depot import Depot
    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat


def redoing(depot: Depot, calcule: Callable[[str], AppelCalcule | None] | None = None) -> Callable[[Etat], Etat]:
    """Return what adds to statements the figures that redo them.

    Each call is computed once, by `calcule` for who keeps those that it has already computed.
    """
    computed = calcule or cache(partial(computed_call, depot, calcule=Calculs()))

    def explain(etat: Etat) -> Etat:
        appel = computed(etat.echeance) if etat.echeance in echeances(depot) else None
        return etat if appel is None else explained(depot, appel, etat)

    return explain


def computed_call(depot: Depot, echeance: str, calcule: Calcule) -> AppelCalcule | None:
    """Compute a call; None when it cannot be, as an earlier one is not sealed."""
    try:
        return appeler(depot, echeance, calcule)
    except AppelAbsentError:
        return None


def explained(depot: Depot, appel: AppelCalcule, etat: Etat) -> Etat:
    """Add to the lines of a statement the formula of each, where the call gives the same amount."""
    computed = {(GenrePartie(volet.genre), volet.exercice): volet for volet in appel.volets}
    told = (_part(depot, volet, computed.get((volet.genre, volet.exercice)), etat.debiteur.id) for volet in etat.volets)
    return etat._replace(volets=tuple(told))


def _part(depot: Depot, volet: VoletEtat, found: VoletCalcule | None, adherent: str) -> VoletEtat:
    if found is None:
        return volet
    lines = {item.identite[1:]: item for item in found.of(adherent)}

    def detail(line: LigneDetail) -> LigneDetail:
        item = lines.get((line.service, line.objet, str(line.nature), str(line.section)))
        if line.liquidee is not None or item is None or item.ligne is None or item.ligne.montant != line.somme.base:
            return line
        return line._replace(liquidee=redone(item.ligne, depot))

    rate = volet.taux or ("" if found.taux is None else exact_text(found.taux))
    return volet._replace(details=tuple(map(detail, volet.details)), taux=rate)
