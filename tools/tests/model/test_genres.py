"""`model.cadre.document`: where a document stands is said once, where its kind is declared."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import convention
from convention.model.cadre.document import path_of
from convention.model.genres import GENRES, read_path

if TYPE_CHECKING:
    from collections.abc import Iterator

PAQUET = Path(convention.__path__[0])
MIGRATIONS = "loading/migrations.py"
"""It names documents as older formats placed them."""
CHEMIN = re.compile(r"(?:adherents|catalogue|pricing)/[\w{}/-]+\.yaml")


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what is written in a tree, docstrings and declarations of kinds apart; a computed part is « {} »."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "document":
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


@cache
def _written() -> list[tuple[str, str]]:
    """List the texts of the modules that name a file of data, each with its place."""
    homes = {path.relative_to(PAQUET).as_posix(): path for path in sorted(PAQUET.rglob("*.py"))}
    return [
        (f"{home}:{line}", text)
        for home, path in homes.items()
        if home != MIGRATIONS and ".yaml" in (source := path.read_text("utf-8"))
        for line, text in _texts(ast.parse(source))
    ]


def test_a_document_is_written_where_it_is_read() -> None:
    found = {genre.exemple: read_path(genre.exemple) for genre in GENRES}
    assert all(found.values())
    written = [path_of(chemin.genre.modele, chemin.id, chemin.annee) for chemin in found.values() if chemin is not None]
    assert written == [*found]


def test_no_path_of_a_document_is_made_outside_its_declaration() -> None:
    made = {
        place for place, text in _written() if (found := CHEMIN.search(text)) and (found[0] == text or "{" in found[0])
    }
    assert made == set()


def test_every_document_that_a_sentence_names_is_of_some_kind() -> None:
    named = {found for _, text in _written() for found in CHEMIN.findall(text) if "{" not in found}
    assert named
    assert {path for path in named if read_path(path) is None} == {"pricing/releves/SOURCE.yaml"}
