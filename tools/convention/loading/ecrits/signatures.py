"""Signatures of sealed files, made and verified by `ssh-keygen -Y`: whether a key signed these bytes, at this path.

Knows: the armour of a signature, the two `ssh-keygen` commands that this takes. Must not know: who may sign
(`checks.sceaux.signatures`), what a sealed file says.
No list of allowed signers is given to `ssh-keygen`: it only says which key signed, and pure functions compare that key
with those of the revision that is trusted. Nothing of a signature is run, and nothing is verified in its place.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.french import nombre
from convention.loading.source import EnvironmentProblemError
from convention.model.ecrits.sceaux import sha256
from convention.model.ecrits.signatures import Signature, Signes, namespace, read_sealed_path, read_signature_path

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

TAILLE_MAX = 16 * 1024
"""Of a signature: the longest that an admitted key makes is under 2 KiB."""
SIGNATURES_MAX = 1_000
"""A revision signs three or four files a year."""
DELAI = 20
"""Seconds that verifying one signature may take; it takes some thousandths."""
LONGUEUR = 70
"""Of a line of the armour, as `ssh-keygen` writes it."""
_DEBUT, _FIN = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
_BONNE = re.compile(rb'Good "[^"\n]*" signature with (?P<sorte>[A-Z0-9-]+) key (?P<cle>SHA256:[A-Za-z0-9+/]{43})\n')
_SORTES = frozenset({b"ED25519", b"ED25519-SK", b"ECDSA", b"ECDSA-SK"})
_INTROUVABLE = "ssh-keygen est introuvable, sans lequel une signature ne se fait ni ne se vérifie"
_INSTALLER = "installer OpenSSH 8.2 ou plus récent (paquet openssh-client), puis relancer"
_ABSENT = (FileNotFoundError, NotADirectoryError, PermissionError)


def verify(contents: Mapping[str, bytes]) -> Signes:
    """Find what is sealed and verify every signature, among the files of a revision that could be read.

    Raises:
        EnvironmentProblemError: there are signatures, and no `ssh-keygen` to verify them.
    """
    scelles = {path: sha256(content) for path, content in contents.items() if read_sealed_path(path) is not None}
    signed = [(path, found) for path in contents if (found := read_signature_path(path)) is not None]
    if len(signed) > SIGNATURES_MAX:
        message = f"plus de {nombre(SIGNATURES_MAX)} signatures de sceaux : est-ce bien le dépôt de la convention ?"
        raise EnvironmentProblemError(message)
    signatures = []
    for path, (fichier, fonction) in signed:
        cle, probleme = "", f"le fichier qu'elle signe, {fichier}, n'est pas là"
        if fichier in scelles:
            cle, probleme = signer_of(fichier, contents[fichier], contents[path])
        known = (sha256(contents[path]), scelles.get(fichier, ""))
        signatures.append(Signature(path, fichier, fonction, *known, cle, probleme))
    return Signes(MappingProxyType(scelles), tuple(signatures))


def signer_of(fichier: str, content: bytes, signature: bytes) -> tuple[str, str]:
    """Return the fingerprint of the key that signed these bytes at this path, or nothing and why it does not hold.

    Raises:
        EnvironmentProblemError: no `ssh-keygen` to tell.
    """
    return _signer_of(fichier, content, signature, os.environ.get("PATH", ""))


@lru_cache(maxsize=256)  # an editor loads the same seals at each keystroke
def _signer_of(fichier: str, content: bytes, signature: bytes, programmes: str) -> tuple[str, str]:
    """Verify these bytes, with the programs that are there."""
    del programmes
    if not _is_armoured(signature):
        return "", "ce n'est pas une signature telle que ssh-keygen l'écrit"
    done = _check(fichier, content, signature)
    good = _BONNE.fullmatch(done.stdout) if done.returncode == 0 else None
    if good is None:
        return "", "elle n'est pas celle de ce fichier, à cette place ; l'un ou l'autre a changé depuis"
    if good["sorte"] not in _SORTES:
        return "", f"une clé {good['sorte'].decode()} n'est pas admise : seules le sont ed25519 et ecdsa"
    return good["cle"].decode(), ""


def sign(fichier: str, content: bytes, key: Path) -> bytes | None:
    """Sign a sealed file with a private key, or with the public key of one that the agent holds; None when it fails.

    `ssh-keygen` asks for what it needs (a passphrase, a touch) and says what it refuses where the command was typed.

    Raises:
        EnvironmentProblemError: no `ssh-keygen`.
    """
    import subprocess  # noqa: PLC0415 (slow to import, and only signatures need it)
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="convention-") as folder:
        path, signature = Path(folder, "sceau"), Path(folder, "sceau.sig")
        path.write_bytes(content)
        arguments = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace(fichier), "-f", str(key.absolute()), str(path)]
        try:
            done = subprocess.run(arguments, stdout=subprocess.DEVNULL, check=False)
        except _ABSENT:
            raise EnvironmentProblemError(f"{_INTROUVABLE} : {_INSTALLER}") from None
        return signature.read_bytes() if done.returncode == 0 and signature.is_file() else None


def _check(fichier: str, content: bytes, signature: bytes) -> subprocess.CompletedProcess[bytes]:
    import subprocess  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="convention-") as folder:
        path = Path(folder, "signature")
        path.write_bytes(signature)
        arguments = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace(fichier), "-s", str(path)]
        try:
            done = subprocess.run(
                arguments, input=content, capture_output=True, check=False, env=_environment(), timeout=DELAI
            )
        except _ABSENT:
            raise EnvironmentProblemError(f"{_INTROUVABLE} : {_INSTALLER}") from None
        except subprocess.TimeoutExpired:
            message = f"ssh-keygen n'a pas répondu en {DELAI} secondes : relancer"
            raise EnvironmentProblemError(message) from None
    if done.returncode != 0 and b"usage:" in done.stderr:
        message = f"ce ssh-keygen ne sait pas vérifier une signature : {_INSTALLER}"
        raise EnvironmentProblemError(message)
    return done


def _is_armoured(signature: bytes) -> bool:
    """Tell whether a signature is written as `ssh-keygen` writes it, to the byte: it has no other writing."""
    if len(signature) > TAILLE_MAX or not (signature.startswith(_DEBUT) and signature.endswith(_FIN)):
        return False
    try:
        blob = base64.b64decode(signature[len(_DEBUT) : -len(_FIN)], validate=False)
    except binascii.Error:
        return False
    text = base64.b64encode(blob)
    lines = [text[start : start + LONGUEUR] for start in range(0, len(text), LONGUEUR)]
    return signature == b"".join((_DEBUT, *(line + b"\n" for line in lines), _FIN))


def _environment() -> dict[str, str]:
    """Keep what finding a program takes, and nothing that would change what it says."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ} | {"LC_ALL": "C"}
