"""Documents kept from one publication to the next: what the same values gave, by the same tool, is not made again.

Knows: a folder beside the versions, which no server shows. Must not know: what a document says.
A file is named after what it is made from and after what it holds: one that is cut short, or that anybody changed, is
made again. Removing the folder loses nothing but time.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from convention.base.files import write_atomic
from convention.cli.cadre.verdicts import tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOSSIER = ".reprise"
SIGNES = 40
"""Of each of the two fingerprints that name a file."""


class Reprise:
    """What earlier publications made, by what it was made from."""

    def __init__(self, dossier: Path) -> None:
        """Open the folder of what is kept; only who publishes may read it."""
        self._dossier = dossier
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connus = {path.name.partition("-")[0]: path for path in dossier.iterdir()}

    def prendre(self, valeurs: str, faire: Callable[[], bytes]) -> bytes:
        """Return what these values give: kept whole, or made and kept."""
        key = _sum(f"{tool()} {zlib.ZLIB_RUNTIME_VERSION} {valeurs}".encode())
        known = self._connus.get(key)
        if known is not None:
            with suppress(OSError):
                content = known.read_bytes()
                if known.name == _name(key, content):
                    return content
        content = faire()
        place = self._dossier / _name(key, content)
        with suppress(OSError):  # a full disk says so when it refuses the site itself
            write_atomic(place, content)
        return content

    def gardes(self) -> list[Path]:
        """Return all that is kept, what was made since it was opened first."""
        before = set(self._connus.values())
        return sorted(self._dossier.iterdir(), key=lambda path: (path in before, path))

    def oublier(self) -> None:
        """Remove what no version is made of: a version has a link to what it is made of."""
        for path in self.gardes():
            with suppress(FileNotFoundError):  # another publication does the same
                if path.stat().st_nlink == 1:
                    path.unlink()


def _name(key: str, content: bytes) -> str:
    return f"{key}-{_sum(content)}"


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()[:SIGNES]
