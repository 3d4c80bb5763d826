"""The red path of the comment on this repository's own data: what is sealed, kept or paid is rewritten, seal included.

Whoever rewrites does it well: the file is byte for byte what the tool writes for other amounts. The comment is there,
about that commit, and says it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.compare.depots_git import shown
from tests.espaces import espaces
from tests.essais import DONNEES, GRAND_NANCY, RACINE, nancy
from tests.forge.projet import lus
from tests.forge.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.forge.api import Forge

TITRES = "adherents/villers-les-nancy/titres/2026.yaml"
SERIE = "pricing/releves/2026/finances.csv"


def _appel() -> dict[str, str]:
    """Ask 10 000.00 € more of Villers in a sealed call, and write it on its notice."""
    sceau = nancy().sceaux["2026-04"]
    lignes = list(sceau.lignes)
    rang, line = next((rang, x) for rang, x in enumerate(lignes) if x.adherent == "villers-les-nancy" and x.base)
    lignes[rang] = line._replace(base=line.base + 20_000_00, montant=line.montant + 10_000_00)
    notice = (GRAND_NANCY / TITRES).read_text(encoding="utf-8")
    old = "echeance: 2026-04\n    montant: 72836.50"
    assert notice.count(old) == 1
    return {
        sceau.path: sceau._replace(lignes=tuple(lignes)).texte(),
        TITRES: notice.replace(old, old.replace("72836.50", "82836.50")),
    }


def _avenant() -> dict[str, str]:
    """Take a sentence out of a consigned avenant."""
    kept = nancy().avenants_consignes["1"]
    contenu = kept.contenu._replace(phrases=kept.contenu.phrases[1:])
    return {"catalogue/avenants/1/avenant.json": kept._replace(contenu=contenu, niveaux=kept.niveaux[1:]).texte()}


def _paiement() -> dict[str, str]:
    """Say that Villers has paid more."""
    text = (GRAND_NANCY / SERIE).read_text(encoding="utf-8")
    old = "villers-les-nancy;paye;62876;2026-05-11;33720.83"
    assert text.count(old) == 1
    return {SERIE: text.replace(old, old.replace("33720.83", "99999.99"))}


AUCUNE = "Aucune différence"
CAS: dict[str, tuple[Callable[[], dict[str, str]], tuple[str, ...], tuple[str, ...]]] = {
    "sceau": (
        _appel,
        (r"appels/2026-04\.json|[Aa]ppel[^.\n]{0,60}2026-04", r"10.000,00|82.836,50"),
        (AUCUNE, "Aucun montant ne change"),
    ),
    "avenant": (_avenant, (r"catalogue/avenants/1/avenant\.json|[Aa]venant n° 1\b",), (AUCUNE,)),
    "paiement": (_paiement, (r"pricing/releves/2026/finances\.csv|Villers-lès-Nancy",), (AUCUNE,)),
}
"""What is rewritten; what the comment says of it, and what it may not say."""


@pytest.mark.long
@pytest.mark.parametrize("nom", ["paiement", "sceau", "avenant"])
def test_what_is_rewritten_under_its_seal_is_said_by_the_comment(tmp_path: Path, forge: Forge, nom: str) -> None:
    change, said, denied = CAS[nom]
    files = change()
    assert [path for path, text in files.items() if (RACINE / path).read_text(encoding="utf-8") == text] == []
    scene = Scene(tmp_path, forge, lus(DONNEES))
    scene.projet.ecrire("recrit", files, depart="main")
    demande = scene.proposer("recrit")
    scene.commenter(demande)
    (comment,) = forge.notres
    text = espaces(shown(comment))
    assert f"Sur le commit `{demande.head}`" in text
    assert [wrong for wrong in denied if wrong in text] == []
    assert [wanted for wanted in said if re.search(wanted, text) is None] == [], text
