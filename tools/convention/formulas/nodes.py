"""The tree of a formula.

Knows: the kinds of nodes, and where each stands in the text. Must not know: how a formula is written or computed.
Two trees are equal when they mean the same: places do not count, nor blanks, nor useless parentheses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

Operateur: TypeAlias = Literal["+", "-", "*", "/"]
Comparateur: TypeAlias = Literal["<", "<=", ">", ">=", "="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noeud:
    """What all nodes have: their place, offsets in the text of the formula, end exclusive."""

    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Nombre(Noeud):
    """A number written in the formula: `0.25`."""

    valeur: Fraction


@dataclass(frozen=True, slots=True)
class Nom(Noeud):
    """A variable, a parameter, or the raw quantity of a key: `cout_maintenance`."""

    nom: str


@dataclass(frozen=True, slots=True)
class Part(Noeud):
    """The share of an adherent in a key, quantity / total: `part(comptes)`."""

    cle: str


@dataclass(frozen=True, slots=True)
class Oppose(Noeud):
    """A unary minus."""

    operande: Expression


@dataclass(frozen=True, slots=True)
class Operation(Noeud):
    """One of the four operations."""

    operateur: Operateur
    gauche: Expression
    droite: Expression


@dataclass(frozen=True, slots=True)
class Appel(Noeud):
    """A function of the table `functions.FONCTIONS` and its arguments."""

    fonction: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Consultation(Noeud):
    """A table read for some values: `bareme(sauvegarde; stockage)`, `indice(maintenance; syntec)`."""

    fonction: str
    table: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparaison(Noeud):
    """The condition of a `si`: its first argument, and nowhere else."""

    operateur: Comparateur
    gauche: Expression
    droite: Expression


Expression: TypeAlias = Nombre | Nom | Part | Oppose | Operation | Appel | Consultation | Comparaison


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the operands of a node, from left to right."""
    match expression:
        case Oppose(operande=operande):
            return (operande,)
        case Operation(gauche=gauche, droite=droite) | Comparaison(gauche=gauche, droite=droite):
            return (gauche, droite)
        case Appel(arguments=arguments) | Consultation(arguments=arguments):
            return arguments
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield every node, a node before its operands, from left to right."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def names(expression: Expression) -> tuple[str, ...]:
    """Return the plain names (variables, parameters, raw quantities), each once, in order of appearance."""
    return tuple(dict.fromkeys(node.nom for node in walk(expression) if isinstance(node, Nom)))


def parts(expression: Expression) -> tuple[str, ...]:
    """Return the keys that stand in a `part(…)`, each once, in order of appearance."""
    return tuple(dict.fromkeys(node.cle for node in walk(expression) if isinstance(node, Part)))


def tables(expression: Expression) -> tuple[Consultation, ...]:
    """Return the nodes that read a grid or an index, each once, in order of appearance."""
    return tuple(dict.fromkeys(node for node in walk(expression) if isinstance(node, Consultation)))
