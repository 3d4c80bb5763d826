"""Fifty readers who ask for pages at once, on a real Apache: signed in, each with its own session, then without.

Knows: `ab`, the servers of the tests. Must not know: what a page says. Figures are told against the same server, the
same page, without sign-in; `--ecrire` keeps the table in docs/performance.md.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from convention.reports.depot.apache import PRIVE, PROPRES, PUBLIC, apache_text
from mesure import keep
from tests.essais import nancy
from tests.site.hebergement.serveur import Lecteur, heberger, jeton_de_session, manquants

if TYPE_CHECKING:
    from collections.abc import Sequence

LECTEURS = 50
MEDIANE_MAX_MS = 50
PAGE = b"<!doctype html><title>Essai</title>" + b"<p>Une page de soixante mille octets.</p>" * 1_500
"""About 60 kB, as most pages of the site."""
MARQUE = "charge"
LOT = 200
"""Pages of one run of `ab`, which is run again and again: told to stop by a clock, it counts its last page as failed.

Each page has its own connection: `ab` counts as failed one that a kept connection, closed meanwhile, asks again.
"""
_RATEES = re.compile(r"^(?:Failed requests|Non-2xx responses): +([0-9]+)", re.MULTILINE)
_CENTILE = re.compile(r"^ +(50|95)% +([0-9]+)", re.MULTILINE)


class Mesure(NamedTuple):
    """What readers got together."""

    par_seconde: float
    mediane_ms: float
    centile95_ms: float
    ratees: int


def demander(adresse: str, temoins: Sequence[dict[str, str]], secondes: int) -> Mesure:
    """Let one reader for each set of cookies ask for an address again and again."""
    start = time.monotonic()

    def lire_sans_cesse(entetes: dict[str, str]) -> list[str]:
        headers = [word for nom, value in entetes.items() for word in ("-H", f"{nom}: {value}")]
        command, told = ["ab", "-q", "-c", "1", "-n", str(LOT), *headers, adresse], []
        while time.monotonic() < start + secondes:
            told.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return told

    with ThreadPoolExecutor(len(temoins)) as readers:
        told = [item for found in readers.map(lire_sans_cesse, temoins) for item in found]
    centiles = [dict(_CENTILE.findall(item)) for item in told]
    return Mesure(
        par_seconde=len(told) * LOT / (time.monotonic() - start),
        mediane_ms=median(int(item["50"]) for item in centiles),
        centile95_ms=median(int(item["95"]) for item in centiles),
        ratees=sum(int(found) for item in told for found in _RATEES.findall(item)),
    )


def mesurer(dossier: Path, secondes: int, lecteurs: int = LECTEURS) -> tuple[Mesure, Mesure]:
    """Serve the same page to whoever asks and to who is signed in; return both measures, without sign-in first.

    Args:
        dossier: an empty folder that another user can read.
        secondes: how long each measure lasts.
        lecteurs: how many ask at once.
    """
    own = f"{PRIVE}/{PROPRES}/essey-les-nancy"
    for place in (PUBLIC, own):
        (dossier / "srv/courant" / place).mkdir(parents=True)
        (dossier / "srv/courant" / place / "index.html").write_bytes(PAGE)
    (dossier / "hote").mkdir()
    accounts = {"essey": {"siret": "21540184500018", "acr": "eidas1"}}
    with heberger(dossier / "srv", dossier / "hote", accounts, lambda serveur: apache_text(nancy(), serveur)) as hote:
        public = demander(f"{hote.site}/", [{}] * lecteurs, secondes)
        readers = [Lecteur(hote, "essey") for _ in range(lecteurs)]
        if any(item.lire(f"/{own}/").code != 200 for item in readers):  # noqa: PLR2004
            raise SystemExit("un lecteur n'a pas pu se connecter")
        return public, demander(f"{hote.site}/{own}/", [jeton_de_session(item) for item in readers], secondes)


def _table(public: Mesure, private: Mesure) -> str:
    rows = [("sans connexion", public), ("connecté, chacun sa session", private)]
    lines = [
        "| Page de 60 ko | Pages par seconde | Médiane (ms) | 95 % (ms) | Échecs |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {nom} | {item.par_seconde:.0f} | {item.mediane_ms:.0f} | {item.centile95_ms:.0f} | {item.ratees} |"
        for nom, item in rows
    ]
    ratio = private.par_seconde / public.par_seconde
    lines.append(f"| connecté, rapporté à sans connexion | {ratio:.2f} | | | |".replace(".", ","))
    return "\n".join(lines)


def main() -> int:
    """Measure for a minute each; fail when a page was not given, or too late."""
    absent = manquants()
    if absent:
        print(f"Il manque : {', '.join(absent)}.", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        public, private = mesurer(Path(name), int(os.environ.get("DUREE", "60")))
    table = _table(public, private)
    print(table)
    if "--ecrire" in sys.argv:
        keep(MARQUE, table)
    return int(public.ratees + private.ratees > 0 or private.mediane_ms >= MEDIANE_MAX_MS)


if __name__ == "__main__":
    sys.exit(main())
