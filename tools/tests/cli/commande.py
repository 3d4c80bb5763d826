"""The real command, run as its users run it: another process, its bytes, its exit code.

Knows: processes. Must not know: what is tested.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tests.espaces import espaces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAMME = (sys.executable, "-m", "convention.cli.main")
HERITE = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "LC_", "TZ"))}

DEMARRAGE = ("PYTHON", "LC_", "LANG", "TZ")
"""Variables that an interpreter reads when it starts."""


class Sortie(NamedTuple):
    """What a run gave."""

    code: int
    sortie: bytes
    erreurs: bytes

    @property
    def message(self) -> str:
        """What the error stream says."""
        return self.erreurs.decode("utf-8")

    @property
    def dit(self) -> str:
        """What it prints, as a test types it."""
        return espaces(self.sortie.decode("utf-8"))

    @property
    def reproche(self) -> str:
        """What the error stream says, as a test types it."""
        return espaces(self.message)

    def refuse(self, code: int, *phrases: str) -> None:
        """Check that the command has stopped with this code, printed nothing, and said these words."""
        assert (self.code, self.sortie) == (code, b"")
        assert [words for words in phrases if words not in self.message and words not in self.reproche] == []


def executer(dossier: Path, *programme: str, env: Mapping[str, str] | None = None) -> Sortie:
    """Run any program from a folder: an interpreter with a script of ours, a shell with pipes."""
    done = subprocess.run(programme, cwd=dossier, env={**HERITE, **(env or {})}, capture_output=True, check=False)
    return Sortie(done.returncode, done.stdout, done.stderr)


def lancer(dossier: Path, *arguments: str, env: Mapping[str, str] | None = None, entree: str = os.devnull) -> Sortie:
    """Run the command from a folder: by a fresh interpreter when what is asked for changes how it starts."""
    if any(name.startswith(DEMARRAGE) for name in env or ()):
        return executer(dossier, *PROGRAMME, *arguments, env=env)
    with TemporaryDirectory() as folder:
        streams = [entree, f"{folder}/sortie", f"{folder}/erreurs"]
        code = _amorce().demander(dossier, arguments, {**HERITE, **(env or {})}, streams)
        output, errors = (Path(path).read_bytes() for path in streams[1:])
    return Sortie(code, output, errors)


def sceller(dossier: Path, echeance: str, *options: str) -> Sortie:
    """Seal a call, and confirm what it says may still change."""
    asked = ("appels", "sceller", echeance, *options)
    tried = lancer(dossier, *asked)
    confirmed = re.search(r"ajouter (--confirmer) ([0-9a-f]{12})", tried.message)
    return lancer(dossier, *asked, *confirmed.groups()) if confirmed is not None else tried


class _Amorce:
    """The process of `amorce.py`, as long as this one lives."""

    def __init__(self) -> None:
        program = [sys.executable, str(Path(__file__).with_name("amorce.py"))]
        # A fork copies no thread: none may be started by a library that is imported.
        env = {**HERITE, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(program, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self._end)

    def _end(self) -> None:
        with self._process as process:  # its pipes are closed, and its end is awaited
            process.kill()

    def demander(self, dossier: Path, arguments: Sequence[str], env: Mapping[str, str], streams: Sequence[str]) -> int:
        """Run once; return the exit code."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"dossier": str(dossier), "arguments": arguments, "env": env, "flux": streams}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@cache
def _amorce() -> _Amorce:
    return _Amorce()


MESURER = """
import pathlib, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""A process between: the peak of a child begins with the memory of the one that starts it, and a test's is large."""


class Mesure(NamedTuple):
    """What a run gave, and the memory that it took."""

    sortie: Sortie
    memoire_mo: float


def mesurer(dossier: Path, *arguments: str) -> Mesure:
    """Run the command from a folder; measure the peak of its memory, in megabytes."""
    with TemporaryDirectory() as folder:
        usage = Path(folder) / "usage"
        run = executer(dossier, sys.executable, "-c", MESURER, str(usage), *PROGRAMME, *arguments)
        kilobytes = int(usage.read_text("utf-8"))
    return Mesure(run, kilobytes / 1024)


COMPTER = """
import cProfile, io, pstats, sys
from contextlib import redirect_stdout
from convention.cli.main import run
profile = cProfile.Profile()
with redirect_stdout(io.StringIO()):
    profile.runcall(run, sys.argv[1:])
print(pstats.Stats(profile).total_calls)
"""


def travail(dossier: Path, *arguments: str) -> int:
    """Run the command from a folder; count its calls, those of C functions too: a work that no machine slows down."""
    return int(executer(dossier, sys.executable, "-c", COMPTER, *arguments).sortie)


def contenu(dossier: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    paths = sorted(path for path in dossier.rglob("*") if path.is_file())
    return {path.relative_to(dossier).as_posix(): path.read_bytes() for path in paths}
