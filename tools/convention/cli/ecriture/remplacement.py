"""Replacing several files at once: all of them, or none.

Knows: paths and bytes. Must not know: what the bytes mean.
A full disk is met before the first file moves; what stops the moves puts back those that were made. An interruption
that comes once the writing has begun comes too late. Two commands on one repository write one after the other: the
second one sees what the first one changed, and refuses.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from convention.base.files import stage, write_atomic
from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.ecriture.exclusivite import alone, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.edition.etat import Modification


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
    written = path.read_bytes() if path.is_file() else None
    if written != (avant.encode() if avant is not None else None):
        message = f"le fichier {path.name} a changé pendant l'opération : rien n'a été écrit, relancer la commande"
        raise EnvironnementError(message)
