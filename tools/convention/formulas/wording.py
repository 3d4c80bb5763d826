"""Write a formula again: in French with figures for a reader, or in its own language for a message.

Knows: signs, priorities, parentheses. Must not know: how an amount or a quantity is printed (the caller gives the
texts), nor media. Parentheses stand only where the value needs them: « a × (b ÷ c) » is « a × b ÷ c ».
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

from convention.base.french import MOINS, nombre, typeset
from convention.base.money import exact_text
from convention.formulas.functions import FONCTIONS
from convention.formulas.nodes import Appel, Comparaison, Consultation, Nom, Nombre, Operation, Oppose, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from convention.formulas.nodes import Comparateur, Expression, Operateur

_CHOIX, _SOMME, _PRODUIT, _ATOME = range(4)
_RANGS: Final[Mapping[Operateur, int]] = {"+": _SOMME, "-": _SOMME, "*": _PRODUIT, "/": _PRODUIT}
_MOINS = ("-", MOINS)


@dataclass(frozen=True, slots=True)
class _Style:
    """A way to write: `calls` gives the text of a function, from its arguments, and its priority."""

    operators: Mapping[Operateur, str]
    comparators: Mapping[Comparateur, str]
    number: Callable[[Fraction], str]
    name: Callable[[str], str]
    part: Callable[[str], str]
    part_rank: int
    calls: Mapping[str, tuple[Callable[..., str], int]]
    table: Callable[[Consultation], str]


def substitute(
    expression: Expression,
    rendu: Mapping[str, str],
    parts: Mapping[str, str],
    tables: Mapping[Consultation, str] | None = None,
) -> str:
    """Write a formula in French with the text of each name, of each part (by key) and of each table that it consults.

    `cout_maintenance * part(moyens_impression)` gives « 4 800,00 € × 14 ÷ 412 moyens d'impression ». A name without
    a text stays as it is written in the formula. A text is taken for one value, a part for a quotient.
    """
    style = _Style(
        operators={"+": "+", "-": MOINS, "*": "×", "/": "÷"},
        comparators={"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "="},
        number=nombre,
        name=lambda nom: rendu.get(nom, nom),
        part=lambda cle: parts.get(cle, f"part({cle})"),
        part_rank=_PRODUIT,
        calls=_APPELS_FRANCAIS,
        table=lambda node: (tables or {}).get(node) or formula_text(node),
    )
    return _write(expression, style)[0]


def formula_text(expression: Expression) -> str:
    """Write a formula in its own language: `parse(formula_text(e))` has the value of `e`, when it keeps to the bounds.

    A long chain of minus signs, each in parentheses, may be too deep to be read again.
    """
    style = _Style(
        operators={"+": "+", "-": "-", "*": "*", "/": "/"},
        comparators={"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "="},
        number=exact_text,
        name=str,
        part="part({})".format,
        part_rank=_ATOME,
        calls={nom: (_caller(nom), _ATOME) for nom in FONCTIONS},
        table=_consultation,
    )
    return _write(expression, style)[0]


def _write(expression: Expression, style: _Style) -> tuple[str, int]:  # noqa: PLR0911 (one return a kind of node)
    match expression:
        case Nombre(valeur=valeur):
            return style.number(valeur), _ATOME
        case Nom(nom=nom):
            return style.name(nom), _ATOME
        case Part(cle=cle):
            return style.part(cle), style.part_rank
        case Oppose(operande=operande):
            return f"{style.operators['-']}{_right(operande, style, _PRODUIT)}", _PRODUIT
        case Operation(operateur=sign):
            return _operation(expression, style), _RANGS[sign]
        case Comparaison(operateur=comparator, gauche=gauche, droite=droite):
            left, right = _left(gauche, style, _SOMME), _left(droite, style, _SOMME)
            # It stands only as the first argument of « si »: never in parentheses.
            return f"{left} {style.comparators[comparator]} {right}", _ATOME
        case Appel(fonction=fonction, arguments=arguments):
            write, rank = style.calls[fonction]
            return write(*(_left(argument, style, _argument_rank(rank)) for argument in arguments)), rank
        case Consultation():
            return style.table(expression), _ATOME
    assert_never(expression)


def _consultation(node: Consultation) -> str:
    arguments = [formula_text(argument) for argument in node.arguments]
    place = FONCTIONS[node.fonction].table
    arguments.insert(len(arguments) if place == -1 else 0, node.table)
    return f"{node.fonction}({'; '.join(arguments)})"


def _operation(operation: Operation, style: _Style) -> str:
    sign = operation.operateur
    rank = _RANGS[sign]
    # a − (b + c) and a ÷ (b × c) need their parentheses; a + (b − c) and a × (b ÷ c) do not.
    right_rank = rank + 1 if sign in {"-", "/"} else rank
    left, right = _left(operation.gauche, style, rank), _right(operation.droite, style, right_rank)
    return f"{left} {style.operators[sign]} {right}"


def _left(expression: Expression, style: _Style, rank: int) -> str:
    text, own_rank = _write(expression, style)
    return text if own_rank >= rank else f"({text})"


def _right(expression: Expression, style: _Style, rank: int) -> str:
    # No sign right after a sign: « 3 − (−2) ».
    text = _left(expression, style, rank)
    return f"({text})" if text.startswith(_MOINS) else text


def _argument_rank(rank: int) -> int:
    return _SOMME if rank == _CHOIX else _CHOIX


def _caller(nom: str) -> Callable[..., str]:
    return lambda *arguments: f"{nom}({'; '.join(arguments)})"


def _least(*arguments: str) -> str:
    return typeset(f"le plus petit de ({' ; '.join(arguments)})")


def _greatest(*arguments: str) -> str:
    return typeset(f"le plus grand de ({' ; '.join(arguments)})")


def _choice(condition: str, alors: str, sinon: str) -> str:
    return f"si {condition} alors {alors} sinon {sinon}"


_APPELS_FRANCAIS: Final[Mapping[str, tuple[Callable[..., str], int]]] = {
    "min": (_least, _ATOME),
    "max": (_greatest, _ATOME),
    "si": (_choice, _CHOIX),
}
