"""What reading a data file promises for any bytes: a tree or messages, at places that exist; figures if there is none.

Knows: the loader, the checks, the computation, the small repository of the tests. Must not know: how bytes are found.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from convention.base.diagnostic import Severity, has_errors, sort_diagnostics
from convention.cli.cadre.diagnostics import diagnose_all, render
from convention.engine.contribution import calculer
from convention.loading.loader import Cache, load
from convention.loading.source import Entry, blob_id
from convention.loading.yaml.noeuds import read_nodes
from convention.model.cadre.genres import GENRES
from convention.model.resolution import resolve
from fuzz.fichiers import MINI

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.base.diagnostic import Diagnostic

JOUR = date(2027, 12, 31)
"""Day on which every file is read."""
PATHS = tuple(sorted({*MINI, *(genre.exemple for genre in GENRES)}))
"""A file of the small repository is replaced, or one of another kind is added."""


class Octets:
    """Files held in memory, as a source."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold files."""
        self._files = files

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file."""
        del known
        return tuple(Entry(path, blob_id(content), content) for path, content in sorted(self._files.items()))


def read_yaml(content: bytes) -> None:
    """Read a text as YAML."""
    reading = read_nodes("x.yaml", content)
    assert reading.root is not None or has_errors(reading.diagnostics)
    check_places(reading.diagnostics, {"x.yaml": content})


def read_document(content: bytes) -> None:
    """Put a text in the place of a file, the one that its first byte names, and check the whole repository."""
    path, text = PATHS[content[0] % len(PATHS)] if content else PATHS[0], content[1:]
    files = {**MINI, path: text}
    chargement = load(Octets(files), dict(_known()))
    diagnostics = diagnose_all(chargement, JOUR)
    assert diagnostics == tuple(dict.fromkeys(sort_diagnostics(diagnostics)))
    check_places(diagnostics, files)
    assert len(render(diagnostics, chargement, "github").split("\n")) == len(diagnostics) + 1
    assert len(json.loads(render(diagnostics, chargement, "json"))["diagnostics"]) == len(diagnostics)
    assert "\x1b" not in render(diagnostics, chargement, "terminal")
    if not any(item.severity is Severity.ERREUR for item in diagnostics):
        for exercice in chargement.depot.exercices:
            calculer(resolve(chargement.depot, exercice))


def check_places(diagnostics: Sequence[Diagnostic], files: Mapping[str, bytes]) -> None:
    """Refuse a message that points out of its file."""
    for item in diagnostics:
        for span in (item.span, *(related for related, _ in item.related)):
            if span.path not in files:
                continue
            lines = files[span.path].decode("utf-8", "replace").split("\n")
            assert 1 <= span.line <= len(lines), item
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1, item


@cache
def _known() -> Cache:
    """Read the small repository once."""
    found: Cache = {}
    load(Octets(MINI), found)
    return found
