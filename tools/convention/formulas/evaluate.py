"""Compute a formula once for all the beneficiaries, on columns of integers.

Knows: exact arithmetic. Must not know: which names are shared, who pays, how cents are rounded.
A value is common to all (`Fraction`) or one figure a beneficiary (`Colonne`: integers over one denominator); no
`Fraction` is built a beneficiary. Total: a missing name counts for nothing (0) and so does a quotient by zero, for the
engine also computes incomplete recombinations of two revisions; `zero_divisions` says, for real data, where it divides
by zero (TAR009).
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from math import lcm
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from convention.formulas.nodes import Appel, Comparaison, Nom, Nombre, Operation, Oppose, Part
from convention.formulas.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from convention.formulas.nodes import Comparateur, Expression, Operateur

ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Colonne:
    """One figure a beneficiary: `numerateurs[i] / denominateur`, the denominator positive, not always reduced."""

    numerateurs: tuple[int, ...]
    denominateur: int = 1


Valeur: TypeAlias = Fraction | Colonne
Combinaison: TypeAlias = "Callable[[tuple[int, ...], tuple[int, ...]], Iterable[int]]"


def evaluate(expression: Expression, valeurs: Mapping[str, Valeur]) -> Valeur:
    """Compute an expression without part: a coefficient or the rest of a `Forme`. All columns have one length.

    A comparison is worth 1 or 0.

    Raises:
        FormulaError: TAR006: the expression has a part; `linearise` it first.
    """
    match expression:
        case Nombre(valeur=valeur):
            return valeur
        case Nom(nom=nom):
            return valeurs.get(nom, ZERO)
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            return _OPERATIONS[sign](evaluate(gauche, valeurs), evaluate(droite, valeurs))
        case Oppose(operande=operande):
            return _times(evaluate(operande, valeurs), Fraction(-1))
        case Appel(fonction=fonction, arguments=arguments):
            return _FONCTIONS[fonction](*(evaluate(argument, valeurs) for argument in arguments))
        case Comparaison(operateur=comparator, gauche=gauche, droite=droite):
            return _compare(_COMPARAISONS[comparator], evaluate(gauche, valeurs), evaluate(droite, valeurs))
        case Part(cle=cle, start=start, end=end):
            refuse("TAR006", f"« part({cle}) » se répartit : elle ne se calcule pas seule", start, end)
    assert_never(expression)


def fraction_at(valeur: Valeur, rang: int) -> Fraction:
    """Return the figure of one beneficiary."""
    return valeur if isinstance(valeur, Fraction) else Fraction(valeur.numerateurs[rang], valeur.denominateur)


def _elementwise(combine: Combinaison, left: Valeur, right: Valeur) -> Valeur:
    """Combine two values brought to one denominator; valid for an operation that keeps the unit (+, -, min, max)."""
    numerators, others, denominator = _aligned(left, right)
    combined = tuple(combine(numerators, others))
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return Fraction(combined[0], denominator)
    return Colonne(combined, denominator)


def _each(operation: Callable[[int, int], int]) -> Combinaison:
    return lambda numerators, others: map(operation, numerators, others)


def _smaller(numerators: tuple[int, ...], others: tuple[int, ...]) -> Iterable[int]:
    # Three times faster than the built-in min, called on each pair.
    return [number if number < other else other for number, other in zip(numerators, others, strict=True)]  # noqa: FURB136


def _larger(numerators: tuple[int, ...], others: tuple[int, ...]) -> Iterable[int]:
    return [number if number > other else other for number, other in zip(numerators, others, strict=True)]  # noqa: FURB136


def _plus(left: Valeur, right: Valeur) -> Valeur:
    return _elementwise(_each(operator.add), left, right)


def _minus(left: Valeur, right: Valeur) -> Valeur:
    return _elementwise(_each(operator.sub), left, right)


def _times(left: Valeur, right: Valeur) -> Valeur:
    if isinstance(left, Fraction):
        return left * right if isinstance(right, Fraction) else _scaled(right, left)
    if isinstance(right, Fraction):
        return _scaled(left, right)
    _check_lengths(left, right)
    numerators = tuple(map(operator.mul, left.numerateurs, right.numerateurs))
    return Colonne(numerators, left.denominateur * right.denominateur)


def _by(left: Valeur, right: Valeur) -> Valeur:
    return _times(left, _inverse(right))


def _inverse(valeur: Valeur) -> Valeur:
    if isinstance(valeur, Fraction):
        return 1 / valeur if valeur else ZERO
    # `rules` refuses to divide by a quantity (TAR008): this only keeps the evaluation total.
    common = lcm(*(number or 1 for number in valeur.numerateurs))
    numerators = (valeur.denominateur * (common // number) if number else 0 for number in valeur.numerateurs)
    return Colonne(tuple(numerators), common)


def _least(*values: Valeur) -> Valeur:
    return reduce(partial(_elementwise, _smaller), values)


def _greatest(*values: Valeur) -> Valeur:
    return reduce(partial(_elementwise, _larger), values)


def _choose(condition: Valeur, alors: Valeur, sinon: Valeur) -> Valeur:
    if isinstance(condition, Fraction):
        return alors if condition else sinon
    count = len(condition.numerateurs)
    numerators, others, denominator = _aligned(_column(alors, count), _column(sinon, count))
    chosen = (yes if test else no for test, yes, no in zip(condition.numerateurs, numerators, others, strict=True))
    return Colonne(tuple(chosen), denominator)


def _compare(test: Combinaison, left: Valeur, right: Valeur) -> Valeur:
    compared = _elementwise(test, left, right)
    # Only the numerators mean something here: 1 where the comparison holds, 0 elsewhere.
    return Fraction(bool(compared)) if isinstance(compared, Fraction) else Colonne(compared.numerateurs)


def _aligned(left: Valeur, right: Valeur) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Bring two values to their least common denominator; a common value is repeated along the other's column."""
    if isinstance(left, Colonne) and isinstance(right, Colonne):
        _check_lengths(left, right)
    denominator = lcm(_denominator(left), _denominator(right))
    count = _length(right) if isinstance(left, Fraction) else _length(left)
    return _numerators(left, denominator, count), _numerators(right, denominator, count), denominator


