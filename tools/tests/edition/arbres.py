"""What tests of edition compare: the tree of a text, places left out.

Knows: raw nodes. Must not know: edits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.edition.etat import Document
from convention.loading.yaml.noeuds import read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Node, Pointer

Brut: TypeAlias = "tuple[str, bool] | dict[str, Brut] | list[Brut]"
"""A value without its places: a scalar is its text, and whether it was written plain."""


def tree(text: str) -> MappingNode:
    """Read a text that must be a document."""
    reading = read_nodes("essai.yaml", text.encode())
    assert reading.root is not None, (text, reading.diagnostics)
    return reading.root


def document(text: str) -> Document:
    """Open a text for edition."""
    return Document("essai.yaml", text, text)


def brut(node: Node) -> Brut:
    """Leave out the places of a tree."""
    match node:
        case MappingNode():
            return {key: brut(value) for key, value in node.items()}
        case SequenceNode():
            return [brut(item) for item in node]
        case ScalarNode():
            return (node.text, node.plain)


def read(value_text: str) -> Brut:
    """Read a value written alone."""
    return brut(tree(f"x: {value_text}\n")["x"])


def nodes(node: Node, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Node]]:
    """Yield every node of a tree and what leads to it."""
    yield pointer, node
    match node:
        case MappingNode():
            for key, value in node.items():
                yield from nodes(value, (*pointer, key))
        case SequenceNode():
            for rank, item in enumerate(node):
                yield from nodes(item, (*pointer, rank))
        case ScalarNode():
            pass


def changed(value: Brut, pointer: Pointer, by: Brut) -> Brut:
    """Return a copy with one value replaced."""
    if not pointer:
        return by
    first, rest = pointer[0], pointer[1:]
    if isinstance(value, dict):
        return {key: changed(item, rest, by) if key == first else item for key, item in value.items()}
    assert isinstance(value, list)
    return [changed(item, rest, by) if rank == first else item for rank, item in enumerate(value)]


def at(value: Brut, pointer: Pointer) -> Brut:
    """Return what a pointer leads to."""
    for part in pointer:
        value = value[part]  # type: ignore[index,assignment] # (each kind has its own parts)
    return value


def inserted(before: str, after: str) -> str:
    """Return the one stretch of text that was added; refuse any other difference."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    end = len(after) - (len(before) - start)
    assert (after[:start], after[end:]) == (before[:start], before[start:])
    return after[start:end]
