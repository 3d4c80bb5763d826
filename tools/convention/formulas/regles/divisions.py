"""What a formula divides by.

Knows: that only a value common to all the beneficiaries divides (a quantity of one adherent would make the price differ
from one to another), and that zero does not. Must not know: amounts (the caller gives the values).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.formulas.evaluate import evaluate
from convention.formulas.functions import FONCTIONS
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.nodes import Appel, Nom, Operation, children, names, parts, tables, walk
from convention.formulas.problems import FormulaProblem, make_problem, quote
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from convention.formulas.evaluate import Valeur
    from convention.formulas.grilles import Tables
    from convention.formulas.nodes import Expression


def individual_divisors(expression: Expression, cles: Container[str]) -> tuple[FormulaProblem, ...]:
    """Return a TAR008 for each raw quantity of a key (one of `cles`) in a divisor."""
    return tuple(
        make_problem(
            "TAR008",
            f"{quote(node.nom)} diffère d'un adhérent à l'autre : seule une valeur commune à tous peut diviser",
            node.start,
            node.end,
            f"pour répartir un coût, écrire « coût * part({node.nom}) »",
        )
        for divisor in _divisors(expression)
        for node in walk(divisor)
        if isinstance(node, Nom) and node.nom in cles
    )


def constant_zero_divisions(expression: Expression) -> tuple[FormulaProblem, ...]:
    """Return a TAR009 for each divisor made of numbers alone that is zero: `cout / (2 - 2)`."""
    return tuple(
        _zero(divisor)
        for divisor in _divisors(expression)
        if not names(divisor) and not parts(divisor) and not tables(divisor) and not evaluate(divisor, {})
    )


def zero_divisions(
    expression: Expression, valeurs: Mapping[str, Valeur], consultees: Tables = SANS_TABLE
) -> tuple[FormulaProblem, ...]:
    """Return a TAR009 for each division by zero that these values meet, where `evaluate` counts nothing.

    The branch that a `si` does not take divides nothing: `si(n > 0; cout / n; 0)` is clean when n = 0.
    """
    taken = _taken(expression, valeurs, consultees)
    below = tuple(problem for child in taken for problem in zero_divisions(child, valeurs, consultees))
    match expression:
        case Operation(operateur="/", droite=divisor) if not parts(divisor) and not evaluate(
            divisor, valeurs, consultees
        ):
            return (*below, _zero(divisor))
        case _:
            return below


def _divisors(expression: Expression) -> Iterator[Expression]:
    return (node.droite for node in walk(expression) if isinstance(node, Operation) and node.operateur == "/")


def _taken(expression: Expression, valeurs: Mapping[str, Valeur], consultees: Tables) -> tuple[Expression, ...]:
    match expression:
        case Appel(fonction=fonction, arguments=(condition, alors, sinon)) if FONCTIONS[fonction].condition:
            test = None if parts(condition) else evaluate(condition, valeurs, consultees)
            if isinstance(test, Fraction):
                return (condition, alors if test else sinon)
    return children(expression)


def _zero(divisor: Expression) -> FormulaProblem:
    message = f"division par zéro : {quote(formula_text(divisor))} vaut 0"
    return make_problem("TAR009", message, divisor.start, divisor.end)
