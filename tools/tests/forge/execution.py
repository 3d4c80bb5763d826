"""Runs a workflow from its event to its outputs, by a runner that nobody here wrote: nektos/act, on this machine.

Knows: how act is called and what its log says. Must not know: what the steps do, what is tested.
What act reads of the forge is given: the event, the commit, the token, the actions. Each action is a small one of ours
(`actions/`), or, when `CONVENTION_ACTIONS` names a folder of clones (`actions/checkout`, …), the real one at the commit
that the workflow pins. Nothing of this process's environment is handed on but what the caller names.

Installing costs nothing when ENVIRONNEMENT is given: our `setup-python` makes it `.venv`, as `make installer` would
leave it, with the packages of the interpreter that runs the tests and, as an editable install does, the `tools/` folder
of that checkout, compiled. The real `make` then runs, and finds its environment up to date. Without it, everything is
installed.
"""

from __future__ import annotations

import json
import marshal
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.api import DEPOT, JETON
from tests.machine import exiger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ACTIONS = Path(__file__).parent / "actions"
OUTIL = RACINE / "tools/convention"
MACHINE = "ubuntu-24.04"
SERVEUR = "https://forge.exemple"
DU_SYSTEME = sorted({str(Path(found).parent) for name in ("bash", "git", "make") if (found := shutil.which(name))})
RESEAU = {
    name: value
    for name, value in os.environ.items()
    if name.lower().startswith(("pip_", "npm_config_", "ssl_cert_", "node_extra_")) or name.lower().endswith("_proxy")
}
"""How this machine reaches packages, for a workflow that really installs."""
RECENT = RACINE / ".python-3.14/usr/bin"
"""Where `make runner` puts the newest Python, for a machine that has it not."""
_EPINGLE = re.compile(r"""uses"?: "?(?P<action>(?P<nom>[\w-]+/[\w-]+)@(?P<commit>[0-9a-f]{40}))""")
_CODE = re.compile(r"exit status ([0-9]+)")


class Etape(NamedTuple):
    """A step that was run."""

    nom: str
    code: int
    sortie: str = ""
    """What it wrote, on either output: the forge's log holds both."""
    annotations: tuple[tuple[str, Mapping[str, str], str], ...] = ()
    """The commands that the runner read there: name, properties, text."""


class Resultat(NamedTuple):
    """A job that was run."""

    etapes: tuple[Etape, ...]
    reussi: bool
    resume: str
    """What was appended to the summary."""

    def etape(self, nom: str) -> Etape:
        """Return the step of this name."""
        (found,) = [etape for etape in self.etapes if etape.nom == nom]
        return found


class Execution(NamedTuple):
    """What starts a workflow: its text, an event, and the commit that the forge designates."""

    workflow: str
    evenement: str
    contenu: Mapping[str, Any]
    sha: str
    travail: str | None = None
    """Only this job, and those that it needs."""
    matrice: Mapping[str, str] = {}
    """Only these values of its matrix."""


class Reglages(NamedTuple):
    """What the repository is set to: the `vars` and `secrets` contexts."""

    variables: Mapping[str, str] = {}
    secrets: Mapping[str, str] = {}


SANS_REGLAGE = Reglages()


class Machine(NamedTuple):
    """Where it runs."""

    dossier: Path
    variables: Mapping[str, str]
    """What our actions read (ORIGINE, FORGE, ENVIRONNEMENT…), and what else a step may."""
    programmes: Iterable[str] = DU_SYSTEME
    """Folders of the PATH."""
    depots: Mapping[str, Path] = {}
    """Repositories whose actions are used, by name and commit: « métropole/convention@1111… »."""
    reglages: Reglages = SANS_REGLAGE

    @property
    def installe(self) -> bool:
        """Whether everything is installed, as on the forge."""
        return "ENVIRONNEMENT" not in self.variables

    @property
    def reelles(self) -> Path | None:
        """Where the real actions are, which only work when everything is installed."""
        return Path(given) if (given := os.environ.get("CONVENTION_ACTIONS")) and self.installe else None


