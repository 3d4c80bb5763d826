"""The moment when files take their places: one command at a time in a folder, and no interruption in the middle.

Knows: signals, the lock of a folder. Must not know: what is written.
An interruption that comes once that moment has begun comes too late: the command ends its work.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
