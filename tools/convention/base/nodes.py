"""Raw YAML nodes: texts and their places, before any type.

Knows: mappings, sequences and scalars with positions. Must not know: YAML events (`loading.yaml.noeuds`), models.
A mapping is a `dict` and a sequence is a `list`, so that pydantic reads them as they are; scalars stay untyped text.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """Where a node stands in its text: 1-based lines and columns, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Mark(Protocol):
    """A place as the parser gives it, 0-based."""

    @property
    def line(self) -> int:
        """Number of lines before it."""
        ...

    @property
    def column(self) -> int:
        """Number of characters before it on its line."""
        ...


class _Placed:
    """What has a place; the marks of the parser are kept as they are, for most places are never asked for."""

    __slots__ = ()
    start: Mark
    end: Mark

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.start.line + 1, self.start.column + 1, self.end.line + 1, self.end.column + 1)


class ScalarNode(_Placed):
    """One scalar: its text, whether it was written plain (no quotes, no block), and its place."""

    __slots__ = ("end", "plain", "start", "text")

    def __init__(self, text: str, start: Mark, end: Mark, *, plain: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.plain = plain

    def __repr__(self) -> str:
        """Show the text as pydantic prints an input."""
        return repr(self.text)


class MappingNode(_Placed, dict[str, "Node"]):
    """A mapping: values by key, the node of each key, and its own place."""

    __slots__ = ("end", "key_nodes", "start")

    def __init__(self, start: Mark, end: Mark) -> None:
        super().__init__()
        self.start = start
        self.end = end
        self.key_nodes: dict[str, ScalarNode] = {}


class SequenceNode(_Placed, list["Node"]):
    """A sequence: its items and its own place."""

    __slots__ = ("end", "start")

    def __init__(self, start: Mark, end: Mark) -> None:
        super().__init__()
        self.start = start
        self.end = end


Node = ScalarNode | MappingNode | SequenceNode
Pointer = tuple[str | int, ...]


class Located(NamedTuple):
    """What a pointer leads to: the place of the value, and of its key when it has one."""

    value: Place
    key: Place | None
    node: Node
    pointer: Pointer
    """The part of it that leads there."""


def locate(root: Node, pointer: Pointer) -> Located:
    """Follow a pointer as far as it leads; a part that names nothing (a missing key) stops at its parent."""
    node: Node = root
    key: Place | None = None
    kept: list[str | int] = []
    for part in pointer:
        if isinstance(node, MappingNode) and (name := str(part)) in node:
            key = node.key_nodes[name].place
            node = node[name]
            kept.append(name)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node):
            key = None
            node = node[part]
            kept.append(part)
        else:
            break
    return Located(node.place, key, node, tuple(kept))


def pointer_text(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 does: ``/comptages/0/valeurs/postes``."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in pointer)
