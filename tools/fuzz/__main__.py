"""Look for bytes that break a promise, reader after reader, and print what was tried: `make fuzz`.

    make fuzz                       a minute a reader
    make fuzz CIBLES=yaml DUREE=600 ten minutes on one of them

What is found is in build/fuzz/<cible>/trouvailles; what was learnt, in build/fuzz/<cible>/corpus, serves again.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import nombre
from fuzz.cibles import CIBLES, words
from tests.essais import RACINE

if TYPE_CHECKING:
    from pathlib import Path

DOSSIER = RACINE / "build" / "fuzz"
SECONDES_PAR_ESSAI = 10
MEMOIRE_MO = 2048
_ESSAIS = re.compile(r"stat::number_of_executed_units: +([0-9]+)")


class Bilan(NamedTuple):
    """What a search did."""

    cible: str
    essais: int
    secondes: int
    trouvailles: tuple[Path, ...]
    code: int


def main() -> None:
    """Search in each reader that is asked for."""
    chosen = os.environ.get("CIBLES", "").split() or list(CIBLES)
    unknown = [nom for nom in chosen if nom not in CIBLES]
    if unknown:
        raise SystemExit(f"Cible inconnue : {', '.join(unknown)}. Cibles : {', '.join(CIBLES)}.")
    duration = int(os.environ.get("DUREE", "60"))
    print(f"{'Cible':<12}{'Essais':>12}{'Par seconde':>14}  Résultat")
    bilans = [_report(_search(nom, duration)) for nom in chosen]
    raise SystemExit(any(item.code for item in bilans))


def _report(bilan: Bilan) -> Bilan:
    told = "rien" if not bilan.code else f"voir {DOSSIER.relative_to(RACINE) / bilan.cible / 'journal.txt'}"
    found = ", ".join(str(path.relative_to(RACINE)) for path in bilan.trouvailles)
    rate = nombre(bilan.essais // max(bilan.secondes, 1))
    print(f"{bilan.cible:<12}{nombre(bilan.essais):>12}{rate:>14}  {found or told}", flush=True)
    return bilan


def _search(nom: str, duration: int) -> Bilan:
    folder = DOSSIER / nom
    folders = {name: folder / name for name in ("departs", "corpus", "trouvailles")}
    for item in folders.values():
        item.mkdir(parents=True, exist_ok=True)
    texts = CIBLES[nom].departs()
    for text in texts:
        (folders["departs"] / hashlib.sha256(text).hexdigest()[:16]).write_bytes(text)
    dictionary = folder / "mots.txt"
    dictionary.write_text("".join(f'"{word.decode()}"\n' for word in words(texts)), encoding="utf-8")
    start = time.monotonic()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "fuzz.lancer", nom),
            *(f"-max_total_time={duration}", f"-timeout={SECONDES_PAR_ESSAI}", f"-rss_limit_mb={MEMOIRE_MO}"),
            *("-max_len=16384", "-print_final_stats=1", f"-dict={dictionary}"),
            *(f"-artifact_prefix={folders['trouvailles']}/", folders["corpus"], folders["departs"]),
        ],
        check=False,
        capture_output=True,
    )
    log = done.stderr.decode("utf-8", "replace")
    (folder / "journal.txt").write_text(log, encoding="utf-8")
    tried = _ESSAIS.search(log)
    return Bilan(
        nom,
        int(tried[1]) if tried else 0,
        round(time.monotonic() - start),
        tuple(sorted(folders["trouvailles"].iterdir())),
        done.returncode,
    )


if __name__ == "__main__":
    main()
