"""A defect of the tool, named for who reports it.

Knows: tracebacks. Must not know: who asked for what failed, how it is told.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


def defaut(error: BaseException) -> str:
    """Name a defect by its kind and the line that raised it: « défaut de l'outil (KeyError, carte.py:120) »."""
    place = [f", {Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-1:]]
    return f"défaut de l'outil ({type(error).__name__}{''.join(place)})"
