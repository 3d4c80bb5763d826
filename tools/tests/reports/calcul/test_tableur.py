"""`reports.calcul.tableur`: what a spreadsheet is given computes each line of each repository to the cent."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.base.money import CENTS, round_half_up
from convention.formulas import functions
from convention.model.resolution import resolve
from convention.reports.calcul.tableur import FONCTIONS, redone
from tests.essais import CALCULS, FIGES, fichiers, lire

if TYPE_CHECKING:
    from convention.reports.calcul.tableur import Liquidee

_NOMBRE = re.compile(r"(?<![\w{.])(\d+(?:\.\d+)?)(?![\w}.])")
_FONCTIONS = {
    "F": Fraction,
    "ROUND": lambda value, _: Fraction(round_half_up(value), CENTS),
    "IF": lambda condition, alors, sinon: alors if condition else sinon,
    "MIN": min,
    "MAX": max,
}


def _cents(liquidee: Liquidee) -> Fraction:
    """Compute a formula exactly, as a spreadsheet with no limit of digits would."""
    text = re.sub(r"\{(\d+)\}", r"V[\1]", _NOMBRE.sub(r"F('\1')", liquidee.formule))
    text = re.sub(r"(?<![<>])=", "==", text)
    figures = {"V": [Fraction(item.valeur) for item in liquidee.operandes]}
    return CENTS * Fraction(eval(text, {**_FONCTIONS, **figures})) + liquidee.centimes  # noqa: S307 (our own formula)


def test_every_function_that_a_formula_may_call_has_its_name_in_a_spreadsheet() -> None:
    assert FONCTIONS.keys() == {item.nom for item in functions.FONCTIONS.values() if item.table is None}


@pytest.mark.parametrize("nom", ["nancy", "syndicat", "villages", "hopitaux", "ecoles", "mini"])
def test_the_formula_of_each_line_gives_its_cents(nom: str) -> None:
    depot = lire(fichiers(FIGES / nom))
    for annee in depot.exercices:
        for ligne in CALCULS(resolve(depot, annee)).lignes:
            liquidee = redone(ligne, depot)
            assert _cents(liquidee) == ligne.montant, (annee, ligne.identite, liquidee)
            # Sharing moves a line by one cent at most: the column of cents is no place to hide a difference.
            assert abs(liquidee.centimes) <= 1
