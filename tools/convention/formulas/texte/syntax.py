"""Read the text of a formula: bounded descent, no `eval`, one exception.

Knows: the grammar. Must not know: which names are declared, units, values.

    somme    = produit (("+" | "-") produit)*
    produit  = unaire (("*" | "/") unaire)*
    unaire   = "-" unaire | atome
    atome    = nombre | nom | part(nom) | fonction(argument; …) | "(" somme ")"
    argument = somme, but for the first one of `si`: somme ("<" | "<=" | ">" | ">=" | "=") somme,
               the first one of `bareme` and the last one of `indice`: nom

Bounds: 2000 characters, 500 tokens, and `PROFONDEUR_MAX` levels, both of nesting and of the tree (a chain of
operations is as deep as it is long), so that no later walk of the tree can exhaust the stack.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn, TypeGuard

from convention.formulas.functions import FONCTIONS, NOMS_DE_FONCTIONS, NOMS_RESERVES, PART, RANG, accepts
from convention.formulas.nodes import (
    Appel,
    Comparaison,
    Consultation,
    Expression,
    Nom,
    Nombre,
    Operation,
    Oppose,
    Part,
    children,
    names,
)
from convention.formulas.problems import FormulaError, FormulaProblem
from convention.formulas.texte.surprises import (
    COMPARATEURS,
    refuse_arity,
    refuse_condition,
    refuse_continuation,
    refuse_depth,
    refuse_function,
    refuse_missing_value,
    refuse_part,
    refuse_reserved,
    refuse_table,
)
from convention.formulas.texte.tokens import tokenise

if TYPE_CHECKING:
    from convention.formulas.nodes import Comparateur, Operateur
    from convention.formulas.texte.tokens import Token

__all__ = ["PROFONDEUR_MAX", "Expression", "FormulaError", "FormulaProblem", "names", "parse"]

PROFONDEUR_MAX = 40

_SOMME = frozenset({"+", "-"})
_PRODUIT = frozenset({"*", "/"})


@lru_cache(maxsize=1024)  # a pure function: each formula is read once, whoever needs it
def parse(text: str) -> Expression:
    """Read a formula.

    Raises:
        FormulaError: TAR001: the text is not a formula, or exceeds a bound.
    """
    cursor = _Cursor(tokenise(text))
    expression = _sum(cursor, depth=0)
    cursor.end()
    _check_height(expression)
    return expression


def _sum(cursor: _Cursor, depth: int) -> Expression:
    left = _product(cursor, depth)
    while _is_operator(sign := cursor.next.texte, _SOMME):
        cursor.advance()
        right = _product(cursor, depth)
        left = Operation(sign, left, right, start=left.start, end=right.end)
    return left


def _product(cursor: _Cursor, depth: int) -> Expression:
    left = _unary(cursor, depth)
    while _is_operator(sign := cursor.next.texte, _PRODUIT):
        cursor.advance()
        right = _unary(cursor, depth)
        left = Operation(sign, left, right, start=left.start, end=right.end)
    return left


def _unary(cursor: _Cursor, depth: int) -> Expression:
    if cursor.next.texte != "-":
        return _atom(cursor, depth)
    minus = cursor.advance()
    operand = _unary(cursor, _deeper(depth, minus))
    return Oppose(operand, start=minus.start, end=operand.end)


def _atom(cursor: _Cursor, depth: int) -> Expression:
    token = cursor.next
    if token.genre == "nombre":
        cursor.advance()
        return Nombre(Fraction(token.texte), start=token.start, end=token.end)
    if token.genre == "nom":
        cursor.advance()
        return _call(cursor, token, depth) if cursor.next.texte == "(" else _name(token)
    if token.texte != "(":
        refuse_missing_value(token, cursor.before)
    return _group(cursor, depth)


def _group(cursor: _Cursor, depth: int) -> Expression:
    opening = cursor.open()
    inside = _sum(cursor, _deeper(depth, opening))
    # The place of a group includes its parentheses, for a caret under the whole of it.
    return replace(inside, start=opening.start, end=cursor.close())


def _call(cursor: _Cursor, name: Token, depth: int) -> Expression:
    if name.texte == PART:
        return _part(cursor, name)
    if name.texte not in FONCTIONS:
        refuse_function(name)
    fonction, inside = FONCTIONS[name.texte], _deeper(depth, name)
    cursor.open()
    arguments = [_condition(cursor, inside) if fonction.condition else _sum(cursor, inside)]
    while cursor.next.texte == ";":
        cursor.advance()
        arguments.append(_sum(cursor, inside))
    end = cursor.close()
    if not accepts(fonction, len(arguments)):
        refuse_arity(name, end, len(arguments))
    if fonction.table is not None:
        table = arguments.pop(fonction.table)
        if not isinstance(table, Nom) or table.nom == RANG:
            refuse_table(name, table.start, table.end)
        return Consultation(name.texte, table.nom, tuple(arguments), start=name.start, end=end)
    return Appel(name.texte, tuple(arguments), start=name.start, end=end)


def _part(cursor: _Cursor, name: Token) -> Expression:
    cursor.open()
    key = cursor.next
    if key.genre != "nom" or key.texte in NOMS_RESERVES:
        refuse_part(key)
    cursor.advance()
    if cursor.next.genre != "fin" and cursor.next.texte != ")":
        refuse_part(cursor.next)
    return Part(key.texte, start=name.start, end=cursor.close())


def _condition(cursor: _Cursor, depth: int) -> Expression:
    left = _sum(cursor, depth)
    sign = cursor.next.texte
    if not _is_comparator(sign):
        refuse_condition(cursor.next)
    cursor.advance()
    right = _sum(cursor, depth)
    return Comparaison(sign, left, right, start=left.start, end=right.end)


def _name(token: Token) -> Expression:
    if token.texte in NOMS_DE_FONCTIONS:
        refuse_reserved(token)
    return Nom(token.texte, start=token.start, end=token.end)


def _deeper(depth: int, token: Token) -> int:
    if depth >= PROFONDEUR_MAX:
        refuse_depth(token.start, token.end, PROFONDEUR_MAX)
    return depth + 1


def _is_operator(sign: str, accepted: frozenset[str]) -> TypeGuard[Operateur]:
    return sign in accepted


def _is_comparator(sign: str) -> TypeGuard[Comparateur]:
    return sign in COMPARATEURS


def _check_height(expression: Expression) -> None:
    waiting = [(expression, 1)]
    while waiting:
        node, height = waiting.pop()
        if height > PROFONDEUR_MAX:
            refuse_depth(node.start, node.end, PROFONDEUR_MAX)
        waiting.extend((child, height + 1) for child in children(node))


class _Cursor:
    """A place in the tokens; used by one reading only, since it moves."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._index = 0
        self._opened: list[Token] = []

    @property
    def next(self) -> Token:
        """The token to read; « fin » at the end."""
        return self._tokens[self._index]

    @property
    def before(self) -> Token | None:
        """The token just read, if any."""
        return self._tokens[self._index - 1] if self._index else None

    def advance(self) -> Token:
        """Read a token other than « fin »."""
        token = self.next
        self._index += 1
        return token

    def open(self) -> Token:
        """Read an opening parenthesis."""
        self._opened.append(self.next)
        return self.advance()

    def close(self) -> int:
        """Read the closing parenthesis that is expected, and return where it ends."""
        if self.next.texte != ")":
            self._refuse_next()
        self._opened.pop()
        return self.advance().end

    def end(self) -> None:
        """Check that everything is read."""
        if self.next.genre != "fin":
            self._refuse_next()

    def _refuse_next(self) -> NoReturn:
        refuse_continuation(self.next, self._tokens[self._index - 1], self._opened[-1] if self._opened else None)
