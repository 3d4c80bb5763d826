"""What a formula is worth for one beneficiary, read by Python's own parser and computed with fractions.

Knows: the words of the language. Must not know: the engine, the package's reader of formulas.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import floor
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

ZERO = Fraction(0)
Figures: TypeAlias = Mapping[str, Fraction]
Table: TypeAlias = Callable[[Sequence[Fraction]], Fraction]
"""A grid, of quantities; an index, of a price."""
CALCULS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: left / right if right else ZERO,
}
COMPARAISONS: Mapping[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


class Monde(NamedTuple):
    """What the names of a formula stand for; what is not there is worth nothing."""

    figures: Figures
    parts: Figures = MappingProxyType({})
    tables: Mapping[str, Table] = MappingProxyType({})


class Formule:
    """A formula, its names, and its worth."""

    def __init__(self, texte: str) -> None:
        self._texte = re.sub(r"(?<![<>])=", "==", texte.replace(";", ",").replace("\n", " ")).strip()
        self._arbre = ast.parse(self._texte, mode="eval").body
        calls = [node for node in ast.walk(self._arbre) if isinstance(node, ast.Call)]
        self.parts = tuple(dict.fromkeys(self._source(call.args[0]) for call in calls if _word(call) == "part"))
        self.grilles = any(_word(call) == "bareme" for call in calls)
        # Neither what is shared, nor the name of a table, nor that of a function is a figure.
        out = {call.func for call in calls} | {call.args[0] for call in calls if _word(call) in {"part", "bareme"}}
        out |= {call.args[1] for call in calls if _word(call) == "indice"}
        hidden = {id(name) for node in out for name in ast.walk(node)}
        found = [node for node in ast.walk(self._arbre) if isinstance(node, ast.Name) and id(node) not in hidden]
        self.noms = tuple(dict.fromkeys(node.id for node in found))

    def vaut(self, monde: Monde) -> Fraction:
        """Return the worth of the formula."""
        return self._worth(self._arbre, monde)

    def _source(self, node: ast.expr) -> str:
        return ast.get_source_segment(self._texte, node) or ""

    def _worth(self, node: ast.expr, monde: Monde) -> Fraction:
        match node:
            case ast.Constant():
                return Fraction(self._source(node))
            case ast.Name(id=nom):
                return monde.figures.get(nom, ZERO)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._worth(operand, monde)
            case ast.BinOp(left=left, op=op, right=right):
                return CALCULS[type(op)](self._worth(left, monde), self._worth(right, monde))
            case ast.Call(args=args):
                return self._call(_word(node), args, monde)
            case _:
                raise AssertionError(self._texte)

    def _call(self, word: str, args: list[ast.expr], monde: Monde) -> Fraction:
        if word == "part":
            return monde.parts.get(self._source(args[0]), ZERO)
        if word in {"bareme", "indice"}:
            table, *others = args if word == "bareme" else reversed(args)
            known = monde.tables.get(f"{word} {self._source(table)}")
            return known([self._worth(one, monde) for one in others]) if known else ZERO
        if word == "si":
            test, then, otherwise = args
            assert isinstance(test, ast.Compare)
            left, right = self._worth(test.left, monde), self._worth(test.comparators[0], monde)
            return self._worth(then if COMPARAISONS[type(test.ops[0])](left, right) else otherwise, monde)
        return {"min": min, "max": max}[word](self._worth(one, monde) for one in args)


def _word(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Name)
    return call.func.id


@cache
def lire_formule(texte: str) -> Formule:
    """Read a formula once."""
    return Formule(texte)


def cents(euros: Fraction) -> int:
    """Round half-up, away from zero."""
    whole = floor(abs(euros) * 100 + Fraction(1, 2))
    return whole if euros >= 0 else -whole
