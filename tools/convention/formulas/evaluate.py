"""Compute a formula once for all the beneficiaries, or whole, with its parts, for one of them.

Knows: which operation each node stands for, that a part is a quantity over a total. Must not know: who pays, presence
(the engine weights the quantities before), how cents are rounded.
Total: a missing name counts for nothing (0) and so does a quotient by zero, for the engine also computes incomplete
recombinations of two revisions; `divisions.zero_divisions` says, for real data, where it divides by zero (TAR009).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

from convention.formulas.columns import (
    ZERO,
    Colonne,
    Valeur,
    choose,
    compare,
    divided,
    fraction_at,
    greatest,
    least,
    minus,
    plus,
    times,
)
from convention.formulas.grilles import SANS_TABLE, Tables, read_grid, revise
from convention.formulas.linear import linearise
from convention.formulas.nodes import Appel, Comparaison, Consultation, Nom, Nombre, Operation, Oppose, Part
from convention.formulas.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.formulas.nodes import Expression, Operateur

__all__ = ["ZERO", "Colonne", "Valeur", "amount_for_one", "evaluate", "fraction_at"]

_OPERATIONS: Final[Mapping[Operateur, Callable[[Valeur, Valeur], Valeur]]] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": divided,
}
_FONCTIONS: Final[Mapping[str, Callable[..., Valeur]]] = {"min": least, "max": greatest, "si": choose}
_TABLES: Final[Mapping[str, Callable[[Tables, str, list[Valeur]], Valeur]]] = {"bareme": read_grid, "indice": revise}


def evaluate(  # noqa: PLR0911 (one return a kind of node)
    expression: Expression, valeurs: Mapping[str, Valeur], tables: Tables = SANS_TABLE
) -> Valeur:
    """Compute an expression without part: a coefficient or the rest of a `Forme`. All columns have one length.

    A value is common to all (`Fraction`) or one figure a beneficiary (`Colonne`). A comparison is worth 1 or 0.
    `tables`: the grids and the revisions of prices that the expression consults; one that is unknown gives 0.

    Raises:
        FormulaError: TAR006: the expression has a part; `linearise` it first.
    """
    match expression:
        case Nombre(valeur=valeur):
            return valeur
        case Nom(nom=nom):
            return valeurs.get(nom, ZERO)
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            return _OPERATIONS[sign](evaluate(gauche, valeurs, tables), evaluate(droite, valeurs, tables))
        case Oppose(operande=operande):
            return times(evaluate(operande, valeurs, tables), Fraction(-1))
        case Appel(fonction=fonction, arguments=arguments):
            return _FONCTIONS[fonction](*(evaluate(argument, valeurs, tables) for argument in arguments))
        case Consultation(fonction=fonction, table=table, arguments=arguments):
            read = [evaluate(argument, valeurs, tables) for argument in arguments]
            return _TABLES[fonction](tables, table, read)
        case Comparaison(operateur=comparator, gauche=gauche, droite=droite):
            return compare(comparator, evaluate(gauche, valeurs, tables), evaluate(droite, valeurs, tables))
        case Part(cle=cle, start=start, end=end):
            refuse("TAR006", f"« part({cle}) » se répartit : elle ne se calcule pas seule", start, end)
    assert_never(expression)


def amount_for_one(
    expression: Expression,
    valeurs: Mapping[str, Fraction],
    totaux: Mapping[str, Fraction],
    tables: Tables = SANS_TABLE,
) -> Fraction:
    """Compute Σ Aᵢ·part(kᵢ) + B, part(k) being `valeurs[k] / totaux[k]`, and nothing when the total is nothing.

    `(maintenance + hebergement) * part(abaque)`: (12 000 + 6 000) × 5 ÷ 100 = 900.

    Raises:
        FormulaError: TAR006: a part is misplaced.
    """
    forme = linearise(expression)
    shared = (_common(terme.coefficient, valeurs, tables) * _part(terme.cle, valeurs, totaux) for terme in forme.parts)
    rest = ZERO if forme.reste is None else _common(forme.reste, valeurs, tables)
    return sum(shared, rest)


def _common(expression: Expression, valeurs: Mapping[str, Fraction], tables: Tables) -> Fraction:
    return fraction_at(evaluate(expression, valeurs, tables), 0)


def _part(cle: str, valeurs: Mapping[str, Fraction], totaux: Mapping[str, Fraction]) -> Fraction:
    whole = totaux.get(cle)
    return valeurs.get(cle, ZERO) / whole if whole else ZERO
