"""What test processes share: the site built by the real MkDocs, once a reader.

Knows: processes, folders. Must not know: what is tested.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

from tests.cli.commande import HERITE, PROGRAMME
from tests.essais import GRAND_NANCY, RACINE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

PATIENCE_SECONDES = 300
JOUR = "2026-11-23"
TOUS = "tous"


def mkdocs(racine: Path, vers: Path, niveau: str) -> subprocess.CompletedProcess[str]:
    """Build a site as `make site` does; of all levels and with a window, for « tous »."""
    asked = ["--tous", "--guichet"] if niveau == TOUS else ["--niveau", niveau]
    command = [*PROGRAMME, "-C", str(racine), "site", "--vers", str(vers), *asked, "--date", JOUR]
    return subprocess.run(command, env=HERITE, capture_output=True, encoding="utf-8", check=False)


def atelier(folder: Path) -> Path:
    """Copy what a repository may have for its site, besides the data."""
    for name in ("mkdocs.yml", "docs/glossaire.md", "docs/accessibilite/grille.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RACINE / name, folder / name)
    return folder


def construit(fabrique: pytest.TempPathFactory, niveau: str) -> Path:
    """Build the site of the frozen data for a reader, or for all (`TOUS`); or wait for the process that does."""
    shared, name = commun(fabrique), f"site-{niveau.replace(':', '-')}"
    site = shared / name

    def build() -> bytes:
        folder = fabrique.mktemp("atelier") / "depot"
        run = mkdocs(atelier(shutil.copytree(GRAND_NANCY, folder)), site, niveau)
        return f"{run.returncode}\n{run.stderr}".encode()

    told = une_fois(shared / f"{name}.fait", build).decode("utf-8")
    assert told.startswith("0\n"), told
    return site


def commun(fabrique: pytest.TempPathFactory) -> Path:
    """Return the folder that all the test processes share."""
    base = fabrique.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def une_fois(fichier: Path, faire: Callable[[], bytes]) -> bytes:
    """Return what a file holds: made by the first process that asks for it, the others wait."""
    turn, limit = fichier.with_suffix(".en-cours"), time.monotonic() + PATIENCE_SECONDES
    while not fichier.is_file():
        try:
            turn.mkdir()
        except FileExistsError:
            assert time.monotonic() < limit, f"{fichier.name} took too long to make"
            time.sleep(0.2)
            continue
        try:
            made = fichier.with_suffix(".a-moitie")
            made.write_bytes(faire())
            made.rename(fichier)
        finally:  # who waits tries in turn, and has the failure itself
            turn.rmdir()
    return fichier.read_bytes()
