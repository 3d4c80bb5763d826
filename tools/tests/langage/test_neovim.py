"""A real editor that nobody here wrote: Neovim shows what a quantity costs, mends a service, renames a key."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.espaces import espaces
from tests.essais import RACINE
from tests.langage.editeur import SERVEUR, depot

SEANCE = Path(__file__).with_name("neovim.lua")
PREMIERE = Path(__file__).with_name("premiere.lua")
COUT = (
    "compte dans 10 606,31 € dus par Laxou en 2027 : Location de copieurs 10 350,00 € ; Serveur d'impression 256,31 €"
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="nvim est introuvable (paquet neovim)"),
]


def test_a_session_in_neovim(tmp_path: Path) -> None:
    racine, sortie = depot(tmp_path / "depot"), tmp_path / "vu.json"
    command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-l", str(SEANCE), str(racine), json.dumps(SERVEUR)]
    subprocess.run([*command, str(sortie)], check=True, capture_output=True, timeout=400)
    vu = json.loads(espaces(sortie.read_text("utf-8")))
    assert vu["cout"] == [COUT]
    assert vu["ecart"][0].startswith(
        "Écart : en 2027, Laxou +1 161,00 €, 18 autres −11,00 € ensemble ; acte de gestion (article 5) ; Nancy −3,33 €,"
    )
    assert vu["faute"]["code"] == "REF001"
    assert vu["faute"]["message"].startswith("le service ou sous-service « S80 » n'existe pas")
    assert "{service: S08, debut: 2024-01-01}" in vu["corrige"]
    # In its normal mode, a cursor stands on the last character of a line, here the space after the colon.
    assert vu["a_taper"] == ["2027.yaml", "      comptes_teletravail: ", len("      comptes_teletravail:")]
    assert vu["renomme"].startswith("  photocopieurs: {libelle: nombre de copieurs")
    assert vu["renomme"].endswith("renomme_de: copieurs}")
    assert vu["touches"] > 100


def test_by_the_lines_of_the_page_the_first_file_opened_has_its_euros_and_a_gesture_asks_its_value(
    tmp_path: Path,
) -> None:
    """In a folder where the tools are installed; before anything is typed."""
    racine, sortie, lignes = depot(tmp_path / "depot"), tmp_path / "vu.json", tmp_path / "init.lua"
    (racine / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    page = (RACINE / "docs/editeurs.md").read_text("utf-8")
    shown = "".join(block.partition("```")[0] for block in page.split("```lua\n")[1:])
    lignes.write_text(shown.replace("init_options = { ", "init_options = { demander = true, "), "utf-8")
    command = ["nvim", "--headless", "-u", str(lignes), "-i", "NONE", "-l", str(PREMIERE), str(racine), str(sortie)]
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    vu = json.loads(espaces(sortie.read_text("utf-8")))
    assert COUT in vu["montrees"]
    first, (again, proposed) = vu["questions"]
    assert first == ["Montant en euros, ou son évolution : +4% : ", ""]
    # What is refused is asked again, with what is wrong, from what was answered.
    assert again.startswith("« beaucoup » n'est pas un ")
    assert again.endswith(". Montant en euros, ou son évolution : +4% : ")
    assert (proposed, vu["fixe"]) == ("beaucoup", True)
