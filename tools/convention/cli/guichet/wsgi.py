"""What the web server runs: the window, with what the configuration of the server says of where things are.

Knows: the clock, names of variables, files of secrets. Must not know: HTTP. Only the server sets these variables.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from convention.base.files import read_bounded
from convention.cli.guichet.application import Guichet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

SECRET_MIN = 32


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request of the web server."""
    return _guichet(environ["CONVENTION_PUBLIE"], environ["CONVENTION_GUICHET"])(environ, start_response)


@cache
def _guichet(publie: str, dossier: str) -> Guichet:
    """Open the window, once a process: a secret that changes is read when the server reloads."""
    place = Path(dossier)
    cle, jeton = (_secret(place / nom) for nom in ("cle", "jeton"))
    return Guichet(Path(publie), place / "demandes", cle, jeton, partial(datetime.now, UTC))


def _secret(path: Path) -> bytes:
    found = read_bounded(path).strip()
    if len(found) < SECRET_MIN:
        raise ValueError(f"{path} : un secret a {SECRET_MIN} caractères au moins")
    return found
