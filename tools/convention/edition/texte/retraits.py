"""Removals from a YAML text by position: a key of a table, an item of a list, every other byte kept.

Knows: raw nodes, block and flow styles. Must not know: documents, files. What is removed goes with the comment of its
line; a collection never becomes empty: its owner is removed instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.nodes import SequenceNode
from convention.edition.texte.lieux import Lieux, follow, mapping_at

if TYPE_CHECKING:
    from convention.base.nodes import MappingNode, Pointer


def remove_key(text: str, root: MappingNode, pointer: Pointer) -> str:
    """Remove a key and its value from a mapping that has others.

    Raises:
        LookupError: the pointer leads nowhere, or nothing else stands in the mapping.
    """
    node = mapping_at(root, pointer[:-1])
    names, name = list(node), str(pointer[-1])
    if len(names) == 1 or name not in node:
        raise LookupError(name)
    lieux = Lieux(text)
    starts = [lieux.offset(node.key_nodes[key].start) for key in names]
    ends = [lieux.end(node[key]) for key in names]
    return _without(lieux, node, starts, ends, names.index(name))


def remove_item(text: str, root: MappingNode, pointer: Pointer) -> str:
    """Remove an item from a list that has others.

    Raises:
        LookupError: the pointer leads nowhere, or nothing else stands in the list.
        TypeError: it does not lead to an item of a list.
    """
    node, rank = follow(root, pointer[:-1]), pointer[-1]
    if not isinstance(node, SequenceNode) or not isinstance(rank, int):
        raise TypeError(pointer)
    if len(node) == 1 or not 0 <= rank < len(node):
        raise LookupError(rank)
    lieux = Lieux(text)
    starts = [lieux.start(item) if lieux.is_flow(node) else lieux.dash(node, item) for item in node]
    return _without(lieux, node, starts, [lieux.end(item) for item in node], rank)


def _without(lieux: Lieux, node: MappingNode | SequenceNode, starts: list[int], ends: list[int], rank: int) -> str:
    """Take one part out of a collection that has others, given where each begins and ends."""
    text, start, end = lieux.text, starts[rank], ends[rank]
    if not lieux.is_flow(node):
        below = text[lieux.next_line(end) :]
        # The first part may stand beside a dash: what follows comes up beside it.
        return text[:start] + below.lstrip(" ") if rank == 0 else text[: lieux.line_start(start)] + below
    if rank + 1 < len(starts):
        return text[:start] + text[starts[rank + 1] :]
    before = ends[rank - 1]
    return text[: start if "#" in text[before:start] else before] + text[end:]
