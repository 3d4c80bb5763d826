"""The exact amount of one beneficiary, from figures and totals: worked examples, detail of a line.

Knows: that a part is a quantity over a total. Must not know: presence, rounding (the engine weights the quantities
before, and rounds after).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.formulas.evaluate import ZERO, evaluate, fraction_at
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.linear import linearise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from convention.formulas.grilles import Tables
    from convention.formulas.nodes import Expression


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
