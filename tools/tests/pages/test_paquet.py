"""The tool alone: its package, installed by its own lock into an empty environment, works on a folder of data."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.cli.commande import HERITE
from tests.compare.depots_git import git
from tests.espaces import espaces
from tests.essais import FIGES, RACINE, remplacer
from tests.forge.execution import DU_SYSTEME, RESEAU, Execution, Machine, Reglages, install, run_workflow
from tests.forge.runner.gitlab_local import ABSENT, PROGRAMME
from tests.machine import exiger

pytestmark = pytest.mark.long
ENV = {nom: value for nom, value in HERITE.items() if nom != "PYTHONPATH"} | {"PATH": os.defpath}


def _make(copie: Path, umask: int = 0o022) -> Path:
    """Run `make paquet` in a copy of this checkout, made under a mask of rights: nothing of its build stays here."""
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE", "verrous/site.txt", "tools/convention"):
        source, target = RACINE / name, copie / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for path in copie.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~umask)
    install(copie)
    # The environment is as `make installer` leaves it.
    make = ["make", "paquet", "VERROU=verrous/site.txt"]
    subprocess.run(make, cwd=copie, env=HERITE, umask=umask, check=True, capture_output=True)
    return copie / "build" / "paquet"


@pytest.fixture(scope="module")
def paquets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make(tmp_path_factory.mktemp("copie") / "depot")


@pytest.fixture(scope="module")
def outil(paquets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the tool by its lock into an empty environment, as docs/demarrer.md says."""
    vide = tmp_path_factory.mktemp("vide")
    subprocess.run([sys.executable, "-m", "venv", str(vide)], check=True)
    [said] = re.findall(r"```sh\n(.*?)```", (RACINE / "docs/demarrer.md").read_text("utf-8"), re.DOTALL)
    words = shlex.split(said)[1:]
    subprocess.run([vide / "bin" / "python", *words], cwd=paquets.parents[1], env=ENV, check=True, capture_output=True)
    return vide / "bin"


def test_the_packages_hold_every_file_of_the_tool_and_no_test(paquets: Path) -> None:
    tracked = {path.removeprefix("tools/") for path in git(RACINE, "ls-files", "tools/convention").splitlines()}
    (wheel,), (sdist,) = paquets.glob("*.whl"), paquets.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as read:
        held = {name for name in read.namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        source = {name.partition("/tools/")[2] for name in archive.getnames() if "/tools/convention/" in name}
    assert held == tracked
    assert tracked <= source
    assert not [name for name in source if "tests" in name]


def test_made_again_elsewhere_later_and_with_other_rights_they_are_the_same_bytes(
    paquets: Path, tmp_path: Path
) -> None:
    again = _make(tmp_path / "ailleurs", umask=0o077)
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (paquets, again))
    assert [name.rpartition(".")[2] for name in sorted(first)] == ["whl", "gz", "txt"]
    assert first == second


def test_it_checks_computes_and_publishes_the_data_of_a_folder_that_git_does_not_know(
    outil: Path, tmp_path: Path
) -> None:
    donnees = shutil.copytree(FIGES / "syndicat", tmp_path / "donnees")

    def told(*arguments: str) -> str:
        command = [str(outil / "convention"), "-C", str(donnees), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=ENV, check=True, capture_output=True, encoding="utf-8").stdout

    assert "63 fichiers vérifiés : aucune erreur" in espaces(told("valider"))
    assert "Valcendre" in told("calculer")
    assert told("site") == f"Le site est dans {donnees / 'build/site'} (niveau tous les adhérents).\n"
    assert "Syndicat des Trois Vallées" in (donnees / "build" / "site" / "index.html").read_text("utf-8")


def test_a_repository_made_for_gitlab_passes_its_pipeline(outil: Path, paquets: Path, tmp_path: Path) -> None:
    exiger(PROGRAMME.is_file() and shutil.which("rsync"), ABSENT)
    answers = (RACINE / "docs/exemples/reponses.yaml").read_text("utf-8")
    (tmp_path / "r.yaml").write_text(f"{answers}forge: gitlab\n", "utf-8")
    (tmp_path / ".gitconfig").write_text("[user]\nname = Essai\nemail = essai@example.org\n", "utf-8")
    env = {**ENV, "HOME": str(tmp_path), "PATH": os.pathsep.join([str(outil), *DU_SYSTEME])}
    made = [*shlex.split("convention nouveau brume --reponses r.yaml --git --outil"), str(paquets / "outil.txt")]
    subprocess.run(made, cwd=tmp_path, env=env, check=True, capture_output=True)
    depot = tmp_path / "brume"
    base = git(depot, "rev-parse", "HEAD").strip()
    remplacer(depot / "pricing/composants/S01.yaml", "2400.00", "2500.00")
    git(depot, "commit", "--all", "--quiet", "--message", "Un prix")
    # Its remote is what GitLab clones from.
    git(depot, "remote", "add", "origin", "git@forge.exemple:villages/brume.git")
    given = {
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_DEFAULT_BRANCH": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CONVENTION_PAQUETS": str(paquets),
    }
    node = Path(shutil.which("node") or "node")
    options = [option for name, value in given.items() for option in ("--variable", f"{name}={value}")]
    fixed = ["--force-shell-executor", "--no-json-schema-validation", "--ignore-predefined-vars", ",".join(given)]
    done = subprocess.run(
        [node, PROGRAMME, "--concurrency=1", *fixed, *options],
        cwd=depot,
        env={**ENV, "HOME": str(tmp_path), "PATH": os.pathsep.join([*DU_SYSTEME, str(node.parent)]), **RESEAU},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert (depot / "qualite.json").read_text("utf-8") == "[]\n"
    assert "Messagerie" in (depot / "resume.md").read_text("utf-8")
    assert "villages de la Brume" in (depot / "build/site/index.html").read_text("utf-8")


def test_a_repository_that_it_makes_passes_each_step_of_its_own_workflow(
    outil: Path, paquets: Path, tmp_path: Path
) -> None:
    shutil.copy(RACINE / "docs/exemples/reponses.yaml", tmp_path)
    (tmp_path / ".gitconfig").write_text("[user]\nname = Essai\nemail = essai@example.org\n", "utf-8")
    env = {**ENV, "HOME": str(tmp_path), "PATH": os.pathsep.join([str(outil), os.defpath])}
    made = [*shlex.split("convention nouveau brume --reponses reponses.yaml --git --outil"), str(paquets / "outil.txt")]
    subprocess.run(made, cwd=tmp_path, env=env, check=True, capture_output=True)
    depot = tmp_path / "brume"
    remplacer(depot / "pricing/composants/S01.yaml", "2400.00", "2500.00")
    git(depot, "commit", "--all", "--quiet", "--message", "Un prix")
    path = depot / ".github/workflows/convention.yml"
    sha = git(depot, "rev-parse", "HEAD").strip()
    given = {"ORIGINE": str(depot), "FORGE": str(tmp_path), **RESEAU}
    machine = Machine(tmp_path / "machine", given, reglages=Reglages({"CONVENTION_PAQUETS": str(paquets)}))
    event = {"number": 1, "repository": {"default_branch": "main"}}
    run = run_workflow(Execution(path.read_text("utf-8"), "pull_request", event, sha), machine)["convention"]
    assert run.reussi, run.etapes[-1]
    assert "Messagerie" in run.resume
    assert "villages de la Brume" in (tmp_path / "artefacts/site/index.html").read_text("utf-8")
    assert git(depot, "status", "--porcelain") == ""
