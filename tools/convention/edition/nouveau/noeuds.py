"""Nodes that no file of YAML holds: of a cell of a CSV, of an answer typed.

Knows: nodes, their places. Must not know: what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from convention.base.nodes import Node


class Marque(NamedTuple):
    """A place, counted from 0."""

    line: int
    column: int


NULLE_PART = Marque(0, 0)


def mot(texte: str, debut: Marque = NULLE_PART, fin: Marque = NULLE_PART, *, plain: bool = True) -> ScalarNode:
    """Return a scalar, as a document would write it: plain, or between quotes."""
    return ScalarNode(texte, debut, fin, plain=plain)


def table(debut: Marque = NULLE_PART, fin: Marque = NULLE_PART) -> MappingNode:
    """Return an empty table."""
    return MappingNode(debut, fin)


def liste() -> SequenceNode:
    """Return an empty list."""
    return SequenceNode(NULLE_PART, NULLE_PART)


def put(into: MappingNode, champ: str, node: Node) -> None:
    """Give a table a field; its key stands where its value does, unless it has a place already."""
    into[champ] = node
    into.key_nodes.setdefault(champ, ScalarNode(champ, node.start, node.end, plain=True))
