"""Whether the shares of a row add up to its cost, and no more (art. 8.2: péréquation, the sum is the cost).

Knows: what a formula recovers over all the beneficiaries: Σ Aᵢ, since the parts of a key add up to 1. Must not know:
amounts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import enumere, nombre
from convention.formulas.nodes import Nom, walk
from convention.formulas.regles.polynomial import UN, expand, total
from convention.formulas.regles.problems import FormulaProblem, make_problem, quote
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from convention.formulas.linear import Forme, Terme
    from convention.formulas.regles.polynomial import Monome, Polynome


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
