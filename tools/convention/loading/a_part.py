"""A document that stands apart from the data: a scenario, a mapping, a format, a grid; read as strictly as they are.

Knows: YAML, its model. Must not know: what it is for, the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from convention.base.diagnostic import Span
from convention.base.nodes import locate
from convention.loading.bind import bind
from convention.loading.yaml.noeuds import read_nodes
from convention.model.cadre.champs import Modele

if TYPE_CHECKING:
    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import MappingNode, Pointer

M = TypeVar("M", bound=Modele)


class Lu(NamedTuple, Generic[M]):
    """What a file says: its document when it has one, its nodes, and what is wrong with it."""

    path: str
    content: bytes
    document: M | None
    root: MappingNode | None
    diagnostics: tuple[Diagnostic, ...]

    def span(self, pointer: Pointer) -> Span:
        """Return the place of a value."""
        return Span(self.path, *locate(self.root, pointer).value) if self.root is not None else Span(self.path)


def read_apart(modele: type[M], path: str, content: bytes) -> Lu[M]:
    """Read a document: strict YAML, unknown fields refused, each error at its line."""
    reading = read_nodes(path, content)
    if reading.root is None:
        return Lu(path, content, None, None, reading.diagnostics)
    binding = bind(modele, path, reading.root)
    document = binding.document if isinstance(binding.document, modele) else None
    return Lu(path, content, document, reading.root, (*reading.diagnostics, *binding.diagnostics))
