"""What the commands say of the frozen conventions, in words that a test types.

Knows: `depots/`, the commands. Must not know: what is tested.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tests.cli.commande import lancer, sceller
from tests.essais import FIGES
from tests.site.lecture import ordinaire

if TYPE_CHECKING:
    from pathlib import Path

SYNDICAT, HOPITAUX = FIGES / "syndicat", FIGES / "hopitaux"


def said(folder: Path, *arguments: str) -> str:
    """Return what a command that has nothing to complain of says."""
    seals = arguments[:2] == ("appels", "sceller")
    run = sceller(folder, *arguments[2:]) if seals else lancer(folder, *arguments)
    # Nobody has validated the quantities of these conventions: sealing a call says so, and it alone.
    known = "Attention : en 202" if seals else None
    complaints = [line for line in run.message.splitlines() if known is None or not line.startswith(known)]
    assert (run.code, complaints) == (0, []), (arguments, run.message)
    return ordinaire(run.sortie.decode("utf-8"))


def read_json(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(said(folder, *arguments, "--format", "json"))


def computed(folder: Path, annee: int) -> Any:  # noqa: ANN401 (a JSON document)
    return read_json(folder, "calculer", "--exercice", str(annee))


@cache
def _syndicat(annee: int) -> Any:  # noqa: ANN401 (a JSON document)
    return computed(SYNDICAT, annee)


def billed(objet: str, annee: int) -> dict[str, str]:
    """Return what each one owes the syndicat for a component, an expense or the forfait, zeros left out."""
    lines = [line for line in _syndicat(annee)["lignes"] if (line["composant"] or "masse-salariale") == objet]
    return {line["adherent"]: line["montant"] for line in lines if line["montant"] != "0.00"}


def words(document: Path) -> str:
    """Read the words of a DOCX."""
    with ZipFile(document) as parts:
        inside = parts.read("word/document.xml").decode("utf-8")
    return " ".join(re.sub(r"<[^>]+>", "", ordinaire(inside).replace("</w:p>", " ")).split())
