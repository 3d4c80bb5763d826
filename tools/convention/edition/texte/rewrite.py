r"""Edits of a YAML text by position: a value replaced, an item or a key inserted or removed, every other byte kept.

Knows: raw nodes, block and flow styles, ends of lines. Must not know: documents, files. What is written is given as
YAML text; several lines (« \n ») are for block style only, and are indented as their place wants it. What is removed
goes with the comment of its line; a collection never becomes empty: its owner is removed instead.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from convention.base.nodes import ScalarNode, SequenceNode
from convention.edition.texte.lieux import Lieux, follow, mapping_at

if TYPE_CHECKING:
    from convention.base.nodes import MappingNode, Pointer

EN_TETE = ""
"""Where a key goes when it is to be the first."""
_INDICATEUR = re.compile(r"[|>][-+0-9]*")


def set_scalar(text: str, root: MappingNode, pointer: Pointer, value_text: str) -> str:
    """Replace the text of a scalar.

    Args:
        text: the document.
        root: its nodes.
        pointer: leads to a scalar.
        value_text: how the new value is written, on one line.

    Raises:
        LookupError: the pointer leads nowhere.
        TypeError: it leads to a collection.
    """
    node = follow(root, pointer)
    if not isinstance(node, ScalarNode):
        raise TypeError(pointer)
    lieux = Lieux(text)
    start, end = lieux.start(node), lieux.end(node)
    if lieux.is_block_scalar(node):
        # The comment of its first line is kept.
        header = text[start : lieux.line_end(start)]
        return text[:start] + value_text + _INDICATEUR.sub("", header, count=1) + text[end:]
    before = text[:start]
    blank = " " if start == end and not before.endswith((" ", "[", "{")) else ""
    return before + blank + value_text + text[end:]


def set_value(text: str, root: MappingNode, pointer: Pointer, value_text: str) -> str:
    """Replace a value of any shape by one written on one line.

    Raises:
        LookupError: the pointer leads nowhere.
    """
    node = follow(root, pointer)
    if isinstance(node, ScalarNode):
        return set_scalar(text, root, pointer, value_text)
    lieux = Lieux(text)
    start, end = lieux.start(node), lieux.end(node)
    if lieux.is_flow(node) or not pointer or isinstance(pointer[-1], int):
        return text[:start] + value_text + text[end:]
    # A block collection stands below its key: the value goes up beside it, and the lines below go away.
    key = mapping_at(root, pointer[:-1]).key_nodes[str(pointer[-1])]
    colon = text.index(":", lieux.offset(key.end)) + 1
    if lieux.line_end(colon) >= end:
        return text[:start] + value_text + text[end:]
    below = lieux.line_start(start)
    return f"{text[:colon]} {value_text}{text[colon:below]}{text[lieux.next_line(end) :]}"


def insert_item(text: str, root: MappingNode, pointer: Pointer, item_text: str, rank: int | None = None) -> str:
    """Insert an item in a list, at a rank (at the end by default).

    Raises:
        LookupError: the pointer leads nowhere.
        TypeError: it does not lead to a list.
    """
    node = follow(root, pointer)
    if not isinstance(node, SequenceNode):
        raise TypeError(pointer)
    lieux = Lieux(text)
    place = len(node) if rank is None else min(rank, len(node))
    if lieux.is_flow(node):
        return _insert_in_flow(lieux, node, item_text, place)
    indent = " " * node.start.column
    written = f"- {_indented(lieux, item_text, node.start.column + 2)}"
    blank = lieux.fin_de_ligne if _is_spaced(lieux, node) else ""
    if place == 0:
        at = lieux.start(node)
        return f"{text[:at]}{written}{blank}{lieux.fin_de_ligne}{indent}{text[at:]}"
    at = lieux.line_end(lieux.end(node[place - 1]))
    return f"{text[:at]}{blank}{lieux.fin_de_ligne}{indent}{written}{text[at:]}"


def insert_key(
    text: str, root: MappingNode, pointer: Pointer, key: str, value_text: str, after: str | None = None
) -> str:
    r"""Insert a key in a mapping; a value in block style begins by « \n ».

    Args:
        text: the document.
        root: its nodes.
        pointer: leads to the mapping.
        key: the key.
        value_text: how its value is written.
        after: the key that it follows, `EN_TETE` to be the first; the last one by default.

    Raises:
        LookupError: the pointer leads nowhere.
        TypeError: it does not lead to a mapping.
    """
    node = mapping_at(root, pointer)
    lieux = Lieux(text)
    written = f"{key}:{value_text}" if value_text.startswith("\n") else f"{key}: {value_text}"
    if not node:
        at = lieux.start(node) + 1
        return text[:at] + written + text[at:]
    flow, column = lieux.is_flow(node), node.start.column
    line = lieux.fin_de_ligne + " " * column
    if after == EN_TETE:
        at = lieux.offset(next(iter(node.key_nodes.values())).start)
        return text[:at] + (f"{written}, " if flow else _indented(lieux, written, column) + line) + text[at:]
    previous = next(reversed(node.values())) if after is None else node[after]
    if flow:
        at = lieux.end(previous)
        return f"{text[:at]}, {written}{text[at:]}"
    at = lieux.line_end(lieux.end(previous))
    return text[:at] + line + _indented(lieux, written, column) + text[at:]


def append_line(text: str, root: MappingNode, pointer: Pointer, line: str) -> str:
    """Add a line at the end of a text in block style, its margin kept.

    Raises:
        LookupError: the pointer leads nowhere.
        TypeError: it does not lead to a text in block style.
    """
    node = follow(root, pointer)
    lieux = Lieux(text)
    if not lieux.is_block_scalar(node):
        raise TypeError(pointer)
    at = lieux.end(node)
    margin = re.match(r"[\s]*", text[lieux.next_line(lieux.start(node)) : at])
    indent = margin.group().rpartition("\n")[2] if margin is not None else ""
    return f"{text[:at]}{lieux.fin_de_ligne}{indent}{line}{text[at:]}"


def _insert_in_flow(lieux: Lieux, node: SequenceNode, item_text: str, place: int) -> str:
    if not node:
        at = lieux.start(node) + 1
        return f"{lieux.text[:at]}{item_text}{lieux.text[at:]}"
    if place < len(node):
        at = lieux.start(node[place])
        return f"{lieux.text[:at]}{item_text}, {lieux.text[at:]}"
    at = lieux.end(node[-1])
    return f"{lieux.text[:at]}, {item_text}{lieux.text[at:]}"


def _indented(lieux: Lieux, written: str, column: int) -> str:
    """Put the lines of a text one below the other at a column, its blank lines left bare."""
    first, *others = written.split("\n")
    return first + "".join(lieux.fin_de_ligne + (" " * column + line if line else "") for line in others)


def _is_spaced(lieux: Lieux, node: SequenceNode) -> bool:
    """Tell whether the items of a list are set apart by blank lines."""
    between = [lieux.text[lieux.end(item) : lieux.start(following)] for item, following in pairwise(node)]
    return bool(between) and all(re.search(r"\n\r?\n", gap) for gap in between)


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
