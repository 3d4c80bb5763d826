"""What was said of the data, kept from one command to the next: the same bytes, the same tool, the same day.

Knows: the user's cache folder, which no repository can write in. Must not know: what a check says. Must not import,
when it is imported, anything that is slow to import: what is known is said at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

import convention
from convention.base.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.checks.registry import Memoires
    from convention.loading.loader import Chargement
    from convention.loading.source import Entry

GARDES = 64
"""How many are kept, the last used: each is a revision that one still goes back to."""


class Rapport(NamedTuple):
    """What a command wrote of the data, and whether there are errors in it."""

    texte: str
    erreurs: bool


def report_known(entries: Iterable[Entry], demande: Iterable[str], trouver: Callable[[], Rapport]) -> Rapport:
    """Return what was written of these files when the same was asked: they are not even read again.

    What is refused when it is looked for is not kept.
    """
    return Rapport(*_once(empreinte(entries, demande), trouver))


def empreinte(entries: Iterable[Entry], demande: Iterable[str], autres: Iterable[tuple[str, bytes]] = ()) -> str:
    """Sum up all that is said of files depends on: the tool, their bytes, what is asked of them.

    What else is read is given by path (`autres`).
    """
    files = tuple(entries)
    asked = [tool(), _verifier(files), *demande, [(item.path, item.code, item.problem) for item in files if item.code]]
    return _sum(asked, (*((item.path, item.content) for item in files), *autres))


def run_known(
    chargement: Chargement,
    au: date | None,
    *,
    errors_only: bool = False,
    gardes: Callable[[], Memoires | None] = lambda: None,
) -> tuple[Diagnostic, ...]:
    """Return what `checks.registry.run` says of a revision, without running it again on what it has already read.

    A file of the cache that is missing, cut short or refused by the disk only makes the checks run.
    """
    asked = [tool(), str(au), errors_only, sorted(chargement.depot.illisibles)]

    def found() -> tuple[Diagnostic, ...]:
        from convention.checks.registry import run

        return run(chargement.depot, au, errors_only=errors_only, gardes=gardes())

    return tuple(map(_message, _once(_sum(asked, sorted(chargement.contents.items())), found)))


def _once(nom: str, trouver: Callable[[], Sequence[object]]) -> Sequence[Any]:
    """Return what is kept under a name; else what is found, kept from then on where there is a place for it."""
    folder = _folder()
    place = folder / f"{nom}.json" if folder else None
    known: Sequence[Any] | None = _read(place) if place else None
    if known is None:
        known = trouver()
        if place:
            _keep(place, known)
    return known


def _sum(asked: Sequence[object], contents: Iterable[tuple[str, bytes]]) -> str:
    key = hashlib.sha256(json.dumps(asked).encode())
    for path, content in contents:
        key.update(b"\0%b\0%d\0%b" % (path.encode("utf-8", "surrogatepass"), len(content), content))
    return key.hexdigest()


def _folder() -> Path | None:
    """Return where to keep what was said; None: there is nowhere."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    with suppress(RuntimeError):
        return (Path(named) if named else Path.home() / ".cache") / "convention" / "verdicts"
    return None


@cache
def tool() -> str:
    """Sum up the tool: its files, the libraries beside click, Python."""
    status = sorted(_files(str(Path(convention.__file__).parent)))
    libraries = Path(click.__file__).parent.parent.stat().st_mtime_ns
    return hashlib.sha256(json.dumps([sys.version, libraries, status]).encode()).hexdigest()


def _verifier(files: Iterable[Entry]) -> str:
    """Sum up the program that verifies signatures, when there are some: without it, none is believed."""
    if not any(item.path.endswith(".sig") for item in files):
        return ""
    import shutil

    found = shutil.which("ssh-keygen")
    status = Path(found).stat() if found is not None else None
    return f"{found} {status.st_size} {status.st_mtime_ns}" if status is not None else ""


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the path, the size and the date of each file of a folder, what Python makes of them apart."""
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir():
                yield from _files(item.path)
            elif not item.name.endswith(".pyc"):
                status = item.stat()
                yield item.path, status.st_size, status.st_mtime_ns


def _read(place: Path) -> list[Any] | None:
    with suppress(OSError, ValueError):
        empreinte, kept = place.read_bytes().split(b"\n", 1)
        if hashlib.sha256(kept).hexdigest().encode() == empreinte:
            os.utime(place)
            read: list[Any] = json.loads(kept)
            return read
    return None


def _message(kept: Sequence[Any]) -> Diagnostic:
    from convention.base.diagnostic import Diagnostic, Ligne, Span

    span, code, message, hint, pointer, related, a_ecrire, lignes = kept
    places = tuple((Span(*place), text) for place, text in related)
    written = tuple(a_ecrire), tuple(Ligne(*item) for item in lignes)
    return Diagnostic(Span(*span), code, message, hint, tuple(pointer), places, *written)


def _keep(place: Path, found: Sequence[object]) -> None:
    kept = json.dumps(found).encode()
    with suppress(OSError):
        write_atomic(place, b"%b\n%b" % (hashlib.sha256(kept).hexdigest().encode(), kept))
        ranked = sorted(place.parent.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in ranked[GARDES:]:
            path.unlink()
