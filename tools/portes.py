"""The doors of the package, held by import-linter: of a room, others use what its `__init__` lists, all and only that.

Knows: rooms are packages inside a floor; `__all__` names the modules that others may import. Must not know: floors.
"""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, output
from importlinter.domain import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grimp import ImportGraph

_PROFONDEUR = 2
"""Dots in the name of a room: `convention.reports.etat`."""


class Portes(Contract):
    """Every room of a package is entered by its door."""

    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 (import-linter calls it so)
        """List what goes in by a window, and the doors by which nobody goes."""
        found, closed = sorted(windows(graph, str(self.root))), sorted(unused(graph, str(self.root)))
        return ContractCheck(kept=not found and not closed, metadata={"found": found, "closed": closed})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who enters where, and what to do."""
        for importer, module in check.metadata["found"]:
            output.print_error(f"{importer} importe {module}, que la porte de sa pièce (__all__) ne donne pas")
        for module in check.metadata["closed"]:
            output.print_error(f"la porte de sa pièce (__all__) donne {module}, que nul n'importe d'ailleurs")


def windows(graph: ImportGraph, root: str) -> Iterator[tuple[str, str]]:
    """Yield who imports what without its door."""
    for module in graph.modules:
        room, _, name = module.rpartition(".")
        if not module.startswith(f"{root}.") or room.count(".") < _PROFONDEUR or name in _door(room):
            continue
        for importer in graph.find_modules_that_directly_import(module):
            if not importer.startswith(f"{room}."):
                yield importer, module


def unused(graph: ImportGraph, root: str) -> Iterator[str]:
    """Yield the modules that a room gives, and that nobody takes from outside."""
    for module in graph.modules:
        room, _, name = module.rpartition(".")
        if not module.startswith(f"{root}.") or room.count(".") < _PROFONDEUR or name not in _door(room):
            continue
        importers = {
            importer
            for given in (module, *graph.find_descendants(module))
            for importer in graph.find_modules_that_directly_import(given)
        }
        if all(importer.startswith(f"{room}.") for importer in importers):
            yield module


def _door(room: str) -> tuple[str, ...]:
    """Read what a room gives, without importing it."""
    spec = find_spec(room)
    if spec is None or spec.origin is None:
        return ()
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            return tuple(ast.literal_eval(node.value))
    return ()