def load_workflow(text: str) -> dict[str, Any]:
    """Read a workflow (YAML 1.2: `on` is a text)."""
    workflow: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return workflow


def run_workflow(execution: Execution, machine: Machine) -> dict[str, Resultat]:
    """Run the jobs of a workflow; return those that ran, in the order in which they ended.

    A job is named by its key and, if it has a matrix, its values: « controle 3.11 ».
    """
    home = machine.dossier / "chez-soi"
    home.mkdir(parents=True)
    if machine.installe:
        _give_pythons(execution, machine.dossier / "machines" / "tool_cache")
    # The real checkout asks the forge for the repository.
    origin = f"url.file://{machine.variables['ORIGINE']}.insteadOf"
    git(home, "config", "--file=.gitconfig", origin, f"{SERVEUR}/{DEPOT}")
    done = subprocess.run(
        [Path(sys.executable).with_name("act"), execution.evenement, *_options(execution, machine, home)],
        env={"HOME": str(home), "PATH": os.pathsep.join(machine.programmes), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    (machine.dossier / "journal.txt").write_text(done.stdout + done.stderr, encoding="utf-8")  # kept if the test fails
    jobs = _read(json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode == 0) == all(job.reussi for job in jobs.values()), done.stderr
    return jobs


def install(folder: Path) -> Path:
    """Leave `.venv` as an editable install of what is beside it would, wherever it is copied; return it."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    path = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parents[2] / 'tools'))\n"
    # act does not read to its end what a step that fails still prints: it is left the time to.
    slow = "def end(code, leave=os._exit):\n    time.sleep(0.5 if code else 0)\n    leave(code)\n\nos._exit = end\n"
    ecrire_programme(
        programs / "convention",
        f"#!{sys.executable}\n{path}import os, time\n{slow}from convention.cli.main import main\nmain()\n",
    )
    # What it has is shared with the interpreter that runs the tests: nothing may be installed there.
    refused = 'case "$*" in *"pip install"*) echo "installation refusée : $*" >&2; exit 1;; esac'
    tools = '"$(cd "${0%/*}/../.." && pwd)/tools"'
    ecrire_programme(programs / "python", f'#!/bin/sh\n{refused}\nPYTHONPATH={tools} exec {sys.executable} "$@"\n')
    (programs.parent / ".pret").touch()
    (programs.parent / "compile").symlink_to(_compiled())
    return programs.parent


@cache
def _compiled() -> Path:
    """Compile the tool once for all that is checked out: a module counts as long as its text is the same (PEP 552)."""
    folder = Path(mkdtemp(prefix="compile-", dir=os.environ["XDG_CACHE_HOME"]))
    checked = (0b11).to_bytes(4, "little")
    for path in OUTIL.rglob("*.py"):
        place = (
            folder / path.relative_to(OUTIL).parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        code = SourceFileLoader(path.stem, str(path)).get_code(path.stem)
        place.write_bytes(MAGIC_NUMBER + checked + source_hash(path.read_bytes()) + marshal.dumps(code))
    return folder


def ecrire_programme(path: Path, text: str) -> None:
    """Write a script that can be run."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def _options(execution: Execution, machine: Machine, home: Path) -> Iterable[str]:
    """Write what act reads, and say how it is called: on this machine, the git tree given by the checkout alone."""
    workflow, event = machine.dossier / "workflow.yml", machine.dossier / "evenement.json"
    workflow.write_text(execution.workflow, encoding="utf-8")
    event.write_text(json.dumps(execution.contenu), encoding="utf-8")
    given = {
        "GITHUB_REPOSITORY": DEPOT,
        "GITHUB_RUN_ID": "9100000000",
        "GITHUB_SERVER_URL": SERVEUR,
        "SHA_REF": execution.sha,
        **machine.variables,
        "PIP_CACHE_DIR": str(home / "pip"),
    }
    options = {
        "--workflows": [str(workflow)],
        "--eventpath": [str(event)],
        "--directory": [str(machine.dossier)],
        "--action-cache-path": [str(machine.dossier / "machines")],
        "--platform": [f"{MACHINE}=-self-hosted"],
        "--secret": [f"GITHUB_TOKEN={JETON}", *(f"{name}={text}" for name, text in machine.reglages.secrets.items())],
        "--env": [f"{name}={value}" for name, value in given.items()],
        "--matrix": [f"{name}:{value}" for name, value in execution.matrice.items()],
        "--var": [f"{name}={value}" for name, value in machine.reglages.variables.items()],
        "--job": [execution.travail] if execution.travail else [],
        "--local-repository": [f"{name}={path}" for name, path in _actions(execution.workflow, machine)],
    }
    yield from ("--json", "--insecure-secrets", "--no-skip-checkout", "--no-cache-server")
    for name, values in options.items():
        for value in values:
            yield from (name, value)


def _give_pythons(execution: Execution, cache: Path) -> None:
    """Give the versions of Python that a workflow, or its only job, asks for, where the forge's machines hold them."""
    jobs = load_workflow(execution.workflow)["jobs"]
    asked = json.dumps(jobs if execution.travail is None else jobs[execution.travail]).replace(r"\n", " ")
    for version in sorted(set(re.findall(r"(?<![\w.])3\.[0-9]+(?![\w.])", asked))):
        program = shutil.which(f"python{version}") or shutil.which(f"python{version}", path=RECENT)
        exiger(program, f"python{version} n'est pas installé")
        assert program is not None
        whole = subprocess.run(
            [program, "--version"], check=True, capture_output=True, encoding="utf-8"
        ).stdout.split()[1]
        place = cache / "Python" / whole / "x64"
        subprocess.run([program, "-m", "venv", str(place)], check=True)
        place.with_name("x64.complete").touch()


def _actions(workflow: str, machine: Machine) -> Iterable[tuple[str, Path]]:
    """Say where each action is: the real one when it is given, at the commit that is pinned; else ours."""
    yield from machine.depots.items()
    made = [path.read_text("utf-8") for root in machine.depots.values() for path in root.rglob("action.yml")]
    for found in _EPINGLE.finditer("\n".join([workflow, *made])):
        ours = ACTIONS / found["nom"].partition("/")[2]
        if machine.reelles is not None and (real := machine.reelles / found["nom"]).is_dir():
            ours = machine.dossier / "actions" / found["commit"]
            ours.mkdir(parents=True, exist_ok=True)
            git(real, "archive", f"--output={ours}.tar", found["commit"])
            shutil.unpack_archive(f"{ours}.tar", ours, filter="data")
        yield found["action"], ours


def _read(log: Iterable[Mapping[str, Any]]) -> dict[str, Resultat]:
    """Read the log of a run: one record a line."""
    records: dict[str, list[Mapping[str, Any]]] = {}
    for record in log:
        if "jobID" in record:
            name = " ".join([record["jobID"], *map(str, (record["matrix"] or {}).values())])
            records.setdefault(name, []).append(record)
    return {name: _job(told) for name, told in records.items()}


def _job(records: list[Mapping[str, Any]]) -> Resultat:
    steps: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        if record.get("stage") == "Main":
            steps.setdefault(record["step"], []).append(record)
    (result,) = [record["jobResult"] for record in records if "jobResult" in record]
    summary = "".join(record["content"] for record in records if record.get("command") == "summary")
    return Resultat(tuple(_step(name, told) for name, told in steps.items()), result == "success", summary)


def _step(name: str, records: list[Mapping[str, Any]]) -> Etape:
    read = [record for record in records if "raw" in record]
    written = [str(record.get("raw", record["msg"])) for record in records if "raw" in record or "raw_output" in record]
    (ended,) = [record["stepResult"] for record in records if "stepResult" in record and len(record["stepID"]) == 1]
    codes = [int(code) for record in records for code in _CODE.findall(record["msg"]) if "raw_output" not in record]
    return Etape(
        name,
        0 if ended == "success" else codes[-1],
        "".join(written).replace("\r\n", "\n"),
        tuple((record["command"], record["kvPairs"] or {}, record["arg"]) for record in read),
    )
