"""The answers as they are given one by one: each is checked at once as those of a file are, and all can be written.

Knows: nodes, the checks of the answers. Must not know: who asks, in what order.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, find, pointer_text
from convention.edition.nouveau.lecture import ADHERENTS, read_answers
from convention.edition.nouveau.noeuds import liste, mot, put, table
from convention.edition.nouveau.reponses import Membre, Reponses
from convention.edition.texte.ecriture import accolades, bloc, texte

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import Node, Pointer


_SANS_REPONSE = "# Passées sans réponse :"
"""What begins the line that keeps the questions answered by nothing."""


class Saisie:
    """The answers given so far, as a document holds them."""

    def __init__(self, root: MappingNode | None = None, passees: Iterable[str] = ()) -> None:
        """Begin without any, or with those that were kept; `passees` are the questions answered by nothing."""
        self.root = table() if root is None else root
        self.passees = dict.fromkeys(passees)
        for champ in (ADHERENTS, "services"):
            if champ not in self.root:
                put(self.root, champ, liste())

    def known(self, place: Pointer) -> str | None:
        """Return the answer that a place has already; nothing when its question was passed, None when it was not."""
        node = find(self.root, place)
        if node is None:
            return "" if pointer_text(place) in self.passees else None
        return node.text if isinstance(node, ScalarNode) else ""

    def skip(self, place: Pointer) -> None:
        """Keep that a question was answered by nothing."""
        self.passees[pointer_text(place)] = None

    def take_back(self, place: Pointer) -> None:
        """Forget an answer, and what held nothing else."""
        self.passees.pop(pointer_text(place), None)
        while find(self.root, place) is not None:
            *above, last = place
            parent = self._at(above)
            if isinstance(parent, MappingNode):
                del parent[str(last)]
            elif isinstance(parent, SequenceNode):
                del parent[int(last)]
            if parent or len(above) < 2:  # noqa: PLR2004 (the lists of the answers stay, be they empty)
                return
            place = tuple(above)

    def give(self, place: Pointer, reponse: str | Sequence[str], *, est_texte: bool) -> Diagnostic | None:
        """Take an answer, several texts for a list; one that is refused is not kept, and the reason is returned.

        `est_texte`: a document writes it between quotes.
        """
        *above, champ = place
        parent = self._at(above)
        assert isinstance(parent, MappingNode)  # noqa: S101 (the places are those of the questions)
        if isinstance(reponse, str):
            node: Node = mot(reponse, plain=not est_texte)
        else:
            node = liste()
            node += [mot(item, plain=False) for item in reponse]
        put(parent, str(champ), node)
        with self._what_follows(place, parent):
            read = read_answers(self.root, "", en_cours=True)
        found = [item for item in read.diagnostics if item.pointer[: len(place)] == place]
        if found:
            self.take_back(place)
        return found[0] if found else None

    @contextmanager
    def _what_follows(self, place: Pointer, parent: MappingNode) -> Iterator[None]:
        """Put what the next questions will say where an answer is only looked at with it."""
        follows = place[-1] == "a_partir_de" and "montant" not in parent
        appels = self.root.get("appels")
        if follows:
            put(parent, "montant", mot("0"))
        if place[-1] == "taux" and isinstance(appels, SequenceNode):
            balance = table()
            put(balance, "date", mot(f"{self.known(('exercice',))}-12-31"))
            appels.append(balance)
        yield
        if follows:
            del parent["montant"]
        if place[-1] == "taux" and isinstance(appels, SequenceNode):
            appels.pop()

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
        lines += [f"{_SANS_REPONSE} {' '.join(self.passees)}"] if self.passees else []
        said = {champ: self.root[champ] for champ in Reponses.model_fields if champ in self.root}
        return "\n".join([*lines, bloc({champ: _written(node) for champ, node in said.items()})]) + "\n"

    def _at(self, place: Sequence[str | int]) -> Node:
        """Return what holds a place, begun when it is not there."""
        node: Node = self.root
        for rank, part in enumerate(place):
            if isinstance(node, MappingNode):
                if part not in node:
                    put(node, str(part), liste() if isinstance((*place, "")[rank + 1], int) else table())
                node = node[str(part)]
            elif isinstance(node, SequenceNode) and isinstance(part, int):
                if part == len(node):
                    node.append(table())
                node = node[part]
        return node


def passed(text: str) -> list[str]:
    """Return the questions that a file of answers says were passed."""
    line = next((line for line in text.splitlines() if line.startswith(_SANS_REPONSE)), "")
    return line.removeprefix(_SANS_REPONSE).split()


def _written(node: Node) -> object:
    """Write an answer: a list of tables below its key, anything else on one line."""
    if isinstance(node, SequenceNode):
        rows = [item for item in node if isinstance(item, MappingNode)]
        if rows and len(rows) == len(node):
            return [{champ: accolades(value, _scalar) for champ, value in item.items()} for item in rows]
    return accolades(node, _scalar)


def _scalar(node: ScalarNode) -> str:
    return node.text if node.plain else texte(node.text)
