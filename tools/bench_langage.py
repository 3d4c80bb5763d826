"""Measure the language server: a figure typed at random, then what is wrong and what it costs, against doing it anew.

Processor time of one process. What is typed is typed over the files as they are: one differs at a time. By itself, it
writes a table in milliseconds: the half ; 95 of 100 ; the longest.
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
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.registry import run
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.langage.euros import annoter
from convention.langage.session import Reglages, Session
from convention.reports.comparaison.tete import top
from convention.reports.comparaison.titre import first_told, told
from mesure import Mesure, Temps, at_most
from tests.compare.depots_git import git_repository
from tests.essais import fichiers
from tests.generateur import depot_fictif
from tests.langage.editeur import depot
from tests.langage.frappes import prix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.langage.session import Etat

AU = date(2026, 11, 28)
FRAPPES = 120
REFERENCES = 7
CHAUFFE = 20
PAR_FICHIER = 8
"""Figures changed in a file before another is opened."""
PAGE_KIO = 4
GRAND = (100, 500, 1)
"""Adherents, components, exercices of the large repository."""


class Releve(NamedTuple):
    """What was measured while typing."""

    messages: list[Temps]
    euros: list[Temps]
    controles: list[float]
    """All the checks, run anew."""
    comparaisons: list[float]
    """A whole comparison, made anew."""
    memoire: list[float]


def mesures() -> list[Mesure]:
    """Type in the data of this repository, then in a large one; tell it against what is made anew."""
    own, large = _both(FRAPPES)
    half = len(own.memoire) // 2
    name = f"Serveur de langage, {FRAPPES} chiffres changés au hasard"
    many = f"Serveur de langage, {GRAND[0]} adhérents × {GRAND[1]} composants, {FRAPPES // 10} chiffres"
    checks, compared = "contre tous les contrôles", "contre une comparaison entière"
    half_told = median(_processor(own.messages)) / median(own.controles)
    return [
        at_most(f"{name} : messages, la moitié, {checks}", half_told, 0.5),
        at_most(f"{name} : messages, 95 sur 100, {checks}", _told(own), 0.8),
        at_most(f"{name} : euros, 95 sur 100, {compared}", _cost(own), 0.6),
        at_most(f"{name} : mémoire de la fin, contre celle du milieu", own.memoire[-1] / own.memoire[half], 1.1),
        at_most(f"{many} : messages, 95 sur 100, {checks}", _told(large), 1.0),
        at_most(f"{many} : euros, 95 sur 100, {compared}", _cost(large), 0.4),
    ]


def _told(found: Releve) -> float:
    return _p95(_processor(found.messages)) / median(found.controles)


def _cost(found: Releve) -> float:
    return _p95(_processor(found.euros)) / median(found.comparaisons)


def _both(frappes: int) -> tuple[Releve, Releve]:
    """Type in the data of this repository, then ten times less in a large one."""
    with tempfile.TemporaryDirectory() as folder:
        own = _taper(depot(Path(folder, "nancy")), frappes, "main")
        large = git_repository(Path(folder, "grand"), [depot_fictif(*GRAND)])
        return own, _taper(large, frappes // 10, "v1")


def table(frappes: int) -> Iterator[str]:
    """Write in milliseconds what typing takes, in the data of this repository and in a large one."""
    yield "| Dépôt, chiffres changés au hasard | | messages (ms) | euros (ms) |"
    yield "| --- | --- | ---: | ---: |"
    own, large = _both(frappes)
    yield from _rows("ce dépôt", own)
    yield from _rows(f"{GRAND[0]} adhérents × {GRAND[1]} composants", large)


def _rows(nom: str, found: Releve) -> Iterator[str]:
    for how, read in (("processeur", _processor), ("horloge", _clock)):
        seen = [read(item) for item in (found.messages, found.euros)]
        cells = [f"{median(item) * 1000:.0f} ; {_p95(item) * 1000:.0f} ; {max(item) * 1000:.0f}" for item in seen]
        yield f"| {nom}, {len(seen[0])} | {how} | {' | '.join(cells)} |"


def _processor(every: list[Temps]) -> list[float]:
    return [item.processeur for item in every]


def _clock(every: list[Temps]) -> list[float]:
    return [item.horloge for item in every]


def _taper(racine: Path, frappes: int, base: str) -> Releve:
    """Type, and measure; the references are measured between keystrokes."""
    files, alea = fichiers(racine), Random(1)  # noqa: S311 (no secret)
    session = Session(racine, lambda: AU, Reglages(base))
    found = Releve([], [], [], [], [])
    session.etat()
    opened = ""
    # As the server does: what refers to itself is collected now and then, and not while somebody types.
    gc.disable()
    gc.collect()
    gc.freeze()
    for rank in range(frappes + CHAUFFE):
        path, text = prix(files, alea, opened if rank % PAR_FICHIER else "")
        if path != opened:
            session.ecrire(opened, None)
        session.ecrire(path, text)
        opened = path
        seen = _time(session.etat)
        etat = session.etat()
        told_in = _time(lambda: annoter(etat, path))  # noqa: B023 (called here)
        if rank >= CHAUFFE:
            found.messages.append(seen)
            found.euros.extend([] if etat.pause else [told_in])
        if rank % max((frappes + CHAUFFE) // REFERENCES, 1) == 0:
            found.controles.append(_time(lambda: run(etat.depot, AU)).processeur)  # noqa: B023 (idem)
            if etat.base.depot is not None and not etat.sans_ecart:
                found.comparaisons.append(_time(lambda: _anew(etat)).processeur)  # noqa: B023 (idem)
            gc.collect()
            found.memoire.append(_memory())
    gc.enable()
    return found


def _anew(etat: Etat) -> None:
    """Compare as the command does: causes, decision, first lines."""
    assert etat.base.depot is not None  # noqa: S101 (told before)
    comparaison = comparer(etat.base.depot, etat.depot)
    top(comparaison, first_told(told(comparaison)), decide(comparaison, AU))


def _time(work: Callable[[], object]) -> Temps:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Temps(time.process_time() - processor, time.perf_counter() - clock)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _memory() -> float:
    """Return what this process holds, in mebibytes."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * PAGE_KIO / 1024


if __name__ == "__main__":
    for row in table(int(sys.argv[1]) if sys.argv[1:] else 1000):
        print(row, flush=True)
