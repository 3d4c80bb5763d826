"""What reading a data file, or a formula, promises for any bytes: a tree or messages, at places that exist.

Knows: the loader, the checks, the computation, the formulas, the small repository of the tests. Must not know: how
bytes are found.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from convention.base.diagnostic import Severity, has_errors, sort_diagnostics
from convention.cli.cadre.diagnostics import diagnose_all, render
from convention.engine.contribution import calculer
from convention.formulas.problems import FormulaError
from convention.formulas.regles.rules import Declares, check
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from convention.loading.loader import Cache, load
from convention.loading.yaml.noeuds import read_nodes
from convention.model.genres import GENRES
from convention.model.resolution import resolve
from tests import les_cas
from tests.essais import Textes, fichiers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.base.diagnostic import Diagnostic

JOUR = date(2027, 12, 31)
"""Day on which every file is read."""
MINI = {path: text.encode() for path, text in fichiers(les_cas.MINI).items()}
"""The small repository of the tests: everything in it is sound."""
PATHS = tuple(sorted({*MINI, *(genre.exemple for genre in GENRES)}))
"""A file of the small repository is replaced, or one of another kind is added."""
COURTE, MOINS_MAX = 40, 10
DECLARES = Declares({"cout": "€/an", "prix": "€/unité", "taux": "1"}, {"postes": "poste", "abaque": "unité"})


def read_yaml(content: bytes) -> None:
    """Read a text as YAML."""
    reading = read_nodes("x.yaml", content)
    assert reading.root is not None or has_errors(reading.diagnostics)
    check_places(reading.diagnostics, {"x.yaml": content})


def read_document(content: bytes) -> None:
    """Put a text in the place of a file, the one that its first byte names, and check the whole repository."""
    path, text = PATHS[content[0] % len(PATHS)] if content else PATHS[0], content[1:]
    files = {**MINI, path: text}
    chargement = load(Textes(files), dict(_known()))
    diagnostics = diagnose_all(chargement, JOUR)
    assert diagnostics == tuple(dict.fromkeys(sort_diagnostics(diagnostics)))
    check_places(diagnostics, files)
    assert len(render(diagnostics, chargement, "github").split("\n")) == len(diagnostics) + 1
    assert len(json.loads(render(diagnostics, chargement, "json"))["diagnostics"]) == len(diagnostics)
    assert "\x1b" not in render(diagnostics, chargement, "terminal")
    if not any(item.severity is Severity.ERREUR for item in diagnostics):
        for exercice in chargement.depot.exercices:
            calculer(resolve(chargement.depot, exercice))


def read_formula(content: bytes) -> None:
    """Read a text as a formula: all that is wrong with it, in a shared row and in a direct one; it is written again."""
    text = content.decode("utf-8", "replace")
    for partagee in (True, False):
        for problem in check(text, DECLARES, attendu="€/an" if partagee else "€", part_fixe=False, partagee=partagee):
            assert 0 <= problem.start <= problem.end <= len(text) + 1, problem
    try:
        written = formula_text(parse(text))
    except FormulaError:
        return
    # Written again, a formula has more spaces and parentheses: it may become too long, or too deep, to be read.
    if len(text) <= COURTE and text.count("-") <= MOINS_MAX:
        assert formula_text(parse(written)) == written


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
    load(Textes(MINI), found)
    return found
