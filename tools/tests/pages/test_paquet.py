"""The tool alone: its package, installed by its own lock into an empty environment, works on a folder of data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import HERITE
from tests.compare.depots_git import git
from tests.essais import FIGES, RACINE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def paquets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the packages as `make paquet` does, in a copy of this checkout: nothing of its build stays here."""
    copie = tmp_path_factory.mktemp("copie") / "depot"
    for name in ("pyproject.toml", "README.md", "LICENSE", "tools/convention"):
        source, target = RACINE / name, copie / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", "paquet", "."]
    subprocess.run([sys.executable, *PIP, *wheel], cwd=copie, check=True)
    sdist = "from setuptools.build_meta import build_sdist; build_sdist('paquet')"
    subprocess.run([sys.executable, "-c", sdist], cwd=copie, check=True, capture_output=True)
    return copie / "paquet"


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


def test_it_checks_computes_and_publishes_the_data_of_a_folder_that_git_does_not_know(
    paquets: Path, tmp_path: Path
) -> None:
    vide, donnees = tmp_path / "vide", shutil.copytree(FIGES / "syndicat", tmp_path / "donnees")
    subprocess.run([sys.executable, "-m", "venv", str(vide)], check=True)
    python, convention = vide / "bin" / "python", vide / "bin" / "convention"
    lock = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(RACINE / "verrous" / "site.txt")]
    subprocess.run([python, *PIP, *lock], check=True)
    (wheel,) = paquets.glob("*.whl")
    subprocess.run([python, *PIP, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    env = {nom: value for nom, value in HERITE.items() if nom != "PYTHONPATH"} | {"PATH": os.defpath}

    def told(*arguments: str) -> str:
        command = [str(convention), "-C", str(donnees), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True, encoding="utf-8").stdout

    assert "62 fichiers vérifiés : aucune erreur" in told("valider").replace("\u00a0", " ")
    assert "Valcendre" in told("calculer")
    assert told("site") == "Le site est dans build/site.\n"
    assert "Syndicat des Trois Vallées" in (donnees / "build" / "site" / "index.html").read_text("utf-8")
