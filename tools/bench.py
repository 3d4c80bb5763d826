"""Measure the tool as ratios in one run, so that the machine's speed does not count.

Each figure is a median of interleaved pairs (ours, the reference, ours, …), in CPU time of whole processes unless said
otherwise. `--ecrire` keeps the table in docs/performance.md.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench_direct import mesures as murs
from bench_langage import mesures as frappes
from bench_site import mesures, publications
from convention.engine.partage.repartition import share
from mesure import RIEN, SANS_MEMOIRE, Mesure, at_most, environment, keep, run
from tests.cli.commande import PROGRAMME
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from collections.abc import Mapping

RACINE = Path(__file__).resolve().parent.parent
REPETITIONS = 7
TAILLE_PARTAGE = 1000
SECONDES_MAX = 4
MEBIOCTETS_MAX = 300
MARQUE = "mesures"
# Three files, each with a price that moves.
MODIFICATIONS = (
    ("pricing/forfait.yaml", "montant: 710.60", "montant: 711.60"),
    ("pricing/composants/S04.yaml", "2027: {cout_maintenance: 4800.00}", "2027: {cout_maintenance: 5400.00}"),
    ("pricing/composants/S08.yaml", "2027: {cout_annuel: 62400.00}", "2027: {cout_annuel: 63000.00}"),
)
# It knows nothing of this package: what our own modules cost counts as the rest.
LECTURE_SEULE = """
import click, pydantic, ruamel.yaml
import pathlib, sys
from ruamel.yaml.cyaml import CParser
from ruamel.yaml.events import StreamEndEvent
for folder in ("adherents", "catalogue", "pricing"):
    for path in sorted(pathlib.Path(sys.argv[1], folder).rglob("*.yaml")):
        get_event = CParser(path.read_text(encoding="utf-8")).get_event
        while type(get_event()) is not StreamEndEvent:
            pass
"""


def main() -> int:
    """Print the table; return 1 when a goal is missed."""
    rows = [
        *_against_reading("valider"),
        *_against_reading("calculer"),
        _aide(),
        *_grand(),
        _comparer(),
        _partage(),
        *mesures(),
        *publications(),
        *frappes(),
        *murs(),
    ]
    table = _table(rows)
    print(table)
    if "--ecrire" in sys.argv:
        keep(MARQUE, table)
    return 0 if all(row.tenu for row in rows) else 1


def _against_reading(command: str) -> list[Mesure]:
    """The whole command, against the least that any tool of this kind does: import its libraries, read the files."""
    reading = [sys.executable, "-c", LECTURE_SEULE, str(RACINE)]
    ours = _convention("-C", str(RACINE), command)
    name = (
        f"`{command}`, contre un processus qui importe click, pydantic et ruamel.yaml et ne fait que lire les fichiers"
    )
    return [
        at_most(name, _ratio(ours, reading, SANS_MEMOIRE), 3.5),
        at_most(f"`{command}`, de même, quand rien n'a changé depuis la fois d'avant", _ratio(ours, reading), 1.0),
    ]


def _aide() -> Mesure:
    ratio = _ratio(_convention("--aide"), [sys.executable, "-c", "import click"])
    return at_most("`convention --aide`, contre l'import de click", ratio, 1.3)


def _grand() -> list[Mesure]:
    """200 adherents × 500 components, generated: loading, checks and computation, one process."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), depot_fictif(200, 500, graine=1))
        runs = [run(_convention("-C", folder, "calculer", "--format", "json"), env=SANS_MEMOIRE) for _ in range(3)]
    cpu, memory = median(used.cpu for used in runs), max(used.memoire for used in runs)
    name = "200 adhérents × 500 composants"
    return [
        at_most(f"{name} : temps de calcul", cpu, SECONDES_MAX, "s"),
        at_most(f"{name} : mémoire", memory, MEBIOCTETS_MAX, "Mo", digits=0),
    ]


def _comparer() -> Mesure:
    """Three files changed, against one load with its checks (`valider`)."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        _quiet("git", "clone", "--quiet", str(RACINE), str(clone))
        for path, before, after in MODIFICATIONS:
            content = Path(clone, path).read_text(encoding="utf-8")
            if before not in content:
                message = f"{path}: nothing to modify ({before})"
                raise RuntimeError(message)
            Path(clone, path).write_text(content.replace(before, after), encoding="utf-8")
        # Of files as young as its index, git sums the content again at each command, until one that may write it.
        time.sleep(2)
        _quiet("git", "-C", str(clone), "status")
        comparing, loading = (_convention("-C", str(clone), *asked) for asked in (("comparer", "HEAD"), ("valider",)))
        ratio = _ratio(comparing, loading, SANS_MEMOIRE)
    return at_most("`comparer` avec trois fichiers modifiés, contre un chargement vérifié (`valider`)", ratio, 1.5)


def _partage() -> Mesure:
    """1000 amounts shared among 1000 weights, against a bare loop of integers doing the same (wall time)."""
    weights = [(rank * 7919) % 1000 + 1 for rank in range(TAILLE_PARTAGE)]
    totals = [rank * 104_729 % 10_000_019 for rank in range(TAILLE_PARTAGE)]
    pairs = []
    for _ in range(5):
        start = time.perf_counter()
        for total in totals:
            share(total, weights)
        middle = time.perf_counter()
        for total in totals:
            _bare_share(total, weights)
        pairs.append((middle - start) / (time.perf_counter() - middle))
    return at_most("Partage de 1000 × 1000 avec sa trace, contre une boucle d'entiers nue", median(pairs), 2.0)


def _bare_share(total: int, weights: list[int]) -> list[int]:
    whole = sum(weights)
    parts, rests = [], []
    for weight in weights:
        part, rest = divmod(total * weight, whole)
        parts.append(part)
        rests.append(rest)
    for rank in sorted(range(len(weights)), key=rests.__getitem__, reverse=True)[: total - sum(parts)]:
        parts[rank] += 1
    return parts


def _ratio(ours: list[str], reference: list[str], env: Mapping[str, str] = RIEN) -> float:
    run(ours, env=env), run(reference, env=env)
    pairs = [(run(ours, env=env).cpu, run(reference, env=env).cpu) for _ in range(REPETITIONS)]
    return median(mine / other for mine, other in pairs)


def _convention(*arguments: str) -> list[str]:
    return [*PROGRAMME, *arguments]


def _quiet(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env=environment())


def _table(rows: list[Mesure]) -> str:
    lines = ["| Mesure | Résultat | Objectif | |", "| --- | ---: | ---: | --- |"]
    lines += [f"| {row.nom} | {row.valeur} | {row.objectif} | {'tenu' if row.tenu else 'dépassé'} |" for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
