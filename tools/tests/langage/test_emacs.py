"""Another real editor: Emacs, by eglot, underlines an unknown service and says what stands under the pointer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.espaces import espaces
from tests.langage.editeur import SERVEUR, depot

SEANCE = Path(__file__).with_name("seance.el")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("emacs") is None, reason="emacs est introuvable (paquet emacs-nox)")
def test_a_session_in_emacs(tmp_path: Path) -> None:
    racine, sortie = depot(tmp_path / "depot"), tmp_path / "vu.json"
    surroundings = {"SERVEUR": json.dumps(SERVEUR), "RACINE": str(racine), "SORTIE": str(sortie), "HOME": str(tmp_path)}
    command = ["emacs", "--batch", "--quick", "--load", str(SEANCE)]
    subprocess.run(command, check=True, capture_output=True, timeout=400, env={**os.environ, **surroundings})
    vu = json.loads(espaces(sortie.read_text("utf-8")))
    assert "le service ou sous-service « S80 » n'existe pas" in vu["faute"]
    assert vu["survol"].startswith("service : Service ou sous-service souscrit.")
