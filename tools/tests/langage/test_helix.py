"""A third real editor: Helix, in a terminal, underlines an unknown service, mends it, renames a key in every file."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from tests.essais import RACINE
from tests.langage.editeur import depot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_SECONDS = 120
_LIGNES, _COLONNES = 50, 250
_CONDUITE = re.compile(r"\x1b\[[0-9;:?<>=]*[A-Za-z]|\x1b[()=>78][A-Z0-9]?|\s")
"""What moves the cursor or colours; a blank may be one of those."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("hx") is None, reason="hx est introuvable (paquet hx)"),
]


def test_a_session_in_helix_by_the_lines_of_the_page(tmp_path: Path) -> None:
    racine, reglages = depot(tmp_path / "depot"), tmp_path / "reglages/helix"
    (racine / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    reglages.mkdir(parents=True)
    page = (RACINE / "docs/editeurs.md").read_text("utf-8")
    (reglages / "languages.toml").write_text(page.split("```toml\n")[1].partition("```")[0], "utf-8")
    souscriptions, cles = "adherents/laxou/souscriptions.yaml", racine / "pricing/cles.yaml"
    quantites = racine / "adherents/laxou/quantites/2027.yaml"
    avant = (racine / souscriptions).read_text("utf-8")
    with helix(racine, reglages.parent, souscriptions) as ecran:
        # An unknown service is told; its fix writes one that is known.
        ecran.taper("/S08\r", "1 sel")
        ecran.taper("cS80\x1b", "(REF001)")
        ecran.taper(":w\r", "written")
        assert "service: S80" in (racine / souscriptions).read_text("utf-8")
        ecran.taper(" a", "Écrire S08 Messagerie")
        ecran.taper("\r:w\r", "written")
        assert (racine / souscriptions).read_text("utf-8") == avant

        # The unit of a quantity, and its value of the year before.
        ecran.taper(f":set lsp.display-inlay-hints true\r:o {quantites}\r", "copieurs (9 en 2026)")

        # A key takes another name in every file.
        ecran.taper(f":o {cles}\r/  copieurs\r", "copieurs: {libelle")
        ecran.taper(" r", "rename-to:")
        ecran.taper("\x15photocopieurs\r", "renomme_de")
        ecran.quitter(":wqa\r")
    assert "  photocopieurs: {libelle: nombre de copieurs" in cles.read_text("utf-8")
    assert "photocopieurs: 9\n" in quantites.read_text("utf-8")


class Ecran:
    """A terminal, as an agent types in it and reads it."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    def taper(self, touches: str, attendu: str) -> None:
        """Type, then wait until a text is written on the screen."""
        os.write(self._terminal, touches.encode())
        written, text = "", re.sub(r"\s", "", attendu)
        limit = time.monotonic() + PATIENCE_SECONDS
        while text not in _CONDUITE.sub("", written):
            assert select.select([self._terminal], [], [], max(limit - time.monotonic(), 0))[0], written
            written += os.read(self._terminal, 65536).decode(errors="replace")

    def quitter(self, touches: str) -> None:
        """Type, then wait until nothing is shown any more."""
        os.write(self._terminal, touches.encode())
        with suppress(OSError):  # that the other end is closed
            while select.select([self._terminal], [], [], PATIENCE_SECONDS)[0]:
                os.read(self._terminal, 65536)


@contextmanager
def helix(racine: Path, reglages: Path, fichier: str) -> Iterator[Ecran]:
    """Open a file of a folder in Helix."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _LIGNES, _COLONNES, 0, 0))
    env = os.environ | {"TERM": "xterm-256color", "XDG_CONFIG_HOME": str(reglages), "XDG_CACHE_HOME": str(reglages)}
    with subprocess.Popen(
        ["hx", fichier], cwd=racine, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as programme:
        os.close(theirs)
        try:
            ecran = Ecran(ours)
            # Before it holds the terminal, what is typed is not what it reads.
            ecran.taper("", "NOR")
            yield ecran
        finally:
            programme.terminate()
            os.close(ours)
