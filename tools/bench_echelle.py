"""Measure how the tool grows: 100, 300 and 1 000 adherents × 500 components, checked, computed, compared.

Knows: generated repositories, whole processes. Must not know: how a contribution is computed.
Growth is told against that of adherents × components: 1 is proportional. `--ecrire` keeps the table in
docs/performance.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from mesure import SANS_MEMOIRE, keep, run
from tests.cli.commande import PROGRAMME
from tests.compare.depots_git import git_repository
from tests.generateur import depot_fictif

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mesure import Usage

ADHERENTS = (100, 300, 1000)
COMPOSANTS = 500
CROISSANCE_MAX = 1.15
MARQUE = "échelle"
MONTANT = re.compile(r"(?<=: )([0-9]+)(?=\.[0-9]{2}[,}])")
QUANTITE = re.compile(r"(?<=: )([0-9]+)(?=(?:\.[0-9])?[,}])")


class Geste(NamedTuple):
    """A command measured, and how many times: the long ones vary little."""

    nom: str
    arguments: tuple[str, ...]
    fois: int = 3


GESTES = (
    Geste("`valider`", ("valider",)),
    Geste("`calculer`, en tableau", ("calculer",)),
    Geste("`calculer`, en CSV", ("calculer", "--format", "csv")),
    Geste("`calculer`, en JSON", ("calculer", "--format", "json")),
    Geste("`comparer`, un prix changé", ("comparer", "v1", "v2"), 1),
    Geste("`comparer`, tous les prix changés", ("comparer", "v1", "v3"), 1),
    Geste("`comparer`, tous les prix et toutes les quantités changés", ("comparer", "v1", "v4"), 1),
)


def main() -> int:
    """Print the table, row by row; return 1 when a growth passes the goal."""
    sizes = " | ".join(f"{number} (s)" for number in ADHERENTS)
    steps = " | ".join(f"de {before} à {after}" for before, after in pairwise(ADHERENTS))
    rows = [
        f"| Commande | {sizes} | Mémoire à {ADHERENTS[-1]} (Mo) | {steps} |  |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    print("\n".join(rows), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        depots = [_depot(Path(folder, str(number)), number) for number in ADHERENTS]
        for geste in GESTES:
            rows.append(_row(geste.nom, [_measured(geste, depot) for depot in depots]))
            print(rows[-1], flush=True)
    if "--ecrire" in sys.argv:
        keep(MARQUE, "\n".join(rows) + "\n")
    return 1 if any(row.endswith("dépassé |") for row in rows) else 0


def _depot(folder: Path, adherents: int) -> Path:
    """Commit a base, one price changed, all prices changed, all prices and all quantities changed."""
    base = depot_fictif(adherents, COMPOSANTS, 1)
    prices = base | _raised(base, "pricing/composants/", MONTANT)
    path = "pricing/composants/S02.yaml"
    one = {**base, path: MONTANT.sub(_more, base[path], count=1)}
    return git_repository(folder, [base, one, prices, prices | _raised(base, "adherents/", QUANTITE, "/quantites/")])


def _raised(files: Mapping[str, str], start: str, figure: re.Pattern[str], within: str = "") -> dict[str, str]:
    return {path: figure.sub(_more, text) for path, text in files.items() if path.startswith(start) and within in path}


def _more(found: re.Match[str]) -> str:
    return str(int(found[1]) + 1 + int(found[1]) // 20)


def _measured(geste: Geste, depot: Path) -> Usage:
    command = [*PROGRAMME, "-C", str(depot), *geste.arguments]
    runs = [run(command, env=SANS_MEMOIRE) for _ in range(geste.fois)]
    return runs[0]._replace(cpu=median(item.cpu for item in runs), memoire=max(item.memoire for item in runs))


def _row(nom: str, used: list[Usage]) -> str:
    growth = [
        second.cpu / first.cpu / (after / before)
        for (first, second), (before, after) in zip(pairwise(used), pairwise(ADHERENTS), strict=True)
    ]
    figures = [*(f"{item.cpu:.1f}" for item in used), f"{used[-1].memoire:.0f}", *(f"{rate:.2f}" for rate in growth)]
    kept = "tenu" if max(growth) <= CROISSANCE_MAX else "dépassé"
    return f"| {nom} | {' | '.join(figures).replace('.', ',')} | {kept} |"


if __name__ == "__main__":
    sys.exit(main())
