"""What a gesture starts from and what it gives: the documents with their texts, then texts that differ.

Knows: loaded documents, edits by position. Must not know: gestures, the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from convention.base.nodes import MappingNode, SequenceNode
from convention.edition.refus import RefusError
from convention.edition.texte import rewrite
from convention.edition.texte.ecriture import accolades, bloc, sous_la_cle
from convention.edition.texte.lieux import Lieux, follow
from convention.loading.yaml.noeuds import read_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.base.nodes import Node, Pointer
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot


class Modification(NamedTuple):
    """A file before and after; one that does not exist yet has no text before."""

    path: str
    avant: str | None
    apres: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text being edited; each edit gives another one."""

    path: str
    avant: str
    text: str

    @property
    def root(self) -> MappingNode:
        """The nodes of the text as it is now."""
        root = read_nodes(self.path, self.text.encode()).root
        if root is None:
            raise _unreadable(self.path)
        return root

    def has(self, pointer: Pointer) -> bool:
        """Tell whether a pointer leads somewhere."""
        try:
            follow(self.root, pointer)
        except LookupError:
            return False
        return True

    def node(self, pointer: Pointer) -> Node:
        """Return what a pointer leads to."""
        return follow(self.root, pointer)

    def names(self, pointer: Pointer) -> tuple[str, ...]:
        """Return the keys of a mapping, in file order; none when there is no mapping there."""
        node = self.node(pointer) if self.has(pointer) else None
        return tuple(node) if isinstance(node, MappingNode) else ()

    def length(self, pointer: Pointer) -> int:
        """Return the number of items of a list; none when there is no list there."""
        node = self.node(pointer) if self.has(pointer) else None
        return len(node) if isinstance(node, SequenceNode) else 0

    def is_flow(self, pointer: Pointer) -> bool:
        """Tell whether a collection is written in brackets."""
        return Lieux(self.text).is_flow(self.node(pointer))

    def set(self, pointer: Pointer, value: str) -> Document:
        """Replace a scalar."""
        return replace(self, text=rewrite.set_scalar(self.text, self.root, pointer, value))

    def is_block_text(self, pointer: Pointer) -> bool:
        """Tell whether a text is written below its key, after a bar."""
        return Lieux(self.text).is_block_scalar(self.node(pointer))

    def append(self, pointer: Pointer, line: str) -> Document:
        """Add a line at the end of a text written below its key."""
        return replace(self, text=rewrite.append_line(self.text, self.root, pointer, line))

    def put(self, pointer: Pointer, value: object, after: str | None = None) -> Document:
        """Replace a value of any shape, or insert its key when it is not there yet; a table goes below, if it may."""
        if self.has(pointer):
            return replace(self, text=rewrite.set_value(self.text, self.root, pointer, accolades(value)))
        parent, key = pointer[:-1], str(pointer[-1])
        written = accolades(value) if self.is_flow(parent) else sous_la_cle(value)
        return replace(self, text=rewrite.insert_key(self.text, self.root, parent, key, written, after))

    def add(self, pointer: Pointer, item: object, rank: int | None = None) -> Document:
        """Insert an item in a list; a table is written one key a line, if it may."""
        written = accolades(item) if self.is_flow(pointer) else bloc(item)
        return replace(self, text=rewrite.insert_item(self.text, self.root, pointer, written, rank))

    def drop(self, pointer: Pointer) -> Document:
        """Remove a key, if it is there."""
        if not self.has(pointer):
            return self
        return replace(self, text=rewrite.remove_key(self.text, self.root, pointer))

    def take(self, pointer: Pointer) -> Document:
        """Remove an item of a list."""
        return replace(self, text=rewrite.remove_item(self.text, self.root, pointer))

    @property
    def modifications(self) -> tuple[Modification, ...]:
        """What differs from the text before: one file, or nothing."""
        return (Modification(self.path, self.avant, self.text),) if self.text != self.avant else ()


class Etat(NamedTuple):
    """The documents that a gesture starts from."""

    depot: Depot
    contents: Mapping[str, bytes]

    def document(self, path: str) -> Document:
        """Open a document for edition; refuse one that is missing, unreadable or misshapen."""
        fichier = self.depot.fichiers.get(path)
        if fichier is None or fichier.document is None or path not in self.contents:
            raise _unreadable(path)
        text = self.contents[path].decode("utf-8")
        return Document(path, text, text)


def state_of(chargement: Chargement) -> Etat:
    """Return what a gesture needs of a loaded revision."""
    return Etat(chargement.depot, chargement.contents)


def _unreadable(path: str) -> RefusError:
    return RefusError(f"le fichier {path} manque, ou ne peut pas être lu", "lancer « convention valider », et corriger")