def _check_lengths(left: Colonne, right: Colonne) -> None:
    if len(left.numerateurs) != len(right.numerateurs):
        raise ValueError("colonnes de longueurs différentes")


def _numerators(valeur: Valeur, denominator: int, count: int) -> tuple[int, ...]:
    if isinstance(valeur, Fraction):
        return (valeur.numerator * (denominator // valeur.denominator),) * count
    factor = denominator // valeur.denominateur
    return valeur.numerateurs if factor == 1 else tuple([number * factor for number in valeur.numerateurs])


def _column(valeur: Valeur, count: int) -> Colonne:
    return Colonne((valeur.numerator,) * count, valeur.denominator) if isinstance(valeur, Fraction) else valeur


def _scaled(column: Colonne, factor: Fraction) -> Colonne:
    times = factor.numerator
    return Colonne(tuple([number * times for number in column.numerateurs]), column.denominateur * factor.denominator)


def _denominator(valeur: Valeur) -> int:
    return valeur.denominator if isinstance(valeur, Fraction) else valeur.denominateur


def _length(valeur: Valeur) -> int:
    return 1 if isinstance(valeur, Fraction) else len(valeur.numerateurs)


_OPERATIONS: Final[Mapping[Operateur, Callable[[Valeur, Valeur], Valeur]]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _by,
}
_FONCTIONS: Final[Mapping[str, Callable[..., Valeur]]] = {"min": _least, "max": _greatest, "si": _choose}
_COMPARAISONS: Final[Mapping[Comparateur, Combinaison]] = {
    "<": _each(operator.lt),
    "<=": _each(operator.le),
    ">": _each(operator.gt),
    ">=": _each(operator.ge),
    "=": _each(operator.eq),
}
