"""`base.mots`: the words of a closed list stand on its members, and nowhere else."""

from __future__ import annotations

import ast
import copy
import pickle
import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

import convention
from convention.base.codes import CODES
from convention.base.mots import Mot, mot
from convention.model.genres import GENRES
from convention.model.valeurs.scalaires import MotEcrit
from tests.reports.amendement.champs_changes import every_model

PAQUET = Path(convention.__path__[0])


@cache
def listes() -> dict[str, type[Mot]]:
    """Return every list of the package, by name: here, so that one process alone imports all of it."""
    for module in pkgutil.walk_packages(convention.__path__, "convention."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    every = (*Mot.__subclasses__(), *MotEcrit.__subclasses__())
    return {item.__name__: item for item in every if item.__module__.startswith("convention.") and [*item]}


class Feu(Mot):
    """A list to read."""

    pluriel: str

    VERT = mot("vert", "On passe", libelle="vert", pluriel="verts")
    ROUGE = mot("rouge", "On s'arrête", pluriel="rouges")
    SNCF = "sncf", "SNCF seule"


def test_a_member_is_its_value_whatever_its_words() -> None:
    assert (str(Feu.VERT), Feu.VERT.value, Feu.VERT) == ("vert", "vert", "vert")
    assert Feu("rouge") is Feu.ROUGE
    assert pickle.loads(pickle.dumps(Feu.VERT)) is Feu.VERT  # noqa: S301 (written on the line itself)
    assert copy.deepcopy(Feu.ROUGE) is Feu.ROUGE


def test_a_member_is_called_in_a_sentence_by_what_it_means_unless_it_has_a_name() -> None:
    assert [feu.libelle for feu in Feu] == ["vert", "on s'arrête", "SNCF seule"]
    assert (Feu.VERT.aide, Feu.VERT.pluriel) == ("On passe", "verts")


def test_every_member_has_the_forms_that_its_list_declares_and_no_other() -> None:
    assert listes()
    for liste in listes().values():
        declared = {*liste.__annotations__, "aide", "libelle"}
        for member in liste:
            assert {nom for nom in vars(member) if not nom.startswith("_")} == declared, member


def _is_a_member(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in listes()


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(map(_is_text, node.elts))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _tables() -> tuple[tuple[str, ast.Dict], ...]:
    return tuple(
        (path.relative_to(PAQUET).as_posix(), node)
        for path in PAQUET.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict)
    )


def test_no_table_outside_its_list_says_the_words_of_a_member() -> None:
    found = {path for path, node in _tables() if any(map(_is_a_member, node.keys)) and any(map(_is_text, node.values))}
    assert found == set()


def _is_said(node: ast.expr) -> bool:
    """Tell whether a value is written there: a text, or texts with constants."""
    if isinstance(node, ast.Tuple | ast.Call):
        return all(map(_is_said, node.elts if isinstance(node, ast.Tuple) else node.args))
    return _is_text(node) or isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _has_words(table: ast.Dict) -> bool:
    return any(isinstance(part, ast.Constant) and " " in str(part.value) for part in ast.walk(table))


def test_no_table_outside_a_declaration_says_the_words_of_fields_of_kinds_or_of_codes() -> None:
    named = [frozenset(modele.model_fields) for modele in every_model()]
    named += [frozenset(genre.nom for genre in GENRES), frozenset(CODES)]
    found = {
        (path, node.lineno)
        for path, node in _tables()
        if len(node.keys) > 1 and not path.startswith(("model/", "formulas/"))
        if all(map(_is_said, node.values)) and _has_words(node)
        for keys in [{key.value if isinstance(key, ast.Constant) else None for key in node.keys}]
        if any(keys <= names for names in named)
    }
    assert found == set()
