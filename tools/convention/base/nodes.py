"""Raw YAML nodes: texts and their places, before any type.

Knows: mappings, sequences and scalars with positions. Must not know: YAML events (`loading.yaml_nodes`), models.
A mapping is a `dict` and a sequence is a `list`, so that pydantic reads them as they are; scalars stay untyped text.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a node stands in its text: 1-based lines and columns, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class ScalarNode:
    """One scalar: its text, whether it was written plain (no quotes, no block), and its place."""

    __slots__ = ("place", "plain", "text")

    def __init__(self, text: str, place: Place, *, plain: bool) -> None:
        """Keep the three; nothing is interpreted here."""
        self.text = text
        self.place = place
        self.plain = plain

    def __repr__(self) -> str:
        """Show the text as pydantic prints an input."""
        return repr(self.text)


class MappingNode(dict[str, "Node"]):
    """A mapping: values by key, the place of each key, and its own place."""

    __slots__ = ("key_places", "place")

    def __init__(self, place: Place) -> None:
        """Start empty at a place; the reader adds keys in file order."""
        super().__init__()
        self.place = place
        self.key_places: dict[str, Place] = {}


class SequenceNode(list["Node"]):
    """A sequence: its items and its own place."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        """Start empty at a place."""
        super().__init__()
        self.place = place


Node = ScalarNode | MappingNode | SequenceNode
Pointer = tuple[str | int, ...]


class Located(NamedTuple):
    """What a pointer leads to: the place of the value, and of its key when it has one."""

    value: Place
    key: Place | None


def locate(root: Node, pointer: Pointer) -> Located:
    """Follow a pointer as far as it leads; a part that names nothing (a missing key) stops at its parent."""
    node: Node = root
    key: Place | None = None
    for part in pointer:
        if isinstance(node, MappingNode) and str(part) in node:
            key = node.key_places[str(part)]
            node = node[str(part)]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node):
            key = None
            node = node[part]
        else:
            break
    return Located(node.place, key)


def pointer_text(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 does: ``/comptages/0/valeurs/postes``."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in pointer)
