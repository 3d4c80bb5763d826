"""One protocol, two clients: nothing else of the tool knows which forge it works with."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from convention.forge.forge import Forge
from convention.forge.github.api import GitHub
from convention.forge.gitlab.api import GitLab
from tests.essais import RACINE
from tests.forge.description import faults, present, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OUTIL = RACINE / "tools/convention"
CHOIX = ("forge/postes.py", "forge/modeles.py", "edition/nouveau/reponses.py")
"""Where both are named, to choose one, to write the files of each, or to answer where a new repository is kept."""
NOMMES = re.compile(
    r"""
    (?<!\w)\.git(?:hub|lab)\b        # where files are
    | https://docs\.gitlab\.com\S*   # the page that a format is taken from
    | github_(?:text|message|property)\b | "github" | annotations?\ de\ GitHub | parmi\ ceux\ de\ GitHub
    | GitHub\ (?:annotations|workflow\ commands|commands) | de\ GitLab\.   # formats of a report
    """,
    re.VERBOSE,
)


def test_each_example_that_github_publishes_of_what_we_read_but_two_is_what_it_describes(
    record_property: Callable[[str, object], None],
) -> None:
    if not present():
        pytest.skip("la description de l'API manque (make tools/tests/editeur/node_modules/.pret)")
    examples = list(published())
    record_property("lus", len(examples))
    assert len({item.chemin for item in examples}) > 15
    # One says one feature only; the other, a word that GitHub no longer has.
    assert {item.chemin for item in examples if faults(item)} == {"/repos/7/7/issues/7", "/repos/7/7/rulesets"}


def _mentions(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(OUTIL).as_posix()
        if name.startswith(("forge/github/", "forge/gitlab/")) or name in CHOIX:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search("git(?:hub|lab)", NOMMES.sub("", line), re.IGNORECASE):
                yield f"{name}:{number}: {line.strip()}"


def test_only_its_own_room_knows_a_forge() -> None:
    assert list(_mentions(OUTIL)) == []


def test_both_clients_have_the_gestures_of_the_protocol_and_no_other() -> None:
    def gestures(cls: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(cls, inspect.isfunction) if not name.startswith("_")}

    assert gestures(GitHub) == gestures(GitLab) == gestures(Forge)
    assert len(gestures(Forge)) == 15
