"""Raw YAML nodes: texts and their places, before any type.

Knows: mappings, sequences and scalars with positions. Must not know: YAML events (`loading.yaml.noeuds`), models.
A mapping is a `dict` and a sequence is a `list`, so that pydantic reads them as they are; scalars stay untyped text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def follow(root: Node, pointer: Pointer) -> Node:
    """Return the node that a pointer leads to.

    Raises:
        LookupError: it leads nowhere.
    """
    node = root
    for part in pointer:
        match node:
            case MappingNode():
                node = node[str(part)]
            case SequenceNode() if isinstance(part, int):
                node = node[part]
            case _:
                raise LookupError(part)
    return node


def find(root: Node, pointer: Pointer) -> Node | None:
    """Return the node that a pointer leads to; None when it leads nowhere."""
    try:
        return follow(root, pointer)
    except LookupError:
        return None


def scalars(node: Node, here: Pointer = ()) -> Iterator[tuple[Pointer, ScalarNode]]:
    """Yield the scalars that a node holds, each with what leads to it."""
    if isinstance(node, ScalarNode):
        yield here, node
        return
    for part, value in node.items() if isinstance(node, MappingNode) else enumerate(node):
        yield from scalars(value, (*here, part))


def mapping_at(root: Node, pointer: Pointer) -> MappingNode:
    """Return the mapping that a pointer leads to.

    Raises:
        LookupError: it leads nowhere.
        TypeError: something else stands there.
    """
    node = follow(root, pointer)
    if not isinstance(node, MappingNode):
        raise TypeError(pointer)
    return node


def text_at(node: object, champ: str) -> str | None:
    """Return the text of a field; None when none is there."""
    value = node.get(champ) if isinstance(node, MappingNode) else None
    return value.text if isinstance(value, ScalarNode) else None


def pointer_text(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 does: ``/comptages/0/valeurs/postes``."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in pointer)
