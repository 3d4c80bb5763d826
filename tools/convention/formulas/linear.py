"""Put a formula in the form Σ Aᵢ·part(kᵢ) + B, the only one that shares a cost exactly.

Knows: how a product distributes over a sum. Must not know: units, values.
`part` stands in no function, no divisor, and multiplies no other part: elsewhere the shares would not add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from convention.formulas.nodes import Appel, Consultation, Nombre, Operation, Oppose, Part, children, walk
from convention.formulas.problems import FormulaError, FormulaProblem, make_problem, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.formulas.nodes import Expression, Operateur

_INDICE = "récrire la formule comme une somme de « coût * part(clé) »"


@dataclass(frozen=True, slots=True)
class Terme:
    """A·part(k): the coefficient A is a whole expression without part; the place is that of the term in the text."""

    coefficient: Expression
    cle: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Forme:
    """Σ Aᵢ·part(kᵢ) + B: the terms in the order of the text; `reste` is B, None when there is none."""

    parts: tuple[Terme, ...]
    reste: Expression | None


@lru_cache(maxsize=1024)  # a pure function of the formula
def linearise(expression: Expression) -> Forme:
    """Separate the shared terms from the rest; coefficients stay whole: `(m + h) * part(k)` has one term, m + h.

    Raises:
        FormulaError: TAR006: a part stands where the formula would no longer be a sum of shares.
    """
    for problem in misplaced_parts(expression):
        raise FormulaError(problem)
    return _forme(expression)


def misplaced_parts(expression: Expression) -> tuple[FormulaProblem, ...]:
    """Return a TAR006 for each part in a function, a condition or a divisor, and each product of two parts."""
    match expression:
        case Appel(fonction=fonction) | Consultation(fonction=fonction):
            return _forbidden(expression, f"dans {quote(fonction)}")
        case Operation(operateur="/", gauche=gauche, droite=droite):
            return misplaced_parts(gauche) + _forbidden(droite, "dans un diviseur")
        case Operation(operateur="*", gauche=gauche, droite=droite) if _has_part(gauche) and _has_part(droite):
            message = "une part ne se multiplie pas par une autre part"
            product = make_problem("TAR006", message, expression.start, expression.end, _INDICE)
            return (product, *misplaced_parts(gauche), *misplaced_parts(droite))
        case _:
            return tuple(problem for child in children(expression) for problem in misplaced_parts(child))


def _forbidden(expression: Expression, where: str) -> tuple[FormulaProblem, ...]:
    return tuple(
        make_problem("TAR006", f"{quote(f'part({node.cle})')} ne se place pas {where}", node.start, node.end, _INDICE)
        for node in walk(expression)
        if isinstance(node, Part)
    )


def _has_part(expression: Expression) -> bool:
    return any(isinstance(node, Part) for node in walk(expression))


def _forme(expression: Expression) -> Forme:  # noqa: PLR0911 (one return a kind of node)
    if not _has_part(expression):
        return Forme((), expression)
    match expression:
        case Part(cle=cle, start=start, end=end):
            return Forme((Terme(Nombre(Fraction(1), start=start, end=end), cle, start, end),), None)
        case Oppose(operande=operande):
            return _map(_forme(operande), expression, lambda node: _negated(node, expression))
        case Operation(operateur="+" | "-" as sign, gauche=gauche, droite=droite):
            return _added(sign, _forme(gauche), _forme(droite), expression)
        case Operation(operateur="*", gauche=gauche, droite=droite) if _has_part(droite):
            return _map(_forme(droite), expression, lambda node: _product(gauche, node, expression))
        case Operation(operateur="*", gauche=gauche, droite=droite):
            return _map(_forme(gauche), expression, lambda node: _product(node, droite, expression))
        case Operation(gauche=gauche, droite=droite):
            return _map(_forme(gauche), expression, lambda node: _operation("/", node, droite, expression))
        case _:
            # `linearise` has refused a part in a function or a condition.
            raise AssertionError(expression)


def _map(forme: Forme, place: Expression, change: Callable[[Expression], Expression]) -> Forme:
    termes = tuple(Terme(change(terme.coefficient), terme.cle, place.start, place.end) for terme in forme.parts)
    return Forme(termes, None if forme.reste is None else change(forme.reste))


def _added(sign: Operateur, left: Forme, right: Forme, place: Expression) -> Forme:
    if sign == "-":
        right = Forme(
            tuple(
                Terme(_negated(terme.coefficient, place), terme.cle, terme.start, terme.end) for terme in right.parts
            ),
            right.reste,
        )
    return Forme(left.parts + right.parts, _rest(sign, left.reste, right.reste, place))


def _rest(sign: Operateur, left: Expression | None, right: Expression | None, place: Expression) -> Expression | None:
    if right is None:
        return left
    if left is None:
        return right if sign == "+" else _negated(right, right)
    return _operation(sign, left, right, place)


def _product(left: Expression, right: Expression, place: Expression) -> Expression:
    # The coefficient of a bare part is 1: « cout * part(k) » has the coefficient cout, not cout * 1.
    if left == Nombre(Fraction(1)):
        return right
    if right == Nombre(Fraction(1)):
        return left
    return _operation("*", left, right, place)


def _negated(expression: Expression, place: Expression) -> Expression:
    return Oppose(expression, start=place.start, end=place.end)


def _operation(sign: Operateur, left: Expression, right: Expression, place: Expression) -> Expression:
    return Operation(sign, left, right, start=place.start, end=place.end)
