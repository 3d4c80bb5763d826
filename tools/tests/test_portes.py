"""A room is entered by its door: what goes in by a window is told."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import zip_longest
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph

import convention
from portes import unused, windows

ETAT = "convention.reports.etat"
PAQUET = Path(convention.__file__).parent


def circle(graph: ImportGraph) -> list[str]:
    """Return files, or rooms of one folder, that each import the next, back to the first; nothing when none do."""
    pieces = TopologicalSorter[str]()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            names = module.split("."), imported.split(".")
            apart = next(rank for rank, (one, other) in enumerate(zip_longest(*names), 1) if one != other)
            pieces.add(*(".".join(name[:apart]) for name in names))
    try:
        pieces.prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_neither_a_file_nor_a_room_imports_one_that_imports_it_were_it_for_its_types_alone() -> None:
    assert circle(build_graph("convention", cache_dir=None)) == []


def test_two_rooms_may_make_a_circle_whose_files_make_none() -> None:
    graph = ImportGraph()
    graph.add_import(importer="a.b.mots", imported="a.c.mots")
    graph.add_import(importer="a.c.etat", imported="a.b.etat")
    assert set(circle(graph)) == {"a.b", "a.c"}


@pytest.mark.parametrize(
    ("importer", "module", "told"),
    [
        ("convention.cli.appeler.appels", f"{ETAT}.etat", False),
        ("convention.cli.appeler.appels", f"{ETAT}.volets", True),
        (f"{ETAT}.etat", f"{ETAT}.volets", False),
        ("convention.cli.appeler.appels", "convention.reports.mots", False),
    ],
)
def test_what_a_room_does_not_give_is_its_own(importer: str, module: str, told: bool) -> None:  # noqa: FBT001 (a parameter)
    graph = ImportGraph()
    graph.add_module(importer)
    graph.add_module(module)
    graph.add_import(importer=importer, imported=module)
    assert list(windows(graph, "convention")) == ([(importer, module)] if told else [])


@pytest.mark.parametrize(
    ("importer", "closed"),
    [("convention.cli.appeler.appels", []), (f"{ETAT}.livraisons", [f"{ETAT}.etat"])],
)
def test_a_door_is_open_only_where_somebody_enters(importer: str, closed: list[str]) -> None:
    graph = ImportGraph()
    graph.add_module(importer)
    graph.add_module(f"{ETAT}.etat")
    graph.add_import(importer=importer, imported=f"{ETAT}.etat")
    assert list(unused(graph, "convention")) == closed


def test_every_function_and_class_of_the_package_serves() -> None:
    own = [path.read_text(encoding="utf-8") for path in PAQUET.rglob("*.py")]
    others = [path for path in PAQUET.rglob("*") if path.suffix in {".html", ".j2", ".md"}]
    texts = [*own, *(path.read_text(encoding="utf-8") for path in (*others, *PAQUET.parent.glob("*.py")))]
    named = Counter(word for text in texts for word in re.findall(r"\w+", text))
    # What is decorated, on the line above, is called by who decorates it.
    declared = {name for text in own for name in re.findall(r"^\n(?:#.*\n)*(?:def|class) (\w+)", text, re.MULTILINE)}
    assert declared
    assert {name for name in declared if named[name] == 1} == set()
