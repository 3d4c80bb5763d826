"""Long lines that an edit writes, broken: a table in brackets one key a line, a text in a folded block.

Knows: raw nodes, block and flow styles. Must not know: documents, gestures.
Values stay the same. What cannot be broken stays as it is: a text that has its own lines, a comment beside a value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.nodes import MappingNode, ScalarNode
from convention.edition.texte.lieux import Lieux
from convention.loading.yaml.noeuds import read_nodes

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from convention.base.nodes import Node, SequenceNode

LARGEUR = 160
"""A longer line of data is not read aloud."""
PLI = 120
"""Where a line that is broken stops, as the code does."""
_COUPURE = re.compile(r"(?<=[^\s«]) (?=[^\s»:;!?€%])")
"""A space where a line may end: no sign is cut off from what it goes with."""


class _Valeur(NamedTuple):
    """A value in block style, one line or brackets, and where the table or the list that holds it begins."""

    node: Node
    column: int
    in_list: bool


def plier(text: str, tels_quels: Container[str] = frozenset()) -> str:
    """Break the lines of a YAML text that are longer than `LARGEUR`, but those that are to be left alone."""
    while True:
        lieux = Lieux(text)
        long = {rank for rank, line in enumerate(text.split("\n")) if len(line) > LARGEUR and line not in tels_quels}
        root = read_nodes("", text.encode()).root if long else None
        found = () if root is None else (item for item in _values(root, lieux) if item.node.start.line in long)
        broken = next(filter(None, (_broken(lieux, item) for item in found)), None)
        if broken is None:
            return text
        text = broken


def _values(node: MappingNode | SequenceNode, lieux: Lieux) -> Iterator[_Valeur]:
    for item in node.values() if isinstance(node, MappingNode) else node:
        if isinstance(item, ScalarNode) or lieux.is_flow(item):
            yield _Valeur(item, node.start.column, not isinstance(node, MappingNode))
        else:
            yield from _values(item, lieux)


def _broken(lieux: Lieux, valeur: _Valeur) -> str | None:
    """Return the text with one value on several lines; None when it cannot be."""
    node, text = valeur.node, lieux.text
    start, end = lieux.start(node), lieux.end(node)
    if "\n" in text[start:end] or text[end : lieux.line_end(end)].strip():
        return None
    below = lieux.fin_de_ligne + " " * (valeur.column + 2)
    if isinstance(node, ScalarNode):
        lines = _folded(node.text, PLI - valeur.column - 2)
        return text[:start] + below.join([">-", *lines]) + text[end:] if lines else None
    rows = below.join(_rows(lieux, node))
    if valeur.in_list:
        return text[:start] + rows + text[end:]
    return text[:start].rstrip(" ") + below + rows + text[end:]


def _rows(lieux: Lieux, node: MappingNode | SequenceNode) -> list[str]:
    items = node.values() if isinstance(node, MappingNode) else node
    written = [lieux.text[lieux.start(item) : lieux.end(item)] for item in items]
    if not isinstance(node, MappingNode):
        return [f"- {item}" for item in written]
    keys = (lieux.text[lieux.offset(key.start) : lieux.offset(key.end)] for key in node.key_nodes.values())
    return [f"{key}: {item}" for key, item in zip(keys, written, strict=True)]


def _folded(text: str, width: int) -> list[str]:
    """Cut a text at spaces; nothing when a folded block would not give it back."""
    if text != text.strip() or text.splitlines() != [text]:
        return []
    lines = [""]
    for part in _COUPURE.split(text):
        if lines[-1] and len(lines[-1]) + 1 + len(part) > width:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]} {part}".removeprefix(" ")
    return lines
