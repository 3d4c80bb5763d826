"""Measure the site: what MkDocs takes to build it, here and for hundreds of adherents, and what a page weighs.

Knows: MkDocs, generated repositories. Must not know: how a page is made.
Each build is a whole process, once: a build of half a minute varies by a few hundredths.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mesure import Mesure, Usage, at_most, run
from tests.essais import RACINE
from tests.generateur import depot_fictif, write
from tests.site.construction import CONVENTION, JOUR, atelier

if TYPE_CHECKING:
    from collections.abc import Iterator

ANNEES = (2024, 2025, 2026, 2027, 2028)
CLOS = ANNEES[:2]
COMPOSANTS = 40
ENGENDRES = {100: 125, 300: 381}
"""How many folders make so many adherents in the current exercice: some left before."""
REEL_SECONDES, GRAND_SECONDES, GRAND_MEBIOCTETS, PAGE_KILOOCTETS = 15, 90, 500, 300
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
    name = "Site de 300 adhérents × 5 exercices"
    yield at_most(f"{name} : temps", grand.usage.cpu, GRAND_SECONDES, "s")
    yield at_most(f"{name} : mémoire", grand.usage.memoire, GRAND_MEBIOCTETS, "Mo", digits=0)
    yield at_most(f"{name} : temps, contre celui de 100", grand.usage.cpu / petit.usage.cpu, FOIS_MAX)
    yield at_most("Page la plus lourde de ces sites", max(reel.page, grand.page), PAGE_KILOOCTETS, "ko", digits=0)


def _generated(folder: Path, number: int) -> Construit:
    data = depot_fictif(ENGENDRES[number], COMPOSANTS, 1, ANNEES, CLOS)
    return _built(atelier(write(folder / "depot", data)), folder / "site")


def _built(racine: Path, vers: Path) -> Construit:
    usage = run([*CONVENTION, "-C", str(racine), "site", "--vers", str(vers), "--date", JOUR])
    return Construit(usage, max(path.stat().st_size for path in vers.rglob("*.html")) / 1000)
