"""What is served already: the same data asked alike, of the same tool, the same day, is not published again.

Knows: all that a publication is made from, the note that a version keeps of it. Must not know: what a page says.
What is served is read whole: a file that is missing, or that anybody changed, is published again.
"""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from convention.cli.cadre.lecteur import PLACE, TEXTES, Demande
from convention.cli.cadre.valeurs import today
from convention.cli.cadre.verdicts import empreinte
from convention.loading.source import Folder
from convention.model.cadre.hors_donnees import CONFIGURATION
from convention.reports.depot.apache import COURANT

if TYPE_CHECKING:
    from pathlib import Path


PRECEDENT, VERSIONS = "precedent", "versions"
NOTE = ".publie"
"""In the folder of a version, beside its levels: no server shows it."""
_TEXTE = re.compile(r"(?:#.*|[a-z_]+: [^\s\[{!&*|>].*)?")
"""A line of a configuration that only says words: it names no file, no program, that would be read besides it."""


def is_a_publication(vers: Path) -> bool:
    """Tell whether levels may be written in a folder: it holds nothing, or what an earlier publication wrote."""
    known = {COURANT, PRECEDENT, VERSIONS}
    return not vers.exists() or (
        vers.is_dir() and all(item.name in known or item.name.startswith(".") for item in vers.iterdir())
    )


def sources(demande: Demande, *, guichet: bool) -> str:
    """Sum up all that a publication is made from; nothing when the repository may add what is not known here."""
    racine = demande.contexte.racine
    own = [
        (nom, path.read_bytes()) for nom in (CONFIGURATION, PLACE, *TEXTES.values()) if (path := racine / nom).is_file()
    ]
    if not all(map(_TEXTE.fullmatch, dict(own).get(CONFIGURATION, b"").decode("utf-8", "replace").splitlines())):
        return ""
    # MkDocs dates the list of pages that it writes for robots by its own clock, or by this variable.
    days = str(demande.jour or today()), str(datetime.now(UTC).date()), os.environ.get("SOURCE_DATE_EPOCH", "")
    asked = ("site", zlib.ZLIB_RUNTIME_VERSION, *days, demande.en_ligne, str(demande.ouvert), str(guichet))
    return empreinte(Folder(racine).entries(frozenset()), asked, own)


def note(version: Path, sources: str) -> None:
    """Note, in the folder of a version, what it was made from, and what it holds."""
    (version / NOTE).write_text(_told(version, sources), encoding="utf-8")


def served(vers: Path, sources: str) -> str | None:
    """Return the version that is served when it is what these sources give; None when it is not."""
    # Nothing is served, another publication removes what was, or a link leads to itself (RuntimeError before 3.13).
    with suppress(OSError, RuntimeError):
        version = (vers / COURANT).resolve()
        known = (version / NOTE).read_text("utf-8", "replace") if sources else ""
        if known.startswith(f"{sources}\n") and known == _told(version, sources):
            return version.name
    return None


def _told(version: Path, sources: str) -> str:
    total = sha256()
    for path in sorted(item for item in version.rglob("*") if item.is_file() and item.name != NOTE):
        total.update(f"{path.relative_to(version).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}\0".encode())
    return f"{sources}\n{total.hexdigest()}\n"
