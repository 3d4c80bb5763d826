"""Each mutant that no test can see is one of a function, and of lines, that the code still has."""

from __future__ import annotations

import inspect
import pkgutil
import tomllib

from tests.essais import RACINE

LISTE = RACINE / "tools" / "mutants_equivalents.toml"


def source(fonction: str) -> str:
    """Read a function on one line, as the list writes the lines that a mutant changes."""
    found = pkgutil.resolve_name(fonction)
    found = getattr(found, "func", getattr(found, "fget", found))
    return " ".join(line.strip() for line in inspect.getsource(inspect.unwrap(found)).splitlines())


def test_each_mutant_that_is_explained_changes_lines_that_are_there() -> None:
    listed = tomllib.loads(LISTE.read_text("utf-8"))["mutant"]
    assert [item["fonction"] for item in listed if item["avant"] not in source(item["fonction"])] == []
    assert len({(item["fonction"], item["avant"], item["apres"]) for item in listed}) == len(listed)
