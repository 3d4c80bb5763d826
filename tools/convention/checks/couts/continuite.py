"""TAR022: what a component costs does not stop by oversight from one exercice to the next.

Knows: costs and beneficiaries of each exercice. Must not know: how they are shared (`composants`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from convention.base.french import cite, compte
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.lecture import components
from convention.checks.cadre.lieux import place, signal
from convention.engine.compilation import compile_formula, is_priced_by_grid
from convention.model.vocabulaire import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import Contexte, ExerciceVu
    from convention.checks.cadre.lecture import ComposantEcrit
    from convention.model.depot import ComposantRange, Depot


@controle_du_calcul("TAR022", avertit=True)
def interrupted(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR022: a yearly cost of an exercice and none in the next one, though the component lives and has beneficiaries.

    A factual cost comes once, and an asset is paid off one day: nothing is said of them.
    """
    for before, after in pairwise(contexte.exercices):
        priced = {cout.item.id for cout in after.couts if cout.nature is Nature.INDIRECT_ANNUEL}
        for cout in before.couts:
            if cout.nature is not Nature.INDIRECT_ANNUEL or not cout.actif or cout.item.id in priced:
                continue
            if cout.item.composant.actif is not None and before.annee not in cout.item.composant.montants:
                continue
            number = _beneficiaries(after, cout.item)
            if number:
                lieu = place(contexte.depot, cout.item.reference("montants"), key=True)
                message = (
                    f"{cite(cout.item.id)} a un coût annuel en {before.annee} et aucun en {after.annee}, où il a "
                    f"{compte(number, 'bénéficiaire')}"
                )
                hint = f"ajouter « {after.annee}: … » (0.00 s'il est nul), ou « fin: {after.annee}-01-01 » au composant"
                yield signal("TAR022", lieu, message, hint)


@controle_du_calcul("TAR022", avertit=True)
def without_amount(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR022: a component without any amount: it would bill nothing to anybody."""
    for item in components(contexte.depot):
        priced = item.composant.actif is not None or any(item.composant.montants.values())
        if not priced and not _takes_its_price_from_a_grid(contexte.depot, item):
            lieu = place(contexte.depot, item.reference, key=True)
            message = f"le composant {cite(item.id)} n'a de montant pour aucun exercice : rien ne serait facturé"
            yield signal("TAR022", lieu, message, "ajouter ses « montants », ou retirer le composant")


def _takes_its_price_from_a_grid(depot: Depot, item: ComposantEcrit) -> bool:
    ligne = depot.lignes.get(item.composant.ligne)
    modes = (ligne.factuel, ligne.annuel) if ligne is not None else ()
    read = [compile_formula(mode.formule) for mode in modes if mode is not None]
    return any(ligne is not None and formule is not None and is_priced_by_grid(ligne, formule) for formule in read)


def _beneficiaries(exercice: ExerciceVu, item: ComposantRange) -> int:
    found = exercice.presences.beneficiaries(exercice.vue.perimetre.composants[item.id])
    return sum(1 for presence in found if presence.jours)
