"""Keep of a formula what its values make of it: the branch taken of a choice, neither « × 1 » nor « − 0 ».

Knows: the nodes of a formula. Must not know: where values come from, how a formula is written (`wording`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.formulas.functions import FONCTIONS
from convention.formulas.nodes import Appel, Nom, Nombre, Operation, Oppose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from fractions import Fraction

    from convention.formulas.nodes import Expression


class Valeurs(NamedTuple):
    """What an expression is worth for one beneficiary."""

    value: Callable[[Expression], Fraction]
    """Gives the value of an expression without part."""
    constants: Collection[str]
    """Names whose 1, or 0, needs no telling; that of a quantity always does."""

    def known(self, node: Expression) -> bool:
        """Tell whether a node is a constant."""
        return isinstance(node, Nombre) or (isinstance(node, Nom) and node.nom in self.constants)

    def worth(self, node: Expression, number: int) -> bool:
        """Tell whether a node is a constant of this value."""
        return self.known(node) and self.value(node) == number


def reduce(expression: Expression, valeurs: Valeurs) -> Expression:
    """Reduce a formula for one beneficiary; the result has the same value."""
    match expression:
        case Operation():
            return _operation(expression, valeurs)
        case Appel():
            return _call(expression, valeurs)
        case Oppose(operande=operande):
            return Oppose(reduce(operande, valeurs))
        case _:
            return expression


def follow(expression: Expression, value: Callable[[Expression], Fraction]) -> tuple[Expression, tuple[Appel, ...]]:
    """Replace each choice (`si`, `min`, `max`) by what it comes to; return those met, each before what it comes to.

    What a `min` or a `max` compares is written without its own branches that are not taken.
    """
    match expression:
        case Appel(fonction=fonction, arguments=arguments):
            taken, below = follow(_taken(expression, value), value)
            if not FONCTIONS[fonction].condition:
                expression = Appel(fonction, tuple(follow(item, value)[0] for item in arguments))
            return taken, (expression, *below)
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            (left, first), (right, then) = follow(gauche, value), follow(droite, value)
            return Operation(sign, left, right), (*first, *then)
        case Oppose(operande=operande):
            taken, below = follow(operande, value)
            return Oppose(taken), below
        case _:
            return expression, ()


def _taken(node: Appel, value: Callable[[Expression], Fraction]) -> Expression:
    if FONCTIONS[node.fonction].condition:
        condition, then, other = node.arguments
        return then if value(condition) else other
    return next(item for item in node.arguments if value(item) == value(node))


def _operation(node: Operation, valeurs: Valeurs) -> Expression:
    left, right = reduce(node.gauche, valeurs), reduce(node.droite, valeurs)
    neutral = 1 if node.operateur in {"*", "/"} else 0
    if valeurs.worth(right, neutral):
        return left
    if node.operateur in {"*", "+"} and valeurs.worth(left, neutral):
        return right
    return Operation(node.operateur, left, right)


def _call(node: Appel, valeurs: Valeurs) -> Expression:
    if FONCTIONS[node.fonction].condition:
        return reduce(_taken(node, valeurs.value), valeurs)
    # A limit that is not reached says nothing.
    kept = [
        reduce(item, valeurs)
        for item in node.arguments
        if not valeurs.known(item) or valeurs.value(item) == valeurs.value(node)
    ]
    return kept[0] if len(kept) == 1 else Appel(node.fonction, tuple(kept))
