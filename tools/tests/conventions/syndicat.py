"""What the commands say of the second convention.

Knows: `depots/syndicat`, the commands. Must not know: what is tested.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.cli.commande import lancer

SYNDICAT = Path(__file__).parents[1] / "depots" / "syndicat"


def command(*arguments: str) -> str:
    """Run the command on the second convention; nothing else may be printed."""
    run = lancer(SYNDICAT, *arguments)
    assert (run.code, run.message) == (0, "")
    return run.sortie.decode("utf-8")


@cache
def computed(annee: int) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(command("calculer", "--exercice", str(annee), "--format", "json"))


def billed(objet: str, annee: int) -> dict[str, str]:
    """Return what each one owes for a component, an expense or the forfait, zeros left out."""
    lines = [line for line in computed(annee)["lignes"] if (line["composant"] or "masse-salariale") == objet]
    return {line["adherent"]: line["montant"] for line in lines if line["montant"] != "0.00"}
