"""TAR034: no contribution is negative; what is owed back is regularised, never billed (art. 8).

Knows: costs computed by the engine. Must not know: which figure is wrong, limits (`tarifs.bornes`).
Quantities, prices and parameters are never negative: only a formula that subtracts can give less than nothing.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from convention.base.french import cite, euros
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.lecture import COUT, expenses
from convention.checks.cadre.lieux import place, signal
from convention.engine.calcul import Atelier
from convention.engine.compilation import compile_formula
from convention.formulas.nodes import Operation, Oppose, walk
from convention.formulas.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import Contexte
    from convention.engine.lignes import Calcul
    from convention.model.depot import Depot

_CONSEIL = "corriger la formule ou ses valeurs : une contribution ne descend pas sous zéro, « max(0; …) » y veille"


@controle_du_calcul("TAR034")
def amounts(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR034: a cost, or an expense, that bills less than nothing to somebody."""
    for exercice in contexte.exercices:
        atelier = Atelier(exercice.vue, exercice.presences)
        doubtful = {cout.item.id: cout.item for cout in exercice.couts if subtracts(cout.formule.texte)}
        for nom, item in doubtful.items():
            for calcul in atelier.composant(nom):
                found = _negative(calcul)
                if found is not None:
                    who, cents = found
                    message = f"le {COUT[calcul.nature]} {exercice.annee} de {cite(nom)} serait négatif"
                    source = item.reference("montants", str(exercice.annee))
                    lieu = place(contexte.depot, source, key=True)
                    yield signal("TAR034", lieu, f"{message} pour {_named(contexte.depot, who)} : {cents}", _CONSEIL)
        yield from _expenses(contexte, exercice.annee, atelier)


def subtracts(formule: str) -> bool:
    """Tell whether a formula takes something away."""
    nodes = walk(parse(formule))
    return any(isinstance(node, Oppose) or (isinstance(node, Operation) and node.operateur == "-") for node in nodes)


def _expenses(contexte: Contexte, annee: int, atelier: Atelier) -> Iterator[Diagnostic]:
    for item in expenses(contexte.depot):
        ligne = contexte.depot.lignes.get(item.depense.ligne)
        formule = compile_formula(ligne.direct.formule) if ligne is not None and ligne.direct is not None else None
        if item.annee != annee or formule is None or not subtracts(formule.texte):
            continue
        for calcul in atelier.depense((item.dossier.id, item.depense.id)):
            found = _negative(calcul)
            if found is not None:
                message = f"la dépense {cite(item.depense.id)} serait négative : {found[1]}"
                yield signal("TAR034", place(contexte.depot, item.at("montants"), key=True), message, _CONSEIL)


def _negative(calcul: Calcul) -> tuple[str, str] | None:
    for rang, cents in enumerate(map(add, calcul.partages, calcul.propres)):
        if cents < 0:
            return calcul.beneficiaires[rang], euros(cents)
    return None


def _named(depot: Depot, nom: str) -> str:
    return depot.dossiers[nom].identite.nom if nom in depot.dossiers else nom
