"""What the pages on security and on the rules of the repository name is what exists: jobs, files, teams, commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from convention.checks.registry import run
from convention.cli.main import COMMANDES
from convention.forge.forge import ETIQUETTE
from convention.model.ecrits.signatures import namespace, read_signature_path
from tests.checks.depots import mini
from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.execution import load_workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

REGLES = "docs/gouvernance-depot.md"
PAGES = ("SECURITY.md", REGLES, "docs/forge.md", "CONTRIBUTING.md")
DOSSIER = RACINE / ".github" / "workflows"


def _page(path: str) -> str:
    return (RACINE / path).read_text("utf-8")


def _workflow(name: str) -> dict[str, Any]:
    return load_workflow((DOSSIER / name).read_text("utf-8"))


def _rows(page: str, title: str) -> list[tuple[str, ...]]:
    """Return the rows of the table under a header, its own left out."""
    _, found, below = _page(page).partition(f"{title}\n")
    assert found, title
    rows = below.split("\n\n", 1)[0].splitlines()[1:]
    return [tuple(cell.strip() for cell in row.strip("| ").split("|")) for row in rows]


def _checks() -> Iterator[str]:
    """Yield the names under which the forge shows the jobs of a contrôle."""
    for job in _workflow("controle.yml")["jobs"].values():
        versions = job.get("strategy", {}).get("matrix", {}).get("python", [""])
        yield from (job["name"].replace("${{ matrix.python }}", version) for version in versions)


def test_the_checks_to_require_are_the_jobs_of_a_controle() -> None:
    rows = _rows(REGLES, "| contrôle | workflow | ce qu'il garantit |")
    assert [(name, workflow) for name, workflow, _ in rows] == [(name, "`controle.yml`") for name in _checks()]


def test_the_owners_of_each_folder_are_those_of_codeowners() -> None:
    lines = [line.split() for line in _page("CODEOWNERS").splitlines() if line and not line.startswith("#")]
    (everything, *folders) = [(path, " ".join(teams)) for path, *teams in lines]
    expected = [(f"`{path}`", teams) for path, teams in folders] + [("tout le reste", everything[1])]
    assert everything[0] == "*"
    assert _rows(REGLES, "| dossier ou fichier | équipes |") == expected


def test_the_teams_that_a_page_names_own_something() -> None:
    owners = set(re.findall(r"@[a-z]+/[a-z]+", _page("CODEOWNERS")))
    assert {team for page in PAGES for team in re.findall(r"@[a-z]+/[a-z]+", _page(page))} == owners


def test_the_labels_that_a_page_names_are_those_that_start_a_workflow() -> None:
    assert f"« {ETIQUETTE} »" in _page(REGLES)
    (pattern,) = _workflow("avenant.yml")["on"]["push"]["tags"]
    assert f"`{pattern}`" in _page(REGLES)


def test_each_workflow_has_its_row_on_the_page_of_the_forge() -> None:
    rows = _rows("docs/forge.md", "| fichier | quand | ce qu'il fait | ses droits | le code exécuté |")
    assert sorted(name for name, *_ in rows) == sorted(f"`{path.name}`" for path in DOSSIER.iterdir())


def test_each_name_that_a_command_reads_of_its_environment_is_on_the_page_of_the_forge() -> None:
    postes = "".join(path.read_text("utf-8") for path in (RACINE / "tools/convention/forge").glob("*/poste.py"))
    names = set(re.findall(r'"((?:GITHUB|CI|TRIGGER)_[A-Z0-9_]+)"', postes)) - {"GITHUB_STEP_SUMMARY"}
    assert [name for name in sorted(names) if f"`{name}`" not in _page("docs/forge.md")] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_file_that_a_page_cites_exists(page: str) -> None:
    cited = re.findall(r"`/?([a-zA-Z.][\w./-]*(?:\.(?:py|yml|yaml|md|toml|txt)|/))`", _page(page))
    assert cited
    absents = ("build/", ".venv", "catalogue/signataires.yaml")
    kept = [path for path in cited if not path.startswith(absents)]
    assert [path for path in kept if not (RACINE / path).exists() and not (DOSSIER / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_command_that_a_page_cites_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", _page("Makefile"), re.MULTILINE))
    code = "\n".join(re.findall(r"```\n.*?```|`[^`]+`", _page(page), re.DOTALL))
    assert [name for name in re.findall(r"\bmake ([a-z-]+)", code) if name not in targets] == []
    assert [name for name in re.findall(r"\bconvention ([a-z-]+)", code) if name not in COMMANDES] == []


def test_a_new_version_waits_a_week_whatever_it_is_of() -> None:
    updates = load_workflow(_page(".github/dependabot.yml"))["updates"]
    assert {item["package-ecosystem"] for item in updates} == {"github-actions", "npm", "pip"}
    assert all(item["cooldown"]["default-days"] >= 7 for item in updates)
    folders = {
        item["package-ecosystem"]: {folder.strip("/") for folder in item.get("directories", [item.get("directory")])}
        for item in updates
    }
    locks = git(RACINE, "ls-files", "*package-lock.json").splitlines()
    assert folders["npm"] == {path.removesuffix("/package-lock.json") for path in locks}
    [verrous] = folders["pip"]
    assert (RACINE / verrous / "execution.txt").exists()


def test_what_is_installed_has_a_fingerprint_and_runs_no_program_of_its_own() -> None:
    makefile = _page("Makefile")
    (options,) = re.findall(r"^INSTALLER := (.*)$", makefile, re.MULTILINE)
    assert [item for item in ("--require-hashes", "--only-binary :all:") if item not in options] == []
    others = [line for line in makefile.splitlines() if "pip install" in line and not line.startswith("INSTALLER")]
    assert all("--no-deps --no-build-isolation --editable ." in line for line in others)
    assert [line for line in makefile.splitlines() if "npm ci" in line and "--ignore-scripts" not in line] == []


def test_the_signatories_that_the_page_shows_are_accepted_as_they_are_written() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", _page(REGLES), re.DOTALL)
    assert run(mini(files={"catalogue/signataires.yaml": text})) == ()


def test_the_command_line_that_the_page_shows_signs_as_the_tool_verifies() -> None:
    fichier = "pricing/appels/2027-04.json"
    assert f"`ssh-keygen -Y sign -n {namespace(fichier)} -f CLÉ < {fichier} > {fichier}.finances.sig`" in _page(REGLES)
    assert read_signature_path(f"{fichier}.finances.sig") == (fichier, "finances")
