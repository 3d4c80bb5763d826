"""Old shapes of data read by today's tool: one pure function a step, raw nodes to raw nodes.

Knows: the `format` number of `catalogue/convention.yaml`. Must not know: models.
A step for format N goes in `STEPS[N]` and gives the shape N + 1; it returns as it is a document that it leaves alone.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, text_at
from convention.model.documents.catalogue import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.base.nodes import Node, Pointer

N = TypeVar("N", bound="Node")


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
    """Formats 2 and 4: a passage of the convention no longer says which messages watch it, nor what uses it.

    `catalogue/couverture.yaml` does; the procedure of a change of these fields goes with them.
    """
    if path.startswith("catalogue/articles/"):
        return pruned(root, lambda pointer, _: pointer[-1] not in _DE_L_OUTIL)
    if path == "catalogue/procedures.yaml":
        return pruned(root, lambda _, item: not _is_of_the_tool(item))
    return root


_DE_L_OUTIL = frozenset({"controles", "sorties", "messages", "commandes"})


def _is_of_the_tool(item: Node) -> bool:
    """Tell whether a line of the table of changes is about one of these fields of a passage."""
    return text_at(item, "genre") == "article" and (text_at(item, "champ") or "").rpartition(".")[2] in _DE_L_OUTIL


def pruned(node: N, keep: Callable[[Pointer, Node], bool], here: Pointer = ()) -> N:
    """Copy a tree without the values, at any depth, that are not to be kept; those that remain stay at their places."""
    copy: Node = node
    if isinstance(node, MappingNode):
        copy = MappingNode(node.start, node.end)
        for key, value in node.items():
            if keep((*here, key), value):
                copy[key] = pruned(value, keep, (*here, key))
                copy.key_nodes[key] = node.key_nodes[key]
    elif isinstance(node, SequenceNode):
        copy = SequenceNode(node.start, node.end)
        kept = ((rank, item) for rank, item in enumerate(node) if keep((*here, rank), item))
        copy.extend(pruned(item, keep, (*here, rank)) for rank, item in kept)
    return cast("N", copy)


def _words_of_any_convention(path: str, root: MappingNode) -> MappingNode:
    """Format 3: who manages is « gestionnaire », whatever it is; the teams of a project are those that data declare."""
    root = _reworded(root)
    if path == "catalogue/gouvernance.yaml" and "equipes" not in root:
        root["equipes"] = _table(root, {nom: _table(root, {"libelle": libelle}) for nom, libelle in _EQUIPES.items()})
        root.key_nodes["equipes"] = ScalarNode("equipes", root.start, root.end, plain=True)
    return root


_MOTS = MappingProxyType(
    {
        ("etape", "deliberation_metropole"): "deliberation_gestionnaire",
        ("partie", "metropole"): "gestionnaire",
        ("initiative", "metropole"): "gestionnaire",
    }
)
"""The words of format 2 that name a body, each with the key under which it stands."""
_CHAMPS = MappingProxyType({"role_dsit": "role_service_commun", "roles_dsit": "roles_service_commun"})
"""The fields of format 2 that name a body; a clause, a reading and a procedure cite them."""
_EQUIPES = MappingProxyType(
    {
        "etudes": "Études",
        "infrastructures": "Infrastructures",
        "environnement_utilisateur": "Environnement utilisateur",
        "sig": "SIG",
        "data": "DATA",
        "securite": "Sécurité",
    }
)
"""The closed list of format 2: the teams that its projects may name."""


def _reworded(node: MappingNode) -> MappingNode:
    """Copy a table in the words of format 3; each stays at the place of what it replaces, for messages and excerpts."""
    copy = MappingNode(node.start, node.end)
    for key, value in node.items():
        # Both names at once would hide one of the two values: the older one is left, and unknown.
        name = key if _CHAMPS.get(key) in node else _CHAMPS.get(key, key)
        copy[name] = _word(key, value)
        copy.key_nodes[name] = node.key_nodes[key]
    return copy


def _word(key: str, node: Node) -> Node:
    match node:
        case MappingNode():
            return _reworded(node)
        case SequenceNode():
            copy = SequenceNode(node.start, node.end)
            copy.extend(_word(key, item) for item in node)
            return copy
        case _:
            text = _MOTS.get((key, node.text), node.text)
            if key in {"donnees", "champ"}:
                text = re.sub(r"\w+$", lambda found: _CHAMPS.get(found[0], found[0]), text)
            return ScalarNode(text, node.start, node.end, plain=node.plain)


def _table(where: MappingNode, values: Mapping[str, Node | str]) -> MappingNode:
    """Make a table that no file holds, at the place of the one that it completes."""
    table = MappingNode(where.start, where.end)
    for key, value in values.items():
        table[key] = ScalarNode(value, where.start, where.end, plain=True) if isinstance(value, str) else value
        table.key_nodes[key] = ScalarNode(key, where.start, where.end, plain=True)
    return table


STEPS: Mapping[int, Callable[[str, MappingNode], MappingNode]] = MappingProxyType(
    {1: _text_without_the_tool, 2: _words_of_any_convention, 3: _text_without_the_tool}
)
