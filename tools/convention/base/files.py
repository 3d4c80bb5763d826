"""The disk, and nothing else: bounded reads, sorted listings, atomic writes.

Knows: paths and bytes. Must not know: what the bytes mean.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TAILLE_MAX = 1024 * 1024
TEMPORAIRE = ".tmp-"
"""How the name of what is not finished begins: nothing reads it."""
ABANDON_SECONDES = 3600
"""What is that much older than a write has nobody left to finish it: its command was killed."""


class UnreadableFileError(Exception):
    """A file that cannot be read as a regular file of reasonable size; the message is a French sentence."""


class TooLargeError(UnreadableFileError):
    """A regular file that holds too much to be read."""


def read_bounded(path: Path, limit: int = TAILLE_MAX) -> bytes:
    """Read a regular file of at most `limit` bytes; links, devices and directories are refused before reading.

    Raises:
        UnreadableFileError: not a regular file, or too large.
        OSError: the disk refused.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    _refuse_special(path.lstat().st_mode)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as handle:
        status = os.fstat(handle.fileno())
        _refuse_special(status.st_mode)
        if status.st_size > limit:
            message = f"{status.st_size} octets"
            raise TooLargeError(message)
        return handle.read(status.st_size + 1)


def _refuse_special(mode: int) -> None:
    if not stat.S_ISREG(mode):
        message = "lien symbolique" if stat.S_ISLNK(mode) else "dossier, tube ou périphérique"
        raise UnreadableFileError(message)


def held(path: Path) -> bytes | None:
    """Return what a file of our own writing holds; None when it is not there."""
    return path.read_bytes() if path.is_file() else None


def write_atomic(path: Path, content: bytes) -> None:
    """Replace a file at once: a reader sees the old or the new content, never a part of it."""
    name = stage(path, content)
    try:
        os.replace(name, path)  # noqa: PTH105 (a name that mkstemp gave)
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise


def stage(path: Path, content: bytes, rights: int = 0o644) -> str:
    """Write a content beside its place, on the same disk, and return the name of this file, for `os.replace`.

    It has the rights of the file that it will replace; `rights`, when it replaces none.
    """
    import tempfile  # noqa: PLC0415 (slow to import, and only writing needs it)

    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=TEMPORAIRE, dir=path.parent)
    try:
        sweep(path.parent, os.fstat(descriptor).st_mtime)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        kept = stat.S_IMODE(path.stat().st_mode) if path.is_file() else rights
        os.chmod(name, kept)  # noqa: PTH101 (mkstemp gives a name, and 0600)
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
    return name


def sweep(folder: Path, now: float) -> None:
    """Remove what killed commands left in a folder; `now` is the time of the disk itself: no clock is read."""
    import shutil  # noqa: PLC0415 (slow to import, and only writing needs it)

    with os.scandir(folder) as entries:
        left = [item for item in entries if item.name.startswith(TEMPORAIRE)]
    for item in left:
        # Another command may remove it first, or may not let it be removed: a leftover does no harm.
        with suppress(OSError):
            if now - item.stat(follow_symlinks=False).st_mtime > ABANDON_SECONDES:
                if item.is_dir(follow_symlinks=False):
                    shutil.rmtree(item.path)
                else:
                    os.unlink(item.path)  # noqa: PTH108 (an entry, not a path)
