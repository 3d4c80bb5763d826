"""Whether the shares of a row add up to its cost, and no more (art. 8.2: péréquation, the sum is the cost).

Knows: what a formula recovers over all the beneficiaries: Σ Aᵢ, since the parts of a key add up to 1. Must not know:
amounts.
A coefficient is expanded into a sum of products, to see how many times each value is counted. What is not a polynomial
(min, si, a divisor that is a sum) stays whole, as one more variable; so does a product that would have too many terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from convention.base.french import enumere, nombre
from convention.formulas.nodes import Expression, Nom, Nombre, Operation, Oppose, walk
from convention.formulas.problems import FormulaProblem, make_problem, quote
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from convention.formulas.linear import Forme, Terme


def over_recovery(forme: Forme, cles: Container[str]) -> tuple[FormulaProblem, ...]:
    """Return a TAR005 for each raw quantity in a coefficient, and for each cost that the parts recover beyond itself.

    `cout * part(a) + cout * part(b)` bills the cost twice; `cout * (0.6 * part(a) + 0.4 * part(b))` once. Structural:
    a coefficient that depends on a parameter (`cout * (1 + taux_tva)`) is taken at its word.
    """
    quantities = tuple(problem for terme in forme.parts for problem in _quantities(terme, cles))
    if quantities:
        return quantities
    return tuple(_recovered_twice(forme.parts))


def _quantities(terme: Terme, cles: Container[str]) -> Iterable[FormulaProblem]:
    for node in walk(terme.coefficient):
        if isinstance(node, Nom) and node.nom in cles:
            part = quote(f"part({terme.cle})")
            message = (
                f"{quote(node.nom)} est une quantité : multipliée par {part}, la somme des parts n'est plus le coût"
            )
            hint = f"garder {part}, qui répartit un coût, ou {quote(node.nom)}, qui multiplie un prix, pas les deux"
            yield make_problem("TAR005", message, node.start, node.end, hint)


def _recovered_twice(termes: tuple[Terme, ...]) -> Iterable[FormulaProblem]:
    expanded = [expand(terme.coefficient) for terme in termes]
    recovered = total((Fraction(1), polynomial) for polynomial in expanded)
    found: dict[Terme, FormulaProblem] = {}
    for monomial, count in recovered.items():
        carriers = [terme for terme, polynomial in zip(termes, expanded, strict=True) if monomial in polynomial]
        # « 2 * heures * taux * part(k) » may be meant (two agents); « 2 * cout * part(k) » recovers the cost twice.
        if monomial != UN and count > 1 and (len(carriers) > 1 or _is_single(monomial)):
            problem = _problem(_text(monomial), f"{nombre(count)} fois", carriers)
        elif beyond := _beyond(monomial, recovered, termes, expanded):
            problem = _problem(_text(monomial), "plus d'une fois", [*carriers, *beyond])
        else:
            continue
        # One message a place: (a + b) * part(k) + (a + b) * part(l) is one mistake.
        found.setdefault(carriers[-1], problem)
    return found.values()


def _beyond(cost: Monome, recovered: Polynome, termes: tuple[Terme, ...], expanded: list[Polynome]) -> list[Terme]:
    """Return the terms that recover a multiple of a cost which other terms recover whole.

    `cout * part(a) + cout * taux * part(b)`: the second one. Not with (1 - taux) in the first: the sum is then cout.
    """
    if not _is_single(cost) or recovered[cost] < 1:
        return []
    multiples = {monomial for monomial, count in recovered.items() if cost < monomial and count > 0}
    return [
        terme
        for terme, polynomial in zip(termes, expanded, strict=True)
        if cost not in polynomial and not multiples.isdisjoint(polynomial)
    ]


def _is_single(monomial: Monome) -> bool:
    return len(monomial) == 1 and all(exponent == 1 for _, exponent in monomial)


def _problem(cost: str, times: str, carriers: list[Terme]) -> FormulaProblem:
    shared = enumere(list(dict.fromkeys(f"part({terme.cle})" for terme in carriers)))
    message = f"{quote(cost)} serait récupéré {times} par {shared}"
    hint = "les parts d'un même coût s'additionnent à 1 : cout * (0.6 * part(a) + 0.4 * part(b))"
    if len(carriers) == 1:
        hint = "si le montant doit être majoré (TVA…), déclarer le coefficient comme paramètre"
    return make_problem("TAR005", message, carriers[-1].start, carriers[-1].end, hint)


def _text(monomial: Monome) -> str:
    above = sorted(formula_text(factor) for factor, exponent in monomial for _ in range(exponent))
    below = sorted(formula_text(factor) for factor, exponent in monomial for _ in range(-exponent))
    return " / ".join([" * ".join(above) or "1", *below])


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
    return total(
        (coefficient, {_times(monomial, other): factor for other, factor in right.items()})
        for monomial, coefficient in left.items()
    )


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
