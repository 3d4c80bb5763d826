"""An operation written by hand, computed exactly: `12000.00 * 40/200`, or « 12 000,00 € × 40 ÷ 200 » as a page has it.

Knows: + - * /, parentheses, min, max, cent (rounds half-up to the cent). Must not know: the package.
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from math import floor

# What a page says in words, as a mark that is no word: units are then left out.
_FONCTIONS = {"le plus petit de": "\x01", "le plus grand de": "\x02", "au centime": "\x03"}
_NOMS = {"\x01": "min", "\x02": "max", "\x03": "cent"}
_SIGNES = {"×": "*", "÷": "/", "−": "-", ";": ",", "€": "", "\u00a0": " ", "\u202f": " "}
_NOMBRE = re.compile(r"[0-9][0-9\u202f]*(?:,[0-9]+)?")


def worth(operation: str) -> Fraction:
    """Compute an operation exactly."""
    return _value(ast.parse(operation, mode="eval").body, operation)


def from_french(operation: str) -> str:
    """Write the operation of a page as one that can be computed: « 1 200,00 € × 3 ÷ 4 postes + 1 centime »."""
    text = re.sub(r"\b1 centime\b", "0,01", operation)
    for words, mark in _FONCTIONS.items():
        text = text.replace(words, mark)
    text = _NOMBRE.sub(lambda found: found[0].replace("\u202f", "").replace(",", "."), text)
    for sign, own in _SIGNES.items():
        text = text.replace(sign, own)
    text = re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", "", text)
    for mark, nom in _NOMS.items():
        text = text.replace(mark, nom)
    return text.strip()


def cents(euros: Fraction) -> int:
    """Round half-up to the cent."""
    return floor(euros * 100 + Fraction(1, 2))


def _value(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, text)
        case ast.BinOp(left=left, op=sign, right=right):
            return _operation(sign, _value(left, text), _value(right, text))
        case ast.Call(func=ast.Name(id=nom), args=arguments):
            return _call(nom, [_value(argument, text) for argument in arguments])
        case _:
            raise ValueError(text)


def _operation(sign: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case _:
            raise ValueError(type(sign).__name__)


def _call(nom: str, values: list[Fraction]) -> Fraction:
    if nom == "cent":
        (one,) = values
        return Fraction(cents(one), 100)
    return {"min": min, "max": max}[nom](values)
