"""Files of this project from which the search starts.

Knows: where they are. Must not know: what reads them.
"""

from __future__ import annotations

from pathlib import Path

RACINE = Path(__file__).parents[2]
_MINI = RACINE / "tools" / "tests" / "depots" / "mini"
_TAILLE_MAX = 8 * 1024
"""A start is short: the search cuts, repeats and mixes."""

MINI = {path.relative_to(_MINI).as_posix(): path.read_bytes() for path in sorted(_MINI.rglob("*.yaml"))}
"""The small repository of the tests: everything in it is sound."""


def contents(*patterns: str) -> tuple[bytes, ...]:
    """Return the contents of this project's files, the beginnings of the long ones."""
    paths = sorted(path for pattern in patterns for path in RACINE.glob(pattern) if path.is_file())
    return tuple(path.read_bytes()[:_TAILLE_MAX] for path in paths)
