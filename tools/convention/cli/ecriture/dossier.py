"""A whole folder of files, written aside then put in its place at once: a reader never finds half of it.

Knows: the disk. Must not know: what the files say.
What was there before goes whole with its place: no page of an older site, nor of another reader's, stays beside the new
ones. So that no other folder is ever lost, only one that bears the mark of such a writing is replaced.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from convention.base.files import TEMPORAIRE, sweep
from convention.cli.ecriture.exclusivite import alone, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MARQUE = ".convention-dossier"
"""A hidden file: every generator leaves it aside."""
SENS = "Ce dossier est refait en entier à chaque écriture : rien d'autre ne s'y garde.\n"


def is_ours(place: Path) -> bool:
    """Tell whether a folder may be replaced: it bears our mark, or it holds nothing, or it is not there."""
    return (place / MARQUE).is_file() or not place.exists() or (place.is_dir() and not any(place.iterdir()))


def made_for(place: Path) -> str:
    """Say for whom a folder that bears our mark was made; nothing when it does not say."""
    mark = place / MARQUE
    text = mark.read_text("utf-8", "replace") if mark.is_file() else ""
    return text.removeprefix(SENS).strip() if text.startswith(SENS) else ""


def write_folder(place: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder that bears our mark and holds these files, and nothing else."""
    with aside(place) as new:
        for name, content in {**contents, MARQUE: SENS.encode()}.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@contextmanager
def aside(place: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes its place once it is filled; whatever stops that leaves the old one.

    A link is followed, so that it keeps leading there.
    """
    place = place.resolve()
    lacking = [folder for folder in place.parents if not folder.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    work = place.parent / f"{TEMPORAIRE}{secrets.token_hex(8)}"
    try:
        # Made only here, under a name that is known before: an interruption that falls in between leaves nothing.
        work.mkdir()
        sweep(place.parent, work.stat().st_mtime)
        new = work / place.name
        new.mkdir()
        yield new
        with alone(place.parent), uninterrupted():
            if place.exists():
                os.replace(place, work / "ancien")  # noqa: PTH105 (as in base.files)
            os.replace(new, place)  # noqa: PTH105
    finally:
        shutil.rmtree(work, ignore_errors=True)
        for folder in lacking:
            with suppress(OSError):  # something took its place there
                folder.rmdir()
