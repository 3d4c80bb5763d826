"""What must hold of the data of this repository, whatever they say: the only tests that read them.

Every other test reads frozen copies (`tools/tests/depots`): an agent who changes a quantity breaks none of them.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.checks.texte.clauses import clauses
from convention.edition.plis import LARGEUR
from convention.engine.contribution import calculer
from convention.engine.lignes import Controle
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.cli.commande import lancer
from tests.compare.depots_git import git
from tests.essais import RACINE, fichiers
from tests.generateur import write
from tests.site.construction import mkdocs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.model.depot import Depot

PAQUET = RACINE / "tools" / "convention"
SIMULATIONS = sorted((RACINE / "docs" / "exemples" / "scenarios").glob("*.yaml"))


@cache
def _depot() -> Depot:
    return load(Folder(RACINE)).depot


def test_they_are_valid() -> None:
    run = lancer(RACINE, "valider")
    assert (run.code, run.message) == (0, "")


@pytest.mark.parametrize("phase", Phase)
def test_what_each_adherent_service_nature_and_section_pays_adds_up_to_what_is_shared(phase: Phase) -> None:
    for annee in _depot().exercices:
        controle = calculer(resolve(_depot(), annee, phase)).controle
        assert controle == Controle(0, 0, 0, 0, 0, controle.non_repartis)


def test_no_line_is_too_long_to_be_read_but_a_quotation_of_the_convention() -> None:
    passages = (passage for item in clauses(_depot()) for passage in item.passages)
    quoted = {line.strip() for passage in passages for line in passage.texte.split("\n")}
    data = ((path, text) for path, text in fichiers(RACINE).items() if path.endswith(".yaml"))
    lines = ((f"{path}:{rank}", line) for path, text in data for rank, line in enumerate(text.split("\n"), 1))
    assert [where for where, line in lines if len(line) > LARGEUR and line.strip() not in quoted] == []


@pytest.mark.parametrize("path", sorted((RACINE / "docs" / "exemples").glob("*.patch")), ids=lambda path: path.stem)
def test_each_sample_amendment_still_applies(path: Path, tmp_path: Path) -> None:
    touched = set(re.findall(r"^--- a/(.+)$", path.read_text("utf-8"), re.MULTILINE))
    write(tmp_path, {name: text for name, text in fichiers(RACINE).items() if name in touched})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "apply", "--check", str(path))


@pytest.mark.long
@pytest.mark.parametrize("path", SIMULATIONS, ids=lambda path: path.stem)
def test_each_sample_scenario_still_answers(path: Path) -> None:
    assert lancer(RACINE, "simuler", str(path)).code == 0


@pytest.mark.long
def test_their_site_builds(tmp_path: Path) -> None:
    assert mkdocs(RACINE, tmp_path, "public").returncode == 0


def test_no_line_of_the_tool_names_a_body_of_this_convention() -> None:
    bodies = {name.nu for name in _depot().convention.noms}
    bodies |= {dossier.identite.nom for dossier in _depot().dossiers.values()}
    named = [
        f"{path.relative_to(PAQUET)}: {body}"
        for path, texts in _texts_of_the_tool()
        for text in texts
        for body in sorted(bodies)
        if re.search(rf"\b{re.escape(body)}\b", text)
    ]
    assert named == []


def test_no_line_of_the_tool_names_the_months_of_the_calls_of_this_convention() -> None:
    # The two lists of months name them all; a day before the month is a date of the law.
    months = {PAQUET / "base/french.py", *PAQUET.rglob("francais.js")}
    named = [
        f"{path.relative_to(PAQUET)}: {text}"
        for path, texts in _texts_of_the_tool()
        for text in (texts if path not in months else ())
        if re.search(r"(?<![0-9] )\b(?:avril|octobre)\b", text, re.IGNORECASE)
    ]
    assert named == []


def test_no_file_of_the_tool_names_an_adherent_of_this_convention() -> None:
    dossiers = _depot().dossiers.values()
    named = {dossier.identite.nom for dossier in dossiers} | {dossier.id for dossier in dossiers if "-" in dossier.id}
    told = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in named))
    files = (path for path in PAQUET.rglob("*") if path.suffix in _TEXTES)
    texts = ((path, _CITATION.sub("", path.read_text("utf-8"))) for path in files)
    assert {path.relative_to(PAQUET): found for path, text in texts if (found := told.findall(text))} == {}


_TEXTES = {".py", ".toml", ".j2", ".html", ".js", ".css", ".typ", ".yml", ".po"}
_CITATION = re.compile(r'"(?:article|annexe|en-tête|préambule)[^":]* : [^"]*"')


def _texts_of_the_tool() -> Iterator[tuple[Path, list[str]]]:
    """Read what the tool says: its strings but for docstrings, its words, its templates, its scripts."""
    for path in sorted(PAQUET.rglob("*")):
        if path.suffix == ".py":
            yield path, list(_strings(ast.parse(path.read_text("utf-8"))))
        elif path.suffix in _TEXTES - {".po"}:
            # What a message rests on, and what a clause holds of this convention, is quoted from its text.
            yield path, [_CITATION.sub("", path.read_text("utf-8"))]


def _strings(tree: ast.Module) -> Iterator[str]:
    # A string that stands alone is a docstring, or describes the attribute above it.
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value
