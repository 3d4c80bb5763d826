"""Measure the language server: a figure typed at random, then what is wrong and what it costs, against doing it anew.

Processor time of one process. What is typed is typed over the files as they are: one differs at a time.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from convention.checks.registry import run
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.langage.euros import annoter
from convention.langage.session import Session
from convention.reports.comparaison.tete import top
from convention.reports.comparaison.titre import first_told, told
from mesure import Mesure, at_most
from tests.essais import fichiers
from tests.langage.editeur import depot
from tests.langage.frappes import prix

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.langage.session import Etat

AU = date(2026, 11, 28)
FRAPPES = 120
REFERENCES = 7
CHAUFFE = 20
PAR_FICHIER = 8
"""Figures changed in a file before another is opened."""
PAGE_KIO = 4


def mesures(frappes: int = FRAPPES) -> list[Mesure]:
    """Type, and measure; the references are measured between keystrokes."""
    with tempfile.TemporaryDirectory() as folder:
        racine = depot(Path(folder))
        files, alea, session = fichiers(racine), Random(1), Session(racine, lambda: AU)  # noqa: S311 (no secret)
        session.etat()
        wrong, costs, checks, compared, memory = [], [], [], [], []
        opened = ""
        gc.collect()
        gc.freeze()
        for rank in range(frappes + CHAUFFE):
            path, text = prix(files, alea, opened if rank % PAR_FICHIER else "")
            if path != opened:
                session.ecrire(opened, None)
            session.ecrire(path, text)
            opened = path
            seen = _seconds(session.etat)
            etat = session.etat()
            told_in = _seconds(lambda: annoter(etat, path))  # noqa: B023 (called here)
            if rank >= CHAUFFE:
                wrong.append(seen)
                costs += [] if etat.pause else [told_in]
            if rank % ((frappes + CHAUFFE) // REFERENCES) == 0:
                checks.append(_seconds(lambda: run(etat.depot, AU)))  # noqa: B023 (idem)
                if etat.base.depot is not None and not etat.sans_ecart:
                    compared.append(_seconds(lambda: _anew(etat)))  # noqa: B023 (idem)
                gc.collect()
                memory.append(_memory())
    half = len(memory) // 2
    name = f"Serveur de langage, {frappes} chiffres changés au hasard"
    against = "contre tous les contrôles"
    return [
        at_most(f"{name} : messages, la moitié, {against}", median(wrong) / median(checks), 0.5),
        at_most(f"{name} : messages, 95 sur 100, {against}", _p95(wrong) / median(checks), 0.8),
        at_most(f"{name} : euros, 95 sur 100, contre une comparaison entière", _p95(costs) / median(compared), 0.6),
        at_most(f"{name} : mémoire de la fin, contre celle du milieu", memory[-1] / memory[half], 1.1),
    ]


def _anew(etat: Etat) -> None:
    """Compare as the command does: causes, decision, first lines."""
    assert etat.base.depot is not None  # noqa: S101 (told before)
    comparaison = comparer(etat.base.depot, etat.depot)
    top(comparaison, first_told(told(comparaison)), decide(comparaison, AU))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _memory() -> float:
    """Return what this process holds, in mebibytes."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * PAGE_KIO / 1024


if __name__ == "__main__":
    gc.disable()
    for row in mesures(int(sys.argv[1]) if sys.argv[1:] else FRAPPES):
        print(row)
