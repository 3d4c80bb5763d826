"""The real command, run as its users run it: another process, its bytes, its exit code.

Knows: processes. Must not know: what is tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROGRAMME = (sys.executable, "-m", "convention.cli.main")
HERITE = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "LC_", "TZ"))}


class Sortie(NamedTuple):
    """What a run gave."""

    code: int
    sortie: bytes
    erreurs: bytes

    @property
    def message(self) -> str:
        """What the error stream says."""
        return self.erreurs.decode("utf-8")


def lancer(dossier: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Sortie:
    """Run the command from a folder."""
    done = subprocess.run(
        [*PROGRAMME, *arguments], cwd=dossier, env={**HERITE, **(env or {})}, capture_output=True, check=False
    )
    return Sortie(done.returncode, done.stdout, done.stderr)


def contenu(dossier: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    paths = sorted(path for path in dossier.rglob("*") if path.is_file())
    return {path.relative_to(dossier).as_posix(): path.read_bytes() for path in paths}
