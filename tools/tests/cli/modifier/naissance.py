"""A convention that begins from a file of answers, as `convention nouveau` makes it, and what its members owe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.commande import Sortie, lancer
from tests.essais import RACINE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXEMPLE = RACINE / "docs/exemples/reponses.yaml"
REPONSES = EXEMPLE.read_text("utf-8")


def demander(dossier: Path, *options: str, reponses: str = REPONSES, env: Mapping[str, str] | None = None) -> Sortie:
    """Give answers, those of the example by default, for a repository that is to be in « brume »."""
    (dossier / "r.yaml").write_text(reponses, "utf-8")
    return lancer(dossier, "nouveau", "brume", "--reponses", "r.yaml", *options, env=env)


def naitre(dossier: Path, *options: str, reponses: str = REPONSES, env: Mapping[str, str] | None = None) -> Path:
    """Do the same with answers that are right; return the repository."""
    done = demander(dossier, *options, reponses=reponses, env=env)
    assert (done.code, done.message) == (0, "")
    return dossier / "brume"


def owed(depot: Path) -> dict[str, str]:
    """Return what each owes of the exercice, in euros."""
    found: dict[str, str] = json.loads(lancer(depot, "calculer", "--format", "json").sortie)["totaux"]["par_adherent"]
    return found
