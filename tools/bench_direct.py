"""Measure `convention direct`: from a figure that is saved to the picture that a client of the wall receives.

A real process, a real client on loopback. By itself, it writes the seconds of each save, of the processor and of the
clock.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from mesure import Mesure, Temps, at_most, environment
from tests.cli.commande import PROGRAMME
from tests.langage.editeur import depot
from tests.machine import port_libre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

SAUVEGARDES = 16
CHIFFRES = (
    ("adherents/laxou/quantites/2027.yaml", r"copieurs: [0-9]+", "copieurs: {}"),
    ("pricing/composants/S04.yaml", r"2027: {cout_location: [0-9]+", "2027: {{cout_location: 11{}"),
)
"""Files, and the figure of each that is saved again."""
_PATIENCE_SECONDES = 120
_TICS = os.sysconf("SC_CLK_TCK")
_UTILISATEUR, _SYSTEME = 13, 14
"""Fields of /proc/PID/stat."""


def mesures() -> list[Mesure]:
    """Tell the halves; the clock holds the look at the files, five times a second, and the load of the machine."""
    found = _saves()
    name = "`direct`, d'un chiffre enregistré à l'image reçue, la moitié"
    return [
        at_most(f"{name} : processeur", median(item.processeur for item in found), 0.5, "s"),
        at_most(f"{name} : horloge", median(item.horloge for item in found), 1.0, "s"),
    ]


def _saves() -> list[Temps]:
    with tempfile.TemporaryDirectory() as folder:
        racine = depot(Path(folder, "nancy"))
        port = port_libre()
        command = ["-C", str(racine), "direct", "--port", str(port), "--date", "2026-11-28", "--exercice", "2027"]
        process = subprocess.Popen([*PROGRAMME, *command], env=environment(), stderr=subprocess.PIPE)
        try:
            assert process.stderr is not None  # noqa: S101 (a pipe was asked for)
            process.stderr.readline()
            walls = _walls(port)
            next(walls)
            return [_saved(process.pid, walls, racine, rank) for rank in range(SAUVEGARDES)]
        finally:
            process.kill()
            process.wait()


def _saved(pid: int, walls: Iterator[bytes], racine: Path, rank: int) -> Temps:
    """Save a figure, a quantity then a price, and wait for the picture of it."""
    path, figure, written = CHIFFRES[rank % len(CHIFFRES)]
    file = racine / path
    text, times = re.subn(figure, written.format(rank + 10), file.read_text("utf-8"))
    assert times == 1  # noqa: S101 (the data is frozen)
    clock, processor = time.perf_counter(), _used(pid)
    file.write_text(text, "utf-8")
    next(walls)
    return Temps(_used(pid) - processor, time.perf_counter() - clock)


def _walls(port: int) -> Iterator[bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDES)
    connection.request("GET", "/flux", headers={"Host": f"127.0.0.1:{port}"})
    flux: HTTPResponse = connection.getresponse()
    shown = False
    for row in flux:
        if shown:
            yield row
        shown = row.startswith(b"event: mur")


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    # What stands before is the number and the name of the process.
    return sum(int(fields[rank - 2]) for rank in (_UTILISATEUR, _SYSTEME)) / _TICS


if __name__ == "__main__":
    for item in _saves():
        print(f"{item.processeur:.2f} s de processeur, {item.horloge:.2f} s à l'horloge", flush=True)
