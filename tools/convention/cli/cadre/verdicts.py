"""What the checks said, kept from one command to the next: the same bytes, the same tool, the same day.

Knows: the user's cache folder, which no repository can write in. Must not know: what a check says.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import convention
from convention.base.diagnostic import Diagnostic, Span
from convention.base.files import write_atomic

if TYPE_CHECKING:
    from datetime import date

    from convention.loading.loader import Chargement

GARDES = 64
"""How many are kept, the last used: each is a revision that one still goes back to."""


def run_known(chargement: Chargement, au: date | None, *, errors_only: bool = False) -> tuple[Diagnostic, ...]:
    """Return what `checks.registry.run` says of a revision, without running it again on what it has already read.

    A file of the cache that is missing, cut short or refused by the disk only makes the checks run.

    Args:
        chargement: the revision.
        au: the day on which it is read; None: nothing is said of what is still to come.
        errors_only: leave out the checks that never find an error.
    """
    place = _place(chargement, au, errors_only=errors_only)
    known = _read(place) if place else None
    if known is not None:
        return known
    from convention.checks.registry import run

    found = run(chargement.depot, au, errors_only=errors_only)
    if place:
        _keep(place, found)
    return found


def _place(chargement: Chargement, au: date | None, *, errors_only: bool) -> Path | None:
    """Name the file after everything the checks depend on; None: there is nowhere to keep it."""
    folder = _folder()
    if folder is None:
        return None
    asked = [tool(), str(au), errors_only, sorted(chargement.depot.illisibles)]
    key = hashlib.sha256(json.dumps(asked).encode())
    for path, content in sorted(chargement.contents.items()):
        key.update(b"\0%b\0%d\0%b" % (path.encode("utf-8", "surrogatepass"), len(content), content))
    return folder / f"{key.hexdigest()}.json"


def _folder() -> Path | None:
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    with suppress(RuntimeError):
        return (Path(named) if named else Path.home() / ".cache") / "convention" / "verdicts"
    return None


@cache
def tool() -> str:
    """Sum up the tool: its files, the libraries beside click, Python."""
    package = Path(convention.__file__).parent
    files = ((path, path.stat()) for path in package.rglob("*") if path.suffix != ".pyc" and path.is_file())
    status = sorted((str(path), file.st_size, file.st_mtime_ns) for path, file in files)
    libraries = Path(click.__file__).parent.parent.stat().st_mtime_ns
    return hashlib.sha256(json.dumps([sys.version, libraries, status]).encode()).hexdigest()


def _read(place: Path) -> tuple[Diagnostic, ...] | None:
    with suppress(OSError, ValueError):
        empreinte, kept = place.read_bytes().split(b"\n", 1)
        if hashlib.sha256(kept).hexdigest().encode() == empreinte:
            os.utime(place)
            return tuple(map(_message, json.loads(kept)))
    return None


def _message(kept: list[Any]) -> Diagnostic:
    span, code, message, hint, pointer, related, a_ecrire = kept
    places = tuple((Span(*place), text) for place, text in related)
    return Diagnostic(Span(*span), code, message, hint, pointer, places, tuple(a_ecrire))


def _keep(place: Path, found: tuple[Diagnostic, ...]) -> None:
    kept = json.dumps(found).encode()
    with suppress(OSError):
        write_atomic(place, b"%b\n%b" % (hashlib.sha256(kept).hexdigest().encode(), kept))
        ranked = sorted(place.parent.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in ranked[GARDES:]:
            path.unlink()
