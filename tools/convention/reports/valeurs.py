"""How the end of a period is said.

Knows: a period. Must not know: what it bears on, media.
"""

from __future__ import annotations

from datetime import date, timedelta

from convention.base.french import jour


def last_day(fin: date) -> str:
    """Say the last day that counts: the end of a period is excluded."""
    return jour(fin - timedelta(days=1))
