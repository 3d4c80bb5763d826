"""Tables that a formula consults: tier grids, and the revision of a price by an index.

Knows: bounds, tiers, exact values on a common value or a column. Must not know: documents, exercices (the caller gives
the tiers and the coefficients in force).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, lcm
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from convention.base.money import CENTS, round_half_up
from convention.formulas.columns import ZERO, Colonne, Valeur, as_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Grille:
    """A grid in force: for each tier its lower bounds, one a measure, and its value, from the lowest tier up."""

    seuils: tuple[tuple[Fraction, ...], ...]
    valeurs: tuple[Fraction, ...]
    par_tranche: bool = False
    """Each unit is paid at the price of its own tier, instead of the whole quantity at that of the last one."""
    plus_haute: bool = True
    """The tier of any measure that reaches it holds, instead of the lowest one of all measures."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What formulas may consult: grids by name, S1 ÷ S0 by name of revision."""

    grilles: Mapping[str, Grille] = field(default_factory=lambda: MappingProxyType({}))
    coefficients: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))


SANS_TABLE: Final = Tables()


def read_grid(tables: Tables, nom: str, mesures: Sequence[Valeur]) -> Valeur:
    """Read a grid for one quantity or for a column; below its first bound it gives 0.

    Whole quantity (`palier`): the value of the tier. By slice (`tranches`): Σ value × units of the quantity in the
    tier. 120 with tiers 0 → 30 €, 100 → 25 €: 25 €, or 100 × 30 + 20 × 25 = 3 500 €. Total: a quantity that the grid
    does not measure counts for nothing (TAR023), and by slice the first one alone counts (TAR026).
    """
    grille = tables.grilles.get(nom)
    if grille is None or not any(grille.seuils):
        return ZERO
    if all(isinstance(mesure, Fraction) for mesure in mesures):
        one = _read(grille, [as_column(mesure, 1) for mesure in mesures])
        return Fraction(one.numerateurs[0], one.denominateur)
    count = next(len(mesure.numerateurs) for mesure in mesures if isinstance(mesure, Colonne))
    return _read(grille, [as_column(mesure, count) for mesure in mesures])


def tier_of(grille: Grille, mesures: Sequence[Fraction]) -> int:
    """Return the rank of the tier that quantities reach; -1 below the first bound."""
    return _tiers(grille, [as_column(mesure, 1) for mesure in mesures])[0]


def ranks_of(grille: Grille, mesures: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the rank that each measure reaches by itself: the tier is the highest of them, or the lowest."""
    return tuple(ranks[0] for ranks in _ranks(grille, [as_column(mesure, 1) for mesure in mesures]))


def revise(tables: Tables, nom: str, prix: Sequence[Valeur]) -> Valeur:
    """Revise a price by an index, P1 = P0 × S1 ÷ S0, rounded half-up to the cent before it is multiplied.

    700 × 315,2 ÷ 310,5 = 710,60 €.
    """
    coefficient = tables.coefficients.get(nom, ZERO)
    (price,) = prix
    if isinstance(price, Fraction):
        return _rounded(price * coefficient)
    revised = [_rounded(Fraction(number, price.denominateur) * coefficient) for number in price.numerateurs]
    return Colonne(tuple(int(amount * CENTS) for amount in revised), CENTS)


def _read(grille: Grille, mesures: Sequence[Colonne]) -> Colonne:
    if not grille.par_tranche:
        tiers = _tiers(grille, mesures)
        denominator = lcm(*(value.denominator for value in grille.valeurs))
        values = [value.numerator * (denominator // value.denominator) for value in grille.valeurs]
        return Colonne(tuple(values[tier] if tier >= 0 else 0 for tier in tiers), denominator)
    # In tier i, the amount is a straight line of the quantity: fixed[i] + value[i] × quantity.
    fixed = _fixed_amounts(grille)
    denominator = lcm(*(number.denominator for number in (*fixed, *grille.valeurs)))
    column = mesures[0]
    tiers = _tiers(grille, mesures[:1])
    lines = [
        (int(base * denominator), int(value * denominator)) for base, value in zip(fixed, grille.valeurs, strict=True)
    ]
    amounts = [
        lines[tier][0] * column.denominateur + lines[tier][1] * number if tier >= 0 else 0
        for tier, number in zip(tiers, column.numerateurs, strict=True)
    ]
    return Colonne(tuple(amounts), denominator * column.denominateur)


def _fixed_amounts(grille: Grille) -> list[Fraction]:
    bounds = [seuils[0] for seuils in grille.seuils]
    fixed, before = [], ZERO
    for rank, (bound, value) in enumerate(zip(bounds, grille.valeurs, strict=True)):
        if rank:
            before += grille.valeurs[rank - 1] * (bound - bounds[rank - 1])
        fixed.append(before - value * bound)
    return fixed


def _tiers(grille: Grille, mesures: Sequence[Colonne]) -> list[int]:
    """Return the rank of the tier of each quantity: -1 below the first bound."""
    choose = max if grille.plus_haute else min
    return [choose(found) for found in zip(*_ranks(grille, mesures), strict=True)]


def _ranks(grille: Grille, mesures: Sequence[Colonne]) -> list[list[int]]:
    """Return, for each measure, the rank that each of its quantities reaches."""
    ranks = []
    for rank, mesure in enumerate(mesures[: len(grille.seuils[0])]):
        # n / d reaches a bound b when n reaches ⌈b × d⌉.
        bounds = [ceil(seuils[rank] * mesure.denominateur) for seuils in grille.seuils]
        ranks.append([bisect_right(bounds, number) - 1 for number in mesure.numerateurs])
    return ranks


def _rounded(amount: Fraction) -> Fraction:
    return Fraction(round_half_up(amount), CENTS)
