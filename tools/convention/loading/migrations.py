"""Old shapes of data read by today's tool: one pure function a step, raw nodes to raw nodes.

Knows: the `format` number of `catalogue/convention.yaml`. Must not know: models.
A step for format N goes in `STEPS[N]` and gives the shape N + 1; it returns as it is a document that it leaves alone.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.model.documents.catalogue import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.base.nodes import Node


def read_format(root: MappingNode) -> int | None:
    """Return the format that `catalogue/convention.yaml` announces; None when it says nothing readable."""
    node = root.get("format")
    if isinstance(node, ScalarNode) and re.fullmatch("0|[1-9][0-9]{0,6}", node.text, re.ASCII):
        return int(node.text)
    return None


def migrate(path: str, root: MappingNode, version: int) -> MappingNode:
    """Bring one document from the shape `version` to today's."""
    for step in range(version, FORMAT):
        root = STEPS[step](path, root)
    return root


def _text_without_the_tool(path: str, root: MappingNode) -> MappingNode:
    """Format 2: a passage of the convention no longer says which messages watch it, nor what uses it.

    The messages and the outputs name it; the procedure of a change of these two fields goes with them.
    """
    if path.startswith("catalogue/articles/"):
        return _filtered(root, lambda key, _: key not in _DE_L_OUTIL)
    if path == "catalogue/procedures.yaml":
        return _filtered(root, lambda _, item: not _is_of_the_tool(item))
    return root


_DE_L_OUTIL = frozenset({"controles", "sorties"})


def _is_of_the_tool(item: Node) -> bool:
    """Tell whether a line of the table of changes is about one of these two fields of a passage."""
    if not isinstance(item, MappingNode):
        return False
    genre, champ = (node.text if isinstance(node := item.get(nom), ScalarNode) else "" for nom in ("genre", "champ"))
    return genre == "article" and champ.rpartition(".")[2] in _DE_L_OUTIL


def _filtered(node: MappingNode, keep: Callable[[str, Node], bool]) -> MappingNode:
    """Copy a table without the values, at any depth, that are not to be kept; an item of a list has no key."""
    copy = MappingNode(node.start, node.end)
    for key, value in node.items():
        if keep(key, value):
            copy[key] = _inside(value, keep)
            copy.key_nodes[key] = node.key_nodes[key]
    return copy


def _inside(node: Node, keep: Callable[[str, Node], bool]) -> Node:
    match node:
        case MappingNode():
            return _filtered(node, keep)
        case SequenceNode():
            copy = SequenceNode(node.start, node.end)
            copy.extend(_inside(item, keep) for item in node if keep("", item))
            return copy
        case _:
            return node


def _parties_of_any_convention(path: str, root: MappingNode) -> MappingNode:
    """Format 3: who manages is « gestionnaire », whatever it is."""
    for place, under, words in _METROPOLE:
        if re.fullmatch(place, path):
            return _reworded(root, under, words)
    return root


_METROPOLE = (
    ("catalogue/procedures.yaml", "etape", {"deliberation_metropole": "deliberation_gestionnaire"}),
    ("adherents/[^/]+/adhesion.yaml", "partie", {"metropole": "gestionnaire"}),
    ("adherents/[^/]+/resiliation.yaml", "initiative", {"metropole": "gestionnaire"}),
)
"""Of each document: the key under which a word of format 2 stands, and the word that it becomes."""


def _reworded(node: MappingNode, under: str, words: Mapping[str, str]) -> MappingNode:
    """Copy a table with other words under a key; each stays at its place, for messages and excerpts."""
    copy = MappingNode(node.start, node.end)
    for key, value in node.items():
        copy[key] = _word(key, value, under, words)
        copy.key_nodes[key] = node.key_nodes[key]
    return copy


def _word(key: str, node: Node, under: str, words: Mapping[str, str]) -> Node:
    match node:
        case MappingNode():
            return _reworded(node, under, words)
        case SequenceNode():
            copy = SequenceNode(node.start, node.end)
            copy.extend(_word(key, item, under, words) for item in node)
            return copy
        case ScalarNode() if key == under and node.text in words:
            return ScalarNode(words[node.text], node.start, node.end, plain=node.plain)
        case _:
            return node


STEPS: Mapping[int, Callable[[str, MappingNode], MappingNode]] = MappingProxyType(
    {1: _text_without_the_tool, 2: _parties_of_any_convention}
)
