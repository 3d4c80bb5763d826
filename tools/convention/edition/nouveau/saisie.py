"""The answers as they are given one by one: each is checked at once as those of a file are, and all can be written.

Knows: nodes, the checks of the answers. Must not know: who asks, in what order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, pointer_text
from convention.edition.ecriture import accolades, texte
from convention.edition.nouveau.lecture import ADHERENTS, read_answers
from convention.edition.nouveau.noeuds import liste, mot, put, table
from convention.edition.nouveau.reponses import Membre, Reponses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import Node, Pointer


class Saisie:
    """The answers given so far, as a document holds them."""

    def __init__(self, root: MappingNode | None = None) -> None:
        """Begin without any, or with those that were kept."""
        self.root = table() if root is None else root
        for champ in (ADHERENTS, "services"):
            if champ not in self.root:
                put(self.root, champ, liste())
        self._kept = {champ: len(self._items(champ)) for champ in (ADHERENTS, "services")}

    def _items(self, champ: str) -> Sequence[Node]:
        items = self.root.get(champ)
        return items if isinstance(items, SequenceNode) else ()

    def kept(self, champ: str) -> int:
        """Count the items of a list that were kept from another time."""
        return self._kept.get(champ, 0)

    def known(self, place: Pointer) -> str | None:
        """Return the answer that a place has already."""
        *above, champ = place
        node = self._at(above).get(str(champ))
        return node.text if isinstance(node, ScalarNode) else None if node is None else ""

    def closed(self, place: Pointer) -> bool:
        """Tell whether a place is in an item kept from another time, but for the last: what is optional was asked."""
        return len(place) > 1 and isinstance(place[1], int) and place[1] < self.kept(str(place[0])) - 1

    def rank(self, *place: str | int) -> int:
        """Begin an item of a list, and return its rank; the list too, when it is the first."""
        parent = self._at(place[:-1])
        champ = str(place[-1])
        if champ not in parent:
            put(parent, champ, liste())
        items = parent[champ]
        assert isinstance(items, SequenceNode)  # noqa: S101 (the places are those of the questions)
        items.append(table())
        return len(items) - 1

    def forget(self, *place: str | int) -> None:
        """Take back the last item of a list, that nothing was said of."""
        items = self._at(place[:-1])[str(place[-1])]
        assert isinstance(items, SequenceNode)  # noqa: S101
        items.pop()
        if not items and len(place) > 1:
            del self._at(place[:-1])[str(place[-1])]

    def give(self, place: Pointer, reponse: str | Sequence[str], *, est_texte: bool) -> Diagnostic | None:
        """Take an answer; one that is refused is not kept, and the reason is returned.

        Args:
            place: where it stands.
            reponse: what was typed; several texts for a list.
            est_texte: whether a document writes it between quotes.
        """
        *above, champ = place
        parent = self._at(above)
        if isinstance(reponse, str):
            node: Node = mot(reponse, plain=not est_texte)
        else:
            node = liste()
            node += [mot(item, plain=False) for item in reponse]
        put(parent, str(champ), node)
        wrong = pointer_text(place)
        found = [item for item in read_answers(self.root, "").diagnostics if f"{item.pointer}/".startswith(f"{wrong}/")]
        if found:
            del parent[str(champ)]
        return found[0] if found else None

    def membres(self) -> tuple[Membre, ...]:
        """Return the members that are known so far."""
        items = self.root[ADHERENTS]
        return tuple(map(Membre.model_validate, items if isinstance(items, SequenceNode) else ()))

    def reponses(self) -> Reponses:
        """Return the answers, when they have their shape."""
        return Reponses.model_validate(self.root)

    def text(self) -> str:
        """Return the file that says the same."""
        lines = ["# Les réponses données à « convention nouveau » ; l'option --reponses les reprend."]
        for champ in (nom for nom in Reponses.model_fields if nom in self.root):
            node = self.root[champ]
            if isinstance(node, SequenceNode) and node and all(isinstance(item, MappingNode) for item in node):
                lines += [f"{champ}:", *(line for item in node for line in _item(item))]
            else:
                lines.append(f"{champ}: {_flow(node)}")
        return "\n".join(lines) + "\n"

    def _at(self, place: Sequence[str | int]) -> MappingNode:
        node: Node = self.root
        for part in place:
            if isinstance(node, MappingNode):
                if part not in node:
                    put(node, str(part), table())
                node = node[str(part)]
            elif isinstance(node, SequenceNode) and isinstance(part, int):
                node = node[part]
        assert isinstance(node, MappingNode)  # noqa: S101
        return node


def _item(node: Node) -> list[str]:
    rows = [f"{champ}: {_flow(value)}" for champ, value in node.items()] if isinstance(node, MappingNode) else []
    return [f"  {'  ' if rank else '- '}{row}" for rank, row in enumerate(rows)]


def _flow(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return node.text if node.plain else texte(node.text)
    if isinstance(node, MappingNode):
        return accolades({champ: _flow(value) for champ, value in node.items()})
    return f"[{', '.join(map(_flow, node))}]"
