"""What is printed is what was computed: an exact amount is what its formula gives, or the rounding is told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import calculer
from convention.formulas.linear import linearise
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import Nature, Phase
from convention.model.resolution import resolve
from convention.reports.calcul.consultation import worth
from convention.reports.calcul.explication import explanation_text
from convention.reports.calcul.liquidation import cost_exact, shared_exact
from tests.checks.depots import plain
from tests.essais import contribution, fichiers_nancy, lire
from tests.maquette import Cout, Membre, depuis, maquette

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne

TROIS = maquette(
    {nom: Membre("postes: 1") for nom in ("metropole", "laxou", "nancy")},
    {"droit": Cout("cout: 10.00", annuel="cout / 7 * part(postes)")},
)


def _from_its_formula(ligne: Ligne) -> Fraction:
    """Compute the shared part of a line again, from its formula and its values."""
    calcul = ligne.calcul
    weights = {terme.nom: terme for terme in calcul.termes}
    return sum(
        (
            worth(part.coefficient, calcul, ligne.rang)
            * Fraction(weights[part.cle].poids[ligne.rang], weights[part.cle].denominateur)
            / weights[part.cle].total
            for part in linearise(parse(calcul.formule)).parts
            if weights[part.cle].total
        ),
        Fraction(0),
    )


@pytest.mark.long
@pytest.mark.parametrize("annee", [2024, 2025, 2026, 2027, 2028])
def test_an_exact_share_is_what_its_formula_gives_or_its_cost_is_told_to_have_been_rounded(annee: int) -> None:
    depot = lire(fichiers_nancy())
    for phase in Phase:
        lignes = [
            ligne
            for ligne in calculer(resolve(depot, annee, phase)).lignes
            if ligne.calcul.nature is not Nature.MASSE_SALARIALE and ligne.calcul.bornage is None
        ]
        rounded = {ligne.identite for ligne in lignes if cost_exact(ligne) is not None}
        otherwise = {ligne.identite for ligne in lignes if shared_exact(ligne) != _from_its_formula(ligne)}
        assert otherwise == rounded
        assert bool(rounded) is (annee < 2027)


@pytest.mark.parametrize(("annee", "told"), [(2026, False), (2027, True)])
def test_the_rounding_of_a_cost_before_it_is_shared_is_told_with_both_figures(annee: int, *, told: bool) -> None:
    texts = depuis(TROIS, f"couts_exacts: {annee}")
    found = contribution(texts)
    lignes = [ligne for ligne in found.lignes if ligne.adherent == "laxou"]
    text = plain(explanation_text(found, lire(texts), "laxou", lignes))
    assert ("coût : 1,428571… €, arrondi à 1,43 € avant d'être partagé (catalogue/convention.yaml:" in text) is told
    assert ("avant d'être partagé" in text) is told
