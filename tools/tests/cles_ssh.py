"""SSH keys made for the tests by `ssh-keygen`, and what they sign by the documented command line, without our code.

Knows: `ssh-keygen`. Must not know: what is tested.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from convention.model.ecrits.signatures import namespace
from tests.machine import exiger

ENTETE = (
    "# yaml-language-server: $schema=../schemas/signataires.schema.json\n"
    "origine: demonstration\nsource: clés inventées pour les essais\n"
)


class Cle(NamedTuple):
    """A pair of keys."""

    prive: Path
    publique: str
    """Its sort and its text."""
    empreinte: str
    """As `ssh-keygen` prints it."""


@cache
def cle(nom: str, sorte: str = "ed25519") -> Cle:
    """Return the key of a name, made once."""
    exiger(shutil.which("ssh-keygen"), "ssh-keygen est introuvable (paquet openssh-client)")
    path = Path(_dossier().name, f"{nom}-{sorte}")
    if not path.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", sorte, "-N", "", "-C", "", "-f", str(path)], check=True)
    listed = subprocess.run(["ssh-keygen", "-l", "-f", str(path)], check=True, capture_output=True, text=True)
    return Cle(path, " ".join(path.with_suffix(".pub").read_text().split()[:2]), listed.stdout.split()[1])


@cache
def _dossier() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="cles-")


@cache
def signature(key: Path, fichier: str, content: bytes) -> bytes:
    """Sign a content for its place, as the documentation says to do by hand."""
    arguments = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace(fichier), "-f", str(key)]
    return subprocess.run(arguments, input=content, check=True, capture_output=True).stdout


def signataires(cles: dict[str, str], exigences: str) -> str:
    """Write a document: the key of each function (with its end, if any), and what is asked."""
    functions = "".join(
        f"  {nom}: {{fonction: Fonction {nom}, cles: [{{cle: {texte}}}]}}\n" for nom, texte in cles.items()
    )
    return f"{ENTETE}signataires:\n{functions}exigences: [{exigences}]\n"
