"""Where a scenario changes a value: a dotted path in a document, list items by their rank or by what names them.

Knows: raw nodes. Must not know: which document it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, nearest
from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.edition.refus import RefusError

if TYPE_CHECKING:
    from convention.base.nodes import Node, Pointer

IDENTITES = ("id", "code", "service", "composant", "ligne", "numero", "date", "phase")
"""Fields by which an item of a list is named, the most precise first."""


def pointer_of(root: MappingNode, emplacement: str, *, ajout: bool = False) -> Pointer:
    """Follow a dotted path: « lignes.serveur-impression.annuel.formule ».

    Args:
        root: the document.
        emplacement: the path; a part may hold a dot itself (S03.5).
        ajout: whether the last part may name a key that is not there yet.

    Raises:
        RefusError: it leads nowhere, or to several items.
    """
    pointer: Pointer = ()
    node: Node = root
    parts = emplacement.split(".")
    while parts:
        for size in range(1, len(parts) + 1):
            found = _step(node, ".".join(parts[:size]))
            if found is not None:
                pointer, node, parts = (*pointer, found), _at(node, found), parts[size:]
                break
        else:
            if ajout and len(parts) == 1 and isinstance(node, MappingNode):
                return (*pointer, parts[0])
            raise _nowhere(node, parts[0], emplacement)
    return pointer


def _step(node: Node, part: str) -> str | int | None:
    """Find the key, or the rank of the item, that a part names."""
    if isinstance(node, MappingNode):
        return part if part in node else None
    if not isinstance(node, SequenceNode):
        return None
    for champ in IDENTITES:
        ranks = [rank for rank, item in enumerate(node) if _text(item, champ) == part]
        if len(ranks) > 1:
            number = compte(len(ranks), "élément")
            raise RefusError(
                f"{cite(part)} désigne {number} de la liste", f"donner leur rang : {ranks[0]}, {ranks[1]}…"
            )
        if ranks:
            return ranks[0]
    return int(part) if part.isascii() and part.isdecimal() and int(part) < len(node) else None


def _text(item: Node, champ: str) -> str | None:
    value = item.get(champ) if isinstance(item, MappingNode) else None
    return value.text if isinstance(value, ScalarNode) else None


def _at(node: Node, part: str | int) -> Node:
    if isinstance(node, MappingNode):
        return node[str(part)]
    if isinstance(node, SequenceNode) and isinstance(part, int):
        return node[part]
    raise LookupError(part)


def _nowhere(node: Node, part: str, emplacement: str) -> RefusError:
    message = f"l'emplacement {cite(emplacement)} n'existe pas : {cite(part)} est inconnu"
    if isinstance(node, MappingNode):
        known = list(node)
    elif isinstance(node, SequenceNode):
        known = [text for item in node for champ in IDENTITES[:5] if (text := _text(item, champ)) is not None]
    else:
        return RefusError(message, "la valeur qui précède n'est ni une table, ni une liste")
    if not known:
        return RefusError(message, _ranks(node))
    return RefusError(message, nearest(part, known) or f"connus : {', '.join(known[:12])}")


def _ranks(node: Node) -> str:
    """Say how to name an item that has no name of its own."""
    if isinstance(node, SequenceNode) and len(node):
        return "donner le rang de l'élément : 0" + (f" à {len(node) - 1}" if len(node) > 1 else "")
    return "rien n'y est écrit encore"
