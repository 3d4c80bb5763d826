"""Runs a job of a workflow as the forge's runner would: its steps in order, in a clean environment.

Knows: the few keys that our workflows use; another one is refused. Must not know: what the steps do.
`uses:` is interpreted: checkout clones as its `with:` says, artefacts pass from a job to the next through a folder,
setup-python does nothing. Installing costs nothing here: after a checkout, `.venv` is given as `make installer` would
leave it, with the packages of the interpreter that runs the tests and, as an editable install does, the `tools/` folder
of that checkout. The real `make` then runs, and finds its environment up to date: what it would have downloaded is the
only thing that is not rehearsed. `gh`, which the runner has and this machine may not have, is `gh.py`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

from tests.compare.depots_git import git
from tests.forge.expressions import Evaluateur

if TYPE_CHECKING:
    from collections.abc import Mapping

CLES_DE_TRAVAIL = {
    "concurrency",
    "environment",
    "if",
    "name",
    "needs",
    "permissions",
    "runs-on",
    "steps",
    "timeout-minutes",
}
CLES_D_ETAPE = {"env", "if", "name", "run", "uses", "with"}
PAGES = "github-pages"
"""The artefact that holds the pages to publish, and the environment where they are published."""
DU_SYSTEME = sorted({str(Path(found).parent) for name in ("bash", "git", "make") if (found := shutil.which(name))})


class Etape(NamedTuple):
    """A step that was run."""

    nom: str
    code: int
    sortie: str = ""
    erreurs: str = ""


class Resultat(NamedTuple):
    """A job that was run."""

    etapes: tuple[Etape, ...]
    resume: str
    """What was appended to the summary."""
    dossier: Path

    def etape(self, nom: str) -> Etape:
        """Return the step of this name."""
        (found,) = [etape for etape in self.etapes if etape.nom == nom]
        return found

    @property
    def reussi(self) -> bool:
        """Whether every step passed."""
        return all(etape.code == 0 for etape in self.etapes)


class Machine(NamedTuple):
    """What the runner gives to a job."""

    origine: Path
    github: Mapping[str, Any]
    """The `github` context."""
    variables: Mapping[str, str]
    """Default variables: GITHUB_…"""
    dossier: Path
    forge: Path
    """What the forge keeps between jobs: `artefacts/`, `versions/` (the releases) and `pages/` (the published site)."""
    besoins: Mapping[str, Any] = {}
    """The `needs` context: how the jobs ended that this one waits for."""
    reglages: Mapping[str, Mapping[str, str]] = {}
    """The `vars` and `secrets` contexts."""

    @property
    def contextes(self) -> dict[str, Any]:
        """What the expressions of a step may name."""
        return {"github": dict(self.github), "vars": {}, "secrets": {}, **self.reglages}


def load_workflow(text: str) -> dict[str, Any]:
    """Read a workflow (YAML 1.2: `on` is a text)."""
    workflow: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return workflow


def run_job(workflow: Mapping[str, Any], nom: str, machine: Machine) -> Resultat | None:
    """Run a job; None when its condition says no."""
    job = workflow["jobs"][nom]
    assert job.keys() <= CLES_DE_TRAVAIL, job.keys()
    # A job whose condition names no state waits for the success of those that it needs.
    passed = all(item["result"] == "success" for item in machine.besoins.values())
    contexts = {**machine.contextes, "needs": dict(machine.besoins)}
    evaluateur = Evaluateur(contexts, {"success": lambda: passed, "always": lambda: True})
    if not evaluateur.condition(job.get("if", "success()")):
        return None
    work, home = machine.dossier / "travail", machine.dossier / "chez-soi"
    for folder in (work, home):
        folder.mkdir(parents=True)
    summary = machine.dossier / "resume.md"
    summary.touch()
    base = {
        "CI": "true",
        "HOME": str(home),
        "PATH": os.pathsep.join([str(_gh(machine)), *DU_SYSTEME]),
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(work),
        "PYTHONDONTWRITEBYTECODE": "1",  # a clone that is thrown away
        **machine.variables,
    }
    done: list[Etape] = []
    for step in job["steps"]:
        etape = _run_step(step, machine, work, base, failed=any(item.code for item in done))
        done += [etape] if etape else []
    return Resultat(tuple(done), summary.read_text(encoding="utf-8"), work)


def _run_step(
    step: Mapping[str, Any], machine: Machine, work: Path, base: Mapping[str, str], *, failed: bool
) -> Etape | None:
    assert step.keys() <= CLES_D_ETAPE, step.keys()
    status = {"success": lambda: not failed, "failure": lambda: failed}
    always = {"always": lambda: True, "cancelled": lambda: False}
    evaluateur = Evaluateur(machine.contextes, {**status, **always})
    condition = str(step.get("if", "success()"))
    if (failed and not any(f"{name}()" in condition for name in always)) or not evaluateur.condition(condition):
        return None
    if "uses" in step:
        _use(step["uses"].partition("@")[0], step.get("with", {}), machine, work)
        return Etape(step["name"], 0)
    env = {**base, **{name: evaluateur.texte(value) for name, value in step.get("env", {}).items()}}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
        cwd=work,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Etape(step["name"], done.returncode, done.stdout, done.stderr)


def _use(action: str, options: Mapping[str, Any], machine: Machine, work: Path) -> None:
    match action:
        case "actions/checkout":
            _checkout(options, machine, work)
            install(work)
        case "actions/setup-python":
            assert options.keys() == {"python-version"}
        case "actions/upload-artifact":
            assert options.keys() == {"name", "path", "if-no-files-found", "retention-days"}
            _keep(work / options["path"], machine.forge / "artefacts" / options["name"])
        case "actions/upload-pages-artifact":
            assert options.keys() == {"path"}
            _keep(work / options["path"], machine.forge / "artefacts" / PAGES)
        case "actions/download-artifact":
            assert options.keys() == {"name", "path"}
            shutil.copytree(machine.forge / "artefacts" / options["name"], work / options["path"])
        case "actions/deploy-pages":
            assert not options
            shutil.copytree(machine.forge / "artefacts" / PAGES, machine.forge / "pages")
        case _:
            raise AssertionError(f"action non répétée : {action}")


def _keep(folder: Path, artefact: Path) -> None:
    """Keep what a job made; an artefact is never empty, and never written twice in a run."""
    assert any(folder.iterdir()), folder
    shutil.copytree(folder, artefact)


def _checkout(options: Mapping[str, Any], machine: Machine, work: Path) -> None:
    """Take what the event designates; a token left in the clone's settings is refused."""
    assert options.keys() <= {"fetch-depth", "persist-credentials"}, options
    assert options.get("persist-credentials") is False
    depth = options.get("fetch-depth", 1)
    ref, sha = str(machine.github["ref"]), str(machine.github["sha"])
    git(work, "init", "--quiet", "--template=", "--initial-branch=main")
    git(work, "remote", "add", "origin", f"file://{machine.origine}")
    if depth:
        git(work, "fetch", "--quiet", f"--depth={depth}", "--no-tags", "origin", f"+{sha}:refs/remotes/{ref[5:]}")
    else:
        git(work, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
    git(work, "checkout", "--quiet", "--detach", sha)


def install(work: Path) -> None:
    """Leave `.venv` as an editable install of this checkout would."""
    folder = work / ".venv" / "bin"
    folder.mkdir(parents=True)
    path = f"import sys\nsys.path.insert(0, {str(work / 'tools')!r})\n"
    _executable(folder / "convention", f"#!{sys.executable}\n{path}from convention.cli.main import main\nmain()\n")
    _executable(
        folder / "python", f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(work / "tools"))} exec {sys.executable} "$@"\n'
    )
    (folder.parent / ".pret").touch()


def _gh(machine: Machine) -> Path:
    """Give `gh`, and return the folder where it is."""
    folder = machine.dossier / "outils"
    folder.mkdir()
    place = shlex.join(
        [sys.executable, str(Path(__file__).with_name("gh.py")), str(machine.origine), str(machine.forge)]
    )
    _executable(folder / "gh", f'#!/bin/sh\nexec {place} "$@"\n')
    return folder


def _executable(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
