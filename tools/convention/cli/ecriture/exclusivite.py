"""The moment when files take their places: one command at a time in a folder, no interruption, all of them or none.

Knows: signals, the lock of a folder, paths and bytes. Must not know: what is written.
An interruption that comes once that moment has begun comes too late: the command ends its work. A full disk is met
before the first file moves; what stops the moves puts back those that were made. Two commands on one repository write
one after the other: the second one sees what the first one changed, and refuses.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.base.files import held, stage, write_atomic
from convention.cli.cadre.contexte import EnvironnementError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.edition.etat import Modification


@contextmanager
def alone(dossier: Path) -> Iterator[None]:
    """Hold a folder while what it contains is replaced; the system lets go of it whatever happens."""
    try:
        import fcntl
    except ImportError:
        # Windows has no such lock: a change that comes between the comparison and the move is not seen there.
        yield
        return
    descriptor = os.open(dossier, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no interruption fall between two files, nor before what was written is told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    context = click.get_current_context(silent=True)
    try:
        yield
    except BaseException:
        restore()
        raise
    if context is None:
        restore()
    else:
        context.find_root().call_on_close(restore)


def write_all(racine: Path, modifications: Sequence[Modification]) -> None:
    """Write every file aside, then move them to their places; what stops the moves puts the first ones back."""
    with uninterrupted(), alone(racine):
        for item in modifications:
            _refuse_changed(racine / item.path, item.avant)
        _replace(racine, modifications)


def _replace(racine: Path, modifications: Sequence[Modification]) -> None:
    staged: list[tuple[str, Path]] = []
    moved: list[Modification] = []
    try:
        for item in modifications:
            staged.append((stage(racine / item.path, item.apres.encode()), racine / item.path))  # noqa: PERF401 (what is staged before a failure is removed)
        for item, (name, path) in zip(modifications, staged, strict=True):
            os.replace(name, path)  # noqa: PTH105 (a name that mkstemp gave)
            moved.append(item)
    except BaseException:
        for item in moved:
            if item.avant is None:
                (racine / item.path).unlink()
            else:
                write_atomic(racine / item.path, item.avant.encode())
        for name, _ in staged[len(moved) :]:
            Path(name).unlink(missing_ok=True)
        raise


def _refuse_changed(path: Path, avant: str | None) -> None:
    """Refuse to replace a file that somebody else has changed since it was read."""
    if held(path) != (avant.encode() if avant is not None else None):
        message = f"le fichier {path.name} a changé pendant l'opération : rien n'a été écrit, relancer la commande"
        raise EnvironnementError(message)
