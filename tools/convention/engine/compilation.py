"""Formulas of rows made ready: read, put in the form Σ Aᵢ·part(kᵢ) + B, their names listed.

Knows: the language of formulas. Must not know: figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.formulas.linear import Forme, linearise
from convention.formulas.nodes import names, parts
from convention.formulas.problems import FormulaError
from convention.formulas.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Container

    from convention.model.tarifs import LigneTarif

ABAQUE = "abaque"
"""Name that stands, in a formula, for the key of the component."""


class Compilee(NamedTuple):
    """A formula ready to be evaluated."""

    texte: str
    forme: Forme
    noms: tuple[str, ...]
    """Every name: shared keys first, then variables, parameters and raw quantities, in order of appearance."""


@lru_cache(maxsize=1024)  # a pure function of the text
def compile_formula(texte: str) -> Compilee | None:
    """Read a formula; None when it cannot be read (`checks` says why, the engine counts it for nothing)."""
    try:
        expression = parse(texte)
        return Compilee(texte, linearise(expression), tuple(dict.fromkeys((*parts(expression), *names(expression)))))
    except FormulaError:
        return None


def concerns(ligne: LigneTarif, formule: Compilee, montants: Container[str]) -> bool:
    """Tell whether a component has the cost of a formula: it gives at least one of its variables."""
    return any(nom in montants for nom in formule.noms if nom in ligne.variables)


def keys_of(ligne: LigneTarif, formule: Compilee) -> tuple[str, ...]:
    """Return the names of a formula that are keys (`abaque` included): neither variables nor parameters."""
    return tuple(nom for nom in formule.noms if nom not in ligne.variables and nom not in ligne.parametres)
