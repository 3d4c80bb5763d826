"""Expand an expression into a sum of products, to see how many times each value is counted.

Knows: exact polynomials over names. Must not know: what they are used for (`recovery`).
What is not a polynomial (min, si, a divisor that is a sum) stays whole, as one more variable. Bounded: a product that
would have too many terms stays whole too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from convention.formulas.nodes import Expression, Nombre, Operation, Oppose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TERMES_MAX = 100

# A product of expressions that are not expanded further (names, mostly), each with its exponent.
Monome: TypeAlias = frozenset[tuple[Expression, int]]
Polynome: TypeAlias = dict[Monome, Fraction]

UN: Final[Monome] = frozenset()


def expand(expression: Expression) -> Polynome:  # noqa: PLR0911 (one return a kind of node)
    """Return the sum of products equal to an expression, without zero coefficient: 2·a·(b + 1) gives {ab: 2, a: 2}."""
    match expression:
        case Nombre(valeur=valeur):
            return _without_zero({UN: valeur})
        case Oppose(operande=operande):
            return total(((Fraction(-1), expand(operande)),))
        case Operation(operateur="+", gauche=gauche, droite=droite):
            return total(((Fraction(1), expand(gauche)), (Fraction(1), expand(droite))))
        case Operation(operateur="-", gauche=gauche, droite=droite):
            return total(((Fraction(1), expand(gauche)), (Fraction(-1), expand(droite))))
        case Operation(operateur="*", gauche=gauche, droite=droite):
            return _product(expand(gauche), expand(droite), expression)
        case Operation(gauche=gauche, droite=droite):
            return _product(expand(gauche), _inverse(droite), expression)
        case _:
            return _whole(expression)


def total(weighted: Iterable[tuple[Fraction, Mapping[Monome, Fraction]]]) -> Polynome:
    """Add polynomials, each times a number."""
    added: defaultdict[Monome, Fraction] = defaultdict(Fraction)
    for weight, polynomial in weighted:
        for monomial, coefficient in polynomial.items():
            added[monomial] += weight * coefficient
    return _without_zero(added)


def _product(left: Polynome, right: Polynome, whole: Expression) -> Polynome:
    if len(left) * len(right) > TERMES_MAX:
        return _whole(whole)
    added: defaultdict[Monome, Fraction] = defaultdict(Fraction)
    for monomial, coefficient in left.items():
        for other, factor in right.items():
            added[_times(monomial, other)] += coefficient * factor
    return _without_zero(added)


def _times(monomial: Monome, other: Monome) -> Monome:
    exponents = Counter(dict(monomial))
    for factor, exponent in other:
        exponents[factor] += exponent
    return frozenset((factor, exponent) for factor, exponent in exponents.items() if exponent)


def _inverse(divisor: Expression) -> Polynome:
    polynomial = expand(divisor)
    if len(polynomial) != 1:
        return {frozenset({(divisor, -1)}): Fraction(1)}
    ((monomial, coefficient),) = polynomial.items()
    return {frozenset((factor, -exponent) for factor, exponent in monomial): 1 / coefficient}


def _whole(expression: Expression) -> Polynome:
    return {frozenset({(expression, 1)}): Fraction(1)}


def _without_zero(polynomial: Mapping[Monome, Fraction]) -> Polynome:
    return {monomial: coefficient for monomial, coefficient in polynomial.items() if coefficient}
