"""What a gesture starts from and what it gives: the documents with their texts, then texts that differ.

Knows: loaded documents, raw nodes, block and flow styles, ends of lines. Must not know: gestures, the disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, find, follow, mapping_at
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, bloc
from convention.edition.texte.lieux import Lieux
from convention.loading.yaml.noeuds import read_nodes

if TYPE_CHECKING:
    from convention.base.nodes import Node, Pointer
    from convention.loading.loader import Chargement


N = TypeVar("N", ScalarNode, MappingNode, SequenceNode)
EN_TETE = ""
"""Where a key goes when it is to be the first."""
_INDICATEUR = re.compile(r"[|>][-+0-9]*")


class Modification(NamedTuple):
    """A file before and after; one that does not exist yet has no text before."""

    path: str
    avant: str | None
    apres: str


@dataclass(frozen=True)
class Document:
    """A text edited by position; each edit gives another one, every other byte kept.

    What is removed goes with the comment of its line; a collection never becomes empty: its owner is removed instead.
    A pointer that leads nowhere is a `LookupError`; to another kind of node, a `TypeError`.
    """

    path: str
    avant: str
    text: str

    @cached_property
    def root(self) -> MappingNode:
        """The nodes of the text as it is now."""
        root = read_nodes(self.path, self.text.encode()).root
        if root is None:
            raise _unreadable(self.path)
        return root

    @cached_property
    def _lieux(self) -> Lieux:
        return Lieux(self.text)

    def has(self, pointer: Pointer) -> bool:
        """Tell whether a pointer leads somewhere."""
        return find(self.root, pointer) is not None

    def node(self, pointer: Pointer) -> Node:
        """Return what a pointer leads to."""
        return follow(self.root, pointer)

    def names(self, pointer: Pointer) -> tuple[str, ...]:
        """Return the keys of a mapping, in file order; none when there is no mapping there."""
        node = find(self.root, pointer)
        return tuple(node) if isinstance(node, MappingNode) else ()

    def length(self, pointer: Pointer) -> int:
        """Return the number of items of a list; none when there is no list there."""
        node = find(self.root, pointer)
        return len(node) if isinstance(node, SequenceNode) else 0

    def is_block_text(self, pointer: Pointer) -> bool:
        """Tell whether a text is written below its key, after a bar."""
        return self._lieux.is_block_scalar(self.node(pointer))

    def set(self, pointer: Pointer, value: object) -> Document:
        """Replace a scalar by another, on one line."""
        node, lieux = self._of(pointer, ScalarNode), self._lieux
        start, end = lieux.start(node), lieux.end(node)
        if lieux.is_block_scalar(node):
            # The comment of its first line is kept.
            header = self.text[start : lieux.line_end(start)]
            return self._with(f"{value}{_INDICATEUR.sub('', header, count=1)}", start, end)
        blank = " " if start == end and not self.text[:start].endswith((" ", "[", "{")) else ""
        return self._with(f"{blank}{value}", start, end)

    def append(self, pointer: Pointer, line: str) -> Document:
        """Add a line at the end of a text written below its key, its margin kept."""
        node, lieux = self.node(pointer), self._lieux
        if not lieux.is_block_scalar(node):
            raise TypeError(pointer)
        at = lieux.end(node)
        margin = re.match(r"[\s]*", self.text[lieux.next_line(lieux.start(node)) : at])
        indent = margin.group().rpartition("\n")[2] if margin is not None else ""
        return self._with(f"{lieux.fin_de_ligne}{indent}{line}", at)

    def put(self, pointer: Pointer, value: object, after: str | None = None) -> Document:
        """Replace a value of any shape, or insert its key: after another (`EN_TETE`: the first), the last by default.

        A table, or a list, goes below its key where the table that holds it is not in brackets.
        """
        if self.has(pointer):
            return self._replaced(pointer, accolades(value))
        lieux, node, key = self._lieux, self._of(pointer[:-1], MappingNode), str(pointer[-1])
        flow = lieux.is_flow(node)
        written = accolades({key: value})[1:-1] if flow else self._lines({key: value}, node)
        if not node:
            return self._with(written, lieux.start(node) + 1)
        separator = ", " if flow else self._line(node)
        if after == EN_TETE:
            return self._with(written + separator, lieux.offset(next(iter(node.key_nodes.values())).start))
        end = lieux.end(next(reversed(node.values())) if after is None else node[after])
        return self._with(separator + written, end if flow else lieux.line_end(end))

    def add(self, pointer: Pointer, item: object, rank: int | None = None) -> Document:
        """Insert an item in a list, at a rank (at the end by default); a table, one key a line where it may."""
        lieux, node = self._lieux, self._of(pointer, SequenceNode)
        flow, place = lieux.is_flow(node), len(node) if rank is None else min(rank, len(node))
        written = accolades(item) if flow else self._lines([item], node)
        if not node:
            return self._with(written, lieux.start(node) + 1)
        blank = lieux.fin_de_ligne if not flow and _is_spaced(lieux, node) else ""
        separator = ", " if flow else blank + self._line(node)
        if place == 0 or (flow and place < len(node)):
            return self._with(written + separator, lieux.start(node[place] if flow else node))
        end = lieux.end(node[place - 1])
        return self._with(separator + written, end if flow else lieux.line_end(end))

    def drop(self, pointer: Pointer) -> Document:
        """Remove a key and its value, if they are there, from a mapping that has others."""
        if not self.has(pointer):
            return self
        node, lieux = self._of(pointer[:-1], MappingNode), self._lieux
        starts = [lieux.offset(key.start) for key in node.key_nodes.values()]
        return self._without(node, starts, [*map(lieux.end, node.values())], list(node).index(str(pointer[-1])))

    def take(self, pointer: Pointer) -> Document:
        """Remove an item of a list that has others."""
        node, rank, lieux = self._of(pointer[:-1], SequenceNode), pointer[-1], self._lieux
        if not isinstance(rank, int):
            raise TypeError(pointer)
        if not 0 <= rank < len(node):
            raise LookupError(rank)
        starts = [lieux.start(item) if lieux.is_flow(node) else lieux.dash(node, item) for item in node]
        return self._without(node, starts, [*map(lieux.end, node)], rank)

    @property
    def modifications(self) -> tuple[Modification, ...]:
        """What differs from the text before: one file, or nothing."""
        return (Modification(self.path, self.avant, self.text),) if self.text != self.avant else ()

    def _of(self, pointer: Pointer, kind: type[N]) -> N:
        node = self.node(pointer)
        if not isinstance(node, kind):
            raise TypeError(pointer)
        return node

    def _with(self, written: str, start: int, end: int | None = None) -> Document:
        """Write something in the place of what stands between two offsets; of nothing, at one."""
        return replace(self, text=self.text[:start] + written + self.text[start if end is None else end :])

    def _line(self, node: MappingNode | SequenceNode) -> str:
        """Begin a line where those of a collection in block style do."""
        return self._lieux.fin_de_ligne + " " * node.start.column

    def _lines(self, value: object, node: MappingNode | SequenceNode) -> str:
        return bloc(value).replace("\n", self._line(node))

    def _replaced(self, pointer: Pointer, written: str) -> Document:
        """Replace a value of any shape by one written on one line."""
        node, lieux = self.node(pointer), self._lieux
        if isinstance(node, ScalarNode):
            return self.set(pointer, written)
        start, end = lieux.start(node), lieux.end(node)
        if lieux.is_flow(node) or not pointer or isinstance(pointer[-1], int):
            return self._with(written, start, end)
        # A block collection stands below its key: the value goes up beside it, and the lines below go away.
        key = mapping_at(self.root, pointer[:-1]).key_nodes[str(pointer[-1])]
        colon = self.text.index(":", lieux.offset(key.end)) + 1
        if lieux.line_end(colon) >= end:
            return self._with(written, start, end)
        comment = self.text[colon : lieux.line_start(start)]
        return self._with(f" {written}{comment}", colon, lieux.next_line(end))

    def _without(self, node: MappingNode | SequenceNode, starts: list[int], ends: list[int], rank: int) -> Document:
        """Take one part out of a collection that has others, given where each begins and ends."""
        lieux, text, start, end = self._lieux, self.text, starts[rank], ends[rank]
        if len(starts) == 1:
            raise LookupError(rank)
        if not lieux.is_flow(node):
            below = lieux.next_line(end)
            if rank:
                return self._with("", lieux.line_start(start), below)
            # The first part may stand beside a dash: what follows comes up beside it.
            return self._with("", start, below + len(text[below:]) - len(text[below:].lstrip(" ")))
        if rank + 1 < len(starts):
            return self._with("", start, starts[rank + 1])
        before = ends[rank - 1]
        return self._with("", start if "#" in text[before:start] else before, end)


def editable(etat: Chargement, path: str) -> Document:
    """Open a document for edition; refuse one that is missing, unreadable or misshapen."""
    fichier = etat.depot.fichiers.get(path)
    if fichier is None or fichier.document is None or path not in etat.contents:
        raise _unreadable(path)
    text = etat.contents[path].decode("utf-8")
    return Document(path, text, text)


def _unreadable(path: str) -> RefusError:
    return RefusError(f"le fichier {path} manque, ou ne peut pas être lu", "lancer « convention valider », et corriger")


def _is_spaced(lieux: Lieux, node: SequenceNode) -> bool:
    """Tell whether the items of a list are set apart by blank lines."""
    between = [lieux.text[lieux.end(item) : lieux.start(following)] for item, following in pairwise(node)]
    return bool(between) and all(re.search(r"\n\r?\n", gap) for gap in between)
