"""Measure the site: what it takes to build one or all of its levels, to publish again, and what a page weighs.

Knows: MkDocs, generated repositories. Must not know: how a page is made.
Each build is a whole process, once: a build of half a minute varies by a few hundredths.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mesure import Mesure, Usage, at_most, run
from tests.cli.commande import PROGRAMME
from tests.essais import GRAND_NANCY, RACINE
from tests.generateur import depot_fictif, write
from tests.site.construction import JOUR, atelier

if TYPE_CHECKING:
    from collections.abc import Iterator

ANNEES = (2024, 2025, 2026)
CLOS = ANNEES[:2]
COMPOSANTS = 40
ENGENDRES = {100: 116, 300: 371}
"""How many folders make so many adherents in the current exercice: some left before."""
REEL_SECONDES, GRAND_SECONDES, GRAND_MEBIOCTETS, PAGE_KILOOCTETS = 15, 90, 500, 300
TOUS_SECONDES, APRES_SECONDES, TOUS_MEBIOCTETS = 25, 3, 60
MEME_SECONDES = 1
QUANTITE = ("adherents/laxou/quantites/2026.yaml", "copieurs: 9", "copieurs: 10")
"""What is edited between two publications: its last count, which is in force."""
FOIS_MAX = 4
"""From 100 to 300 adherents: 3 would be proportional."""


class Construit(NamedTuple):
    """A site built."""

    usage: Usage
    page: float
    """Kilobytes of the heaviest page."""


def mesures() -> Iterator[Mesure]:
    """Build the site of this repository, of 100 and of 300 adherents."""
    with tempfile.TemporaryDirectory() as folder:
        reel = _built(RACINE, Path(folder, "reel"))
        petit, grand = (_generated(Path(folder, str(number)), number) for number in ENGENDRES)
    yield at_most("Site de ce dépôt (22 adhérents × 5 exercices) : temps", reel.usage.cpu, REEL_SECONDES, "s")
    name = f"Site de 300 adhérents × {len(ANNEES)} exercices"
    yield at_most(f"{name} : temps", grand.usage.cpu, GRAND_SECONDES, "s")
    yield at_most(f"{name} : mémoire", grand.usage.memoire, GRAND_MEBIOCTETS, "Mo", digits=0)
    yield at_most(f"{name} : temps, contre celui de 100", grand.usage.cpu / petit.usage.cpu, FOIS_MAX)
    yield at_most("Page la plus lourde de ces sites", max(reel.page, grand.page), PAGE_KILOOCTETS, "ko", digits=0)


def publications() -> Iterator[Mesure]:
    """Publish every level of the frozen data, again as it is, again once a quantity is edited; those of 100, of 300."""
    with tempfile.TemporaryDirectory() as folder:
        depot, vers = atelier(shutil.copytree(GRAND_NANCY, Path(folder, "depot"))), Path(folder, "srv")
        first = _published(depot, vers)
        size = sum({path.stat().st_ino: path.stat().st_size for path in vers.rglob("*") if path.is_file()}.values())
        same = _published(depot, vers)
        place, before, after = QUANTITE
        (depot / place).write_text(after.join((depot / place).read_text("utf-8").rsplit(before, 1)), "utf-8")
        again = _published(depot, vers)
        few, many = (
            _published(_written(Path(folder, str(number)), number), Path(folder, f"srv-{number}"))
            for number in ENGENDRES
        )
    name = "Tous les niveaux (22 adhérents)"
    yield at_most(f"{name} : horloge", first.horloge, TOUS_SECONDES, "s")
    yield at_most(f"{name} : taille", size / 2**20, TOUS_MEBIOCTETS, "Mo", digits=0)
    yield at_most(f"{name}, rien de modifié : processeur", same.cpu, MEME_SECONDES, "s")
    yield at_most(f"{name}, une quantité modifiée : horloge", again.horloge, APRES_SECONDES, "s")
    yield at_most("Tous les niveaux de 300 adhérents : temps, contre ceux de 100", many.cpu / few.cpu, FOIS_MAX)


def _published(racine: Path, vers: Path) -> Usage:
    return run([*PROGRAMME, "-C", str(racine), "site", "--tous", "--vers", str(vers), "--date", JOUR])


def _generated(folder: Path, number: int) -> Construit:
    return _built(_written(folder / "depot", number), folder / "site")


def _written(folder: Path, number: int) -> Path:
    return atelier(write(folder, depot_fictif(ENGENDRES[number], COMPOSANTS, 1, ANNEES, CLOS)))


def _built(racine: Path, vers: Path) -> Construit:
    usage = run([*PROGRAMME, "-C", str(racine), "site", "--vers", str(vers), "--date", JOUR])
    return Construit(usage, max(path.stat().st_size for path in vers.rglob("*.html")) / 1000)
