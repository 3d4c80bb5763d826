"""What measures share: running a process to its end, a row of the table, the page that keeps them.

Knows: processes. Must not know: what is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RIEN: Mapping[str, str] = {}
SANS_MEMOIRE = {"XDG_CACHE_HOME": os.devnull}
"""Nothing can be kept there: each run is the first."""
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


class Usage(NamedTuple):
    """What one process used: seconds of CPU and of the clock, mebibytes at its largest."""

    cpu: float
    horloge: float
    memoire: float


class Temps(NamedTuple):
    """Seconds of the processor, and of the clock."""

    processeur: float
    horloge: float


class Mesure(NamedTuple):
    """One row of the table."""

    nom: str
    valeur: str
    objectif: str
    tenu: bool


def run(command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] = RIEN) -> Usage:
    """Run a process to its end and read what it used.

    Raises:
        RuntimeError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=cwd, env={**environment(), **env})
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{json.dumps(command[:6])}: exit code {process.returncode}"
        raise RuntimeError(message)
    return Usage(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """Return the environment of a user's machine: compiled modules are kept from one run to the next."""
    left_out = ("PYTHONDONTWRITEBYTECODE",)
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") and name not in left_out}


def at_most(nom: str, valeur: float, goal: float, unit: str = "", digits: int = 2) -> Mesure:
    """Make a row whose figure must not pass a goal: « 1,38 s », « ≤ 4 s »."""
    after = f" {unit}" if unit else ""
    shown, wanted = f"{valeur:.{digits}f}{after}", f"≤ {goal if unit else float(goal)}{after}"
    return Mesure(nom, shown.replace(".", ","), wanted.replace(".", ","), valeur <= goal)


def keep(marque: str, table: str) -> None:
    """Put a table in docs/performance.md, between its two marks."""
    first, last = f"<!-- {marque} -->", f"<!-- fin de {marque} -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(first)
    PAGE.write_text(f"{before}{first}\n\n{table}\n{last}{rest.partition(last)[2]}", encoding="utf-8")
