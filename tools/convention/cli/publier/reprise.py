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
    from collections.abc import Callable, Iterator
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
        self._servis: set[Path] = set()

    def prendre(self, valeurs: str, faire: Callable[[], bytes]) -> bytes:
        """Return what these values give: kept whole, or made and kept."""
        key = _sum(f"{tool()} {zlib.ZLIB_RUNTIME_VERSION} {valeurs}".encode())
        known = self._connus.get(key)
        if known is not None:
            with suppress(OSError):
                content = known.read_bytes()
                if known.name == _name(key, content):
                    self._servis.add(known)
                    return content
        content = faire()
        place = self._dossier / _name(key, content)
        with suppress(OSError):  # a full disk says so when it refuses the site itself
            write_atomic(place, content)
            self._servis.add(place)
        return content

    def servis(self) -> Iterator[Path]:
        """Give what this publication is made of."""
        yield from sorted(self._servis)

    def oublier(self) -> None:
        """Remove what it is not made of."""
        for path in self._dossier.iterdir():
            if path not in self._servis:
                path.unlink(missing_ok=True)


def _name(key: str, content: bytes) -> str:
    return f"{key}-{_sum(content)}"


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()[:SIGNES]
