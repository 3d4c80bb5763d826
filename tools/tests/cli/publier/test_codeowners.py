"""`convention codeowners`, the real command: every file of the repository has who reads it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.loading.git import tracked_files
from convention.model.documents.gouvernance import Proprietaire
from convention.reports.depot.codeowners import CHEMIN, codeowners_text, orphans, owners_of
from tests.cli.commande import lancer
from tests.compare.decision.decisions import PROCEDURES, reels
from tests.compare.depots_git import git_repository
from tests.espaces import espaces
from tests.essais import RACINE, lire

if TYPE_CHECKING:
    from pathlib import Path


def owner(chemin: str, *equipes: str) -> Proprietaire:
    return Proprietaire.model_construct(chemin=chemin, equipes=equipes or (f"@dsit/{chemin.strip('/*')}",), motif="…")


CATALOGUE = {path: text for path, text in reels().items() if path.startswith("catalogue/")}


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    return git_repository(tmp_path, [CATALOGUE])


def test_the_file_of_this_repository_is_up_to_date_and_every_file_has_an_owner() -> None:
    done = lancer(RACINE, "codeowners", "--verifier")
    assert (done.code, espaces(done.sortie.decode())) == (0, "CODEOWNERS : à jour.\n")


def test_each_tracked_file_of_this_repository_has_an_owner() -> None:
    document = lire(reels()).vie.procedures
    assert document is not None
    paths = tracked_files(RACINE)
    assert {"Makefile", CHEMIN, PROCEDURES} <= set(paths)
    assert [path for path in paths if not owners_of(path, document.proprietaires)] == []


def test_it_writes_the_file_then_leaves_it_alone(depot: Path) -> None:
    first, second = lancer(depot, "codeowners"), lancer(depot, "codeowners")
    assert (first.code, espaces(first.sortie.decode())) == (0, "CODEOWNERS : écrit\n")
    assert espaces(second.sortie.decode()) == "CODEOWNERS : à jour.\n"


def test_the_check_writes_nothing_and_says_that_the_file_is_missing(depot: Path) -> None:
    done = lancer(depot, "codeowners", "--verifier")
    assert done.code == 1
    assert "CODEOWNERS : absent, lancer « convention codeowners »" in espaces(done.sortie.decode())
    assert not (depot / CHEMIN).exists()


def test_a_file_without_an_owner_is_named(tmp_path: Path) -> None:
    text = reels()[PROCEDURES]
    everything = next(line for line in text.splitlines(keepends=True) if 'chemin: "*"' in line)
    depot = git_repository(tmp_path, [{**CATALOGUE, PROCEDURES: text.replace(everything, ""), "notes.txt": "…"}])
    done = lancer(depot, "codeowners")
    assert done.code == 1
    assert "notes.txt : personne ne le relit en propre" in espaces(done.sortie.decode())


@pytest.mark.parametrize("path", ["mkdocs.yml", "tools/x.py", ".github/workflows/x.yml"])
def test_what_makes_the_tool_or_the_site_has_a_line_of_its_own(path: str) -> None:
    everything, pages = owner("*", "@dsit/convention"), "docs/annee.md"
    assert orphans((path, pages), [everything]) == (path,)
    assert orphans((path, pages), [everything, owner(f"/{path}", "@dsit/outil")]) == ()


# --- how a forge reads its file ---


@pytest.mark.parametrize(
    ("chemin", "path", "designates"),
    [
        ("*", "docs/annee.md", True),
        ("/docs/", "docs/decisions/0001.md", True),
        ("/docs/", "tools/docs/a.md", False),
        ("/Makefile", "Makefile", True),
        ("/Makefile", "tools/Makefile", False),
        ("/docs/*", "docs/annee.md", True),
        ("/docs/*", "docs/decisions/0001.md", False),
        ("/adherents/*/quantites/", "adherents/nancy/quantites/2026.yaml", True),
        ("/adherents/*/quantites/", "adherents/nancy/budget.yaml", False),
        ("/tools", "tools/convention/cli/main.py", True),
    ],
)
def test_a_line_designates_what_a_forge_would(chemin: str, path: str, designates: bool) -> None:  # noqa: FBT001 (a case)
    assert bool(owners_of(path, [owner(chemin, "@dsit/outil")])) is designates


def test_the_last_line_that_designates_a_file_holds() -> None:
    owners = [owner("*", "@dsit/convention"), owner("/tools/"), owner("/tools/tests/")]
    assert owners_of("tools/tests/essais.py", owners) == ("@dsit/tools/tests",)


def test_each_line_of_the_file_has_a_team() -> None:
    text = codeowners_text([owner("*", "@dsit/convention"), owner("/tools/", "@dsit/outil", "@dsit/convention")])
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines == ["*       @dsit/convention", "/tools/ @dsit/outil @dsit/convention"]
