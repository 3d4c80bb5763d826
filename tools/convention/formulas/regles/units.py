"""Units: products of symbols with exponents, and the unit that a formula gives.

Knows: how units add, multiply, divide. Must not know: which unit a row must give (`rules`), nor values.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.formulas.nodes import Appel, Comparaison, Consultation, Nom, Nombre, Operation, Oppose, Part
from convention.formulas.problems import FormulaError, FormulaProblem, make_problem, quote, refuse
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.formulas.nodes import Expression

LONGUEUR_UNITE_MAX = 100


SANS_UNITE_TEXTE = "sans unité"

# The first symbol has no sign before it.
_SYMBOLE = re.compile(r"(?P<signe>[/*·]|^)(?P<symbole>[^/*·]*)")


@dataclass(frozen=True, slots=True)
class Unite:
    """A product of symbols: (symbol, exponent) pairs, sorted, without zero exponent; empty: without unit."""

    facteurs: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: Unite) -> Unite:
        """Multiply: €/copieur/an × copieur = €/an."""
        return _reduced(self, other, 1)

    def __truediv__(self, other: Unite) -> Unite:
        """Divide: € ÷ an = €/an."""
        return _reduced(self, other, -1)

    def __str__(self) -> str:
        """Write for a reader, euros first, years last: `€/copieur/an`; `1/an`; « sans unité »."""
        above = [symbol for symbol, exponent in self._shown() for _ in range(exponent)]
        below = [symbol for symbol, exponent in self._shown() for _ in range(-exponent)]
        if not above and not below:
            return SANS_UNITE_TEXTE
        return "/".join(["·".join(above) or "1", *below])

    def _shown(self) -> list[tuple[str, int]]:
        return sorted(self.facteurs, key=lambda facteur: (facteur[0] != "€", facteur[0] == "an", facteur[0]))


SANS_UNITE = Unite()


@dataclass(frozen=True, slots=True)
class GrilleDeclaree:
    """What a formula must know of a grid before its tiers: the unit of each measure, and of what it gives."""

    mesures: tuple[Unite, ...]
    resultat: Unite


SANS_GRILLE: Mapping[str, GrilleDeclaree] = MappingProxyType({})


def parse_unit(text: str) -> Unite:
    """Read `€/copieur/an`: symbols are any text without `/`, `*`, `·`; `1` is without unit.

    Raises:
        FormulaError: TAR003: a symbol is missing, or the text is too long; the offsets are those of this text.
    """
    if len(text) > LONGUEUR_UNITE_MAX:
        refuse("TAR003", f"l'unité {quote(text)} est trop longue", LONGUEUR_UNITE_MAX, len(text))
    exponents: Counter[str] = Counter()
    for found in _SYMBOLE.finditer(text):
        symbol = found["symbole"].strip()
        if not symbol or (found["signe"] and not found.start()):
            hint = "une unité s'écrit « € », « €/an », « €/copieur/an », ou « 1 » quand il n'y en a pas"
            refuse("TAR003", f"l'unité {quote(text)} ne se lit pas", found.start(), len(text), hint)
        exponents[symbol] += -1 if found["signe"] == "/" else 1
    del exponents["1"]
    return _unit_from(exponents)


def is_money(unite: str) -> bool:
    """Tell whether what has this unit is an amount: « €/copieur/an », and neither « 1 » nor « poste/€ »."""
    try:
        return dict(parse_unit(unite).facteurs).get("€", 0) > 0
    except FormulaError:
        return False


class Unites(NamedTuple):
    """The units that a formula is read with: those of names, those of grids."""

    noms: Mapping[str, Unite]
    grilles: Mapping[str, GrilleDeclaree]


def unit_and_problems(
    expression: Expression, noms: Mapping[str, Unite], grilles: Mapping[str, GrilleDeclaree] = SANS_GRILLE
) -> tuple[Unite | None, tuple[FormulaProblem, ...]]:
    """Return the unit, None when unknown, and a TAR003 for each disagreement; a name without unit agrees with all."""
    problems: list[FormulaProblem] = []
    return _unit(expression, Unites(noms, grilles), problems), tuple(problems)


def _unit(  # noqa: C901, PLR0911 (one return a kind of node)
    expression: Expression, units: Unites, problems: list[FormulaProblem]
) -> Unite | None:
    match expression:
        case Nombre() | Part():
            return SANS_UNITE
        case Nom(nom=nom):
            return units.noms.get(nom)
        case Oppose(operande=operande):
            return _unit(operande, units, problems)
        case Operation(operateur="+" | "-", gauche=gauche, droite=droite):
            return _common((gauche, droite), "on n'additionne", units, problems)
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            left, right = _unit(gauche, units, problems), _unit(droite, units, problems)
            if left is None or right is None:
                return None
            return left * right if sign == "*" else left / right
        case Comparaison(gauche=gauche, droite=droite):
            return _common((gauche, droite), "on ne compare", units, problems)
        case Appel(fonction=fonction, arguments=arguments):
            values = arguments[_CHOISIS[fonction] :]
            for condition in arguments[: _CHOISIS[fonction]]:
                _unit(condition, units, problems)
            return _common(values, f"{quote(fonction)} ne choisit", units, problems)
        case Consultation(fonction=fonction, table=table, arguments=arguments):
            # An index leaves the unit of the price that it revises.
            return (
                _unit(arguments[0], units, problems)
                if fonction == "indice"
                else _grid_unit(table, arguments, units, problems)
            )
    assert_never(expression)


def _grid_unit(
    table: str, arguments: Sequence[Expression], units: Unites, problems: list[FormulaProblem]
) -> Unite | None:
    """Compare what is measured with what the grid measures; an unknown grid has its own message."""
    found = [_unit(argument, units, problems) for argument in arguments]
    grille = units.grilles.get(table)
    if grille is None:
        return None
    for argument, unit, expected in zip(arguments, found, grille.mesures, strict=False):
        if unit is not None and unit != expected and not _is_zero(argument):
            message = (
                f"{quote(formula_text(argument))} est {_in(unit)}, et le barème {quote(table)} mesure {_in(expected)}"
            )
            problems.append(make_problem("TAR003", message, argument.start, argument.end))
    return grille.resultat


# The first of the arguments between which each function chooses, those before being conditions.
_CHOISIS: Mapping[str, int] = {"min": 0, "max": 0, "si": 1}


def _common(operands: Sequence[Expression], verb: str, units: Unites, problems: list[FormulaProblem]) -> Unite | None:
    # Zero is zero in any unit: `max(0; a - b)` needs no parameter for its floor.
    known = [(operand, _unit(operand, units, problems)) for operand in operands if not _is_zero(operand)]
    if not known:
        return SANS_UNITE
    first, unit = known[0]
    for operand, other in known[1:]:
        if unit is None or other is None:
            return None
        if other != unit:
            problems.append(_disagreement(first, unit, operand, other, verb))
            return None
    return unit


def _disagreement(first: Expression, unit: Unite, operand: Expression, other: Unite, verb: str) -> FormulaProblem:
    message = (
        f"{quote(formula_text(first))} est {_in(unit)} et {quote(formula_text(operand))} est {_in(other)} : "
        f"{verb} que des valeurs de même unité"
    )
    bare = [node for node in (first, operand) if isinstance(node, Nombre)]
    hint = f"déclarer {quote(formula_text(bare[0]))} comme paramètre, avec son unité" if bare else ""
    return make_problem("TAR003", message, operand.start, operand.end, hint)


def _in(unit: Unite) -> str:
    return SANS_UNITE_TEXTE if unit == SANS_UNITE else f"en {quote(str(unit))}"


def _is_zero(expression: Expression) -> bool:
    return isinstance(expression, Nombre) and not expression.valeur


def _reduced(unit: Unite, other: Unite, sign: int) -> Unite:
    exponents = Counter(dict(unit.facteurs))
    for symbol, exponent in other.facteurs:
        exponents[symbol] += sign * exponent
    return _unit_from(exponents)


def _unit_from(exponents: Mapping[str, int]) -> Unite:
    return Unite(tuple(sorted((symbol, exponent) for symbol, exponent in exponents.items() if exponent)))
