"""What the commands say of the second convention.

Knows: `depots/syndicat`, the commands. Must not know: what is tested.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

SYNDICAT = Path(__file__).parent / "depots" / "syndicat"


def command(*arguments: str) -> str:
    """Run the command on the second convention; nothing else may be printed."""
    done = subprocess.run(
        [sys.executable, "-m", "convention.cli.main", "-C", str(SYNDICAT), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@cache
def computed(annee: int) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(command("calculer", "--exercice", str(annee), "--format", "json"))


def billed(objet: str, annee: int) -> dict[str, str]:
    """Return what each one owes for a component, an expense or the forfait, zeros left out."""
    lines = [line for line in computed(annee)["lignes"] if (line["composant"] or "masse-salariale") == objet]
    return {line["adherent"]: line["montant"] for line in lines if line["montant"] != "0.00"}
