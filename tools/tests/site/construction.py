"""The site built by the real MkDocs, once a reader for all test processes.

Knows: processes, folders. Must not know: what is tested.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.cli.commande import HERITE
from tests.essais import RACINE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PATIENCE_SECONDES = 300
JOUR = "2026-11-23"


def mkdocs(racine: Path, vers: Path, niveau: str) -> subprocess.CompletedProcess[str]:
    """Build a site as `make site` does."""
    env = {**HERITE, "CONVENTION_NIVEAU": niveau, "CONVENTION_DATE": JOUR, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(vers)]
    return subprocess.run(command, cwd=racine, env=env, capture_output=True, encoding="utf-8", check=False)


def atelier(folder: Path) -> Path:
    """Copy what a site is built from, besides the data."""
    for name in ("docs/site", "docs/theme", "tools/convention/site/gabarits"):
        shutil.copytree(RACINE / name, folder / name)
    for name in ("mkdocs.yml", "docs/glossaire.md", "tools/crochet_mkdocs.py", "tools/crochet_servir.py"):
        shutil.copy(RACINE / name, folder / name)
    return folder


def construit(fabrique: pytest.TempPathFactory, niveau: str) -> Path:
    """Build this repository's site, or wait for the test process that builds it."""
    shared = fabrique.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    name = niveau.replace(":", "-")
    site, done = shared / f"site-{name}", shared / f"site-{name}.fait"
    try:
        (shared / f"site-{name}.en-cours").mkdir()
    except FileExistsError:
        _wait(done)
    else:
        run = mkdocs(RACINE, site, niveau)
        done.write_text(f"{run.returncode}\n{run.stderr}", "utf-8")
    assert done.read_text("utf-8").startswith("0\n"), done.read_text("utf-8")
    return site


def _wait(path: Path) -> None:
    limit = time.monotonic() + PATIENCE_SECONDES
    while not path.is_file():
        assert time.monotonic() < limit, "the site took too long to build"
        time.sleep(0.2)
