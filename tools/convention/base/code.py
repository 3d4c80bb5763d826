"""What a code of the table is, and how serious.

Knows: the shape of a row. Must not know: the rows (`base.codes` gathers them).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How serious a message is: only errors refuse the data."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    INFO = "info"


class Code(NamedTuple):
    """One row of the table."""

    code: str
    severity: Severity
    titre: str
    explication: str
    remede: str
