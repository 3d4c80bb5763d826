"""`docs/architecture.md` is the plan of the package: every floor and room is there, every path that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from convention.base.codes import FAMILLES

RACINE = Path(__file__).resolve().parents[3]
PAQUET = RACINE / "tools" / "convention"
PAGE = (RACINE / "docs" / "architecture.md").read_text("utf-8")
CITES = set(re.findall(r"`([^`]+)`", PAGE))


def test_every_floor_and_room_of_the_package_is_on_the_plan() -> None:
    folders = {item.parent.relative_to(PAQUET).as_posix() for item in PAQUET.rglob("__init__.py")}
    assert sorted(folders - {"."} - CITES) == []


def test_every_path_that_the_plan_names_exists() -> None:
    named = {item for item in CITES if "/" in item and not set(item) & set("< ")}
    missing = [item for item in named if not (PAQUET / item).exists() and not (RACINE / item).exists()]
    assert sorted(missing) == []


def test_every_family_of_codes_has_its_subject_on_the_plan() -> None:
    assert sorted(set(FAMILLES) - CITES) == []


def test_the_way_of_a_figure_takes_nine_steps() -> None:
    assert re.findall(r"^([0-9]+)[.] ", PAGE, re.MULTILINE) == [str(rang) for rang in range(1, 10)]


def test_no_document_reads_a_fact_back_from_the_words_that_one_of_its_functions_returned() -> None:
    found = [
        f"{path.relative_to(PAQUET)}:{node.lineno} {ast.unparse(node)}"
        for floor in ("compare", "reports", "site")
        for path in sorted((PAQUET / floor).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _reads(node)
    ]
    assert [item for item in found if not item.startswith(MISE_EN_PAGE)] == []


MISE_EN_PAGE = ("reports/rendus/", "site/rendu/")
"""What sets type cuts texts: it decides nothing by them."""
_LECTURES = frozenset({"partition", "rpartition", "removeprefix", "removesuffix", "startswith", "endswith", "split"})


def _reads(node: ast.Call) -> bool:
    """Tell whether a call cuts, or looks into, what another function has just returned."""
    return isinstance(node.func, ast.Attribute) and node.func.attr in _LECTURES and _is_told(node.func.value)


def _is_told(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
