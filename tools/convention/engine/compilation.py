"""Formulas of rows made ready: read, put in the form Σ Aᵢ·part(kᵢ) + B, their names listed.

Knows: the language of formulas. Must not know: figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.formulas.functions import RANG
from convention.formulas.linear import Forme, linearise
from convention.formulas.nodes import Operation, Oppose, names, parts, tables
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from convention.formulas.nodes import Expression
    from convention.model.documents.tarifs import Borne, LigneTarif, Mode

ABAQUE = "abaque"
"""Name that stands, in a formula, for the key of the component."""


class Compilee(NamedTuple):
    """A formula ready to be evaluated."""

    texte: str
    forme: Forme
    noms: tuple[str, ...]
    """Every name: shared keys first, then variables, parameters and raw quantities, in order of appearance."""
    tables: tuple[tuple[str, str], ...] = ()
    """Each grid and each revision that it consults: the function, the name of the table."""


@lru_cache(maxsize=1024)  # a pure function of the text
def compile_formula(texte: str) -> Compilee | None:
    """Read a formula; None when it cannot be read (`checks` says why, the engine counts it for nothing)."""
    try:
        expression = parse(texte)
        return Compilee(
            texte,
            linearise(expression),
            tuple(dict.fromkeys((*parts(expression), *names(expression)))),
            tuple((node.fonction, node.table) for node in tables(expression)),
        )
    except FormulaError:
        return None


def compile_mode(mode: Mode | Borne | None) -> Compilee | None:
    """Read the formula of a column, or of its cap or floor; None when there is none, or when it cannot be read."""
    return compile_formula(mode.formule) if mode is not None else None


def concerns(ligne: LigneTarif, formule: Compilee, montants: Container[str]) -> bool:
    """Tell whether a component has the cost of a formula: it gives at least one of its variables.

    A formula whose price stands in a grid has no variable: every component of its row has the cost.
    """
    return is_priced_by_grid(ligne, formule) or any(nom in montants for nom in formule.noms if nom in ligne.variables)


def is_priced_by_grid(ligne: LigneTarif, formule: Compilee) -> bool:
    """Tell whether a formula takes its price from a grid alone."""
    reads_grid = any(fonction == "bareme" for fonction, _ in formule.tables)
    return reads_grid and not any(nom in ligne.variables for nom in formule.noms)


def keys_of(ligne: LigneTarif, formule: Compilee) -> tuple[str, ...]:
    """Return the names of a formula that are keys (`abaque` included): neither variables nor parameters, nor `rang`."""
    others = {*ligne.variables, *ligne.parametres, RANG}
    return tuple(nom for nom in formule.noms if nom not in others)


def fixed_terms(ligne: LigneTarif, formule: Compilee) -> tuple[Expression, ...]:
    """Return the unshared terms that are a cost whoever is there: those without quantity.

    Not a price, that nobody owes when nobody is there: an `abonnement`, a function (a grid, `max`) of a quantity.
    """
    if formule.forme.reste is None or ligne.abonnement:
        return ()
    return _fixed(formule.forme.reste, {*keys_of(ligne, formule), RANG})


def _fixed(expression: Expression, own: set[str]) -> tuple[Expression, ...]:
    if own.isdisjoint(names(expression)):
        return (expression,)
    match expression:
        case Oppose(operande=operande):
            return tuple(Oppose(term) for term in _fixed(operande, own))
        case Operation(operateur="+", gauche=gauche, droite=droite):
            return _fixed(gauche, own) + _fixed(droite, own)
        case Operation(operateur="-", gauche=gauche, droite=droite):
            return _fixed(gauche, own) + tuple(Oppose(term) for term in _fixed(droite, own))
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            pairs = ((left, right) for left in _fixed(gauche, own) for right in _fixed(droite, own))
            return tuple(Operation(sign, left, right) for left, right in pairs)
        case _:
            return ()


def limits_of(mode: Mode) -> tuple[Compilee, ...]:
    """Return the formulas of the cap and of the floor of a column, those that can be read."""
    return _read(borne.formule for borne in mode.bornes.values())


def formulas_of(mode: Mode) -> tuple[Compilee, ...]:
    """Return the formula of a column, then those of its cap and of its floor, those that can be read."""
    return _read(mode.formules)


def _read(textes: Iterable[str]) -> tuple[Compilee, ...]:
    return tuple(formule for texte in textes if (formule := compile_formula(texte)) is not None)
