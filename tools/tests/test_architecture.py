"""`docs/architecture.md` is the plan of the package: every floor and room is there, every path that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
PAQUET = RACINE / "tools" / "convention"
PAGE = (RACINE / "docs" / "architecture.md").read_text("utf-8")
CITES = set(re.findall(r"`([^`<]+)`", PAGE))


def test_every_floor_and_room_of_the_package_is_on_the_plan() -> None:
    folders = {item.parent.relative_to(PAQUET).as_posix() for item in PAQUET.rglob("__init__.py")}
    assert sorted(folders - {"."} - CITES) == []


def test_every_path_that_the_plan_names_exists() -> None:
    named = {item for item in CITES if "/" in item and not item.startswith("tools/tests")}
    missing = [item for item in named if not (PAQUET / item).exists() and not (RACINE / item).exists()]
    assert sorted(missing) == []


def test_the_way_of_a_figure_takes_nine_steps() -> None:
    assert re.findall(r"^([0-9]+)[.] ", PAGE, re.MULTILINE) == [str(rang) for rang in range(1, 10)]
