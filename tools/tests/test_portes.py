"""A room is entered by its door: what goes in by a window is told."""

from __future__ import annotations

import pytest
from grimp import ImportGraph

from portes import windows

ETAT = "convention.reports.etat"


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
