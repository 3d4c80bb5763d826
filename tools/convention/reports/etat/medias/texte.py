"""A statement as a text to read in a terminal: without its annex, that its files have.

Knows: a statement. Must not know: how it was built, its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat.document import document
from convention.reports.rendus.document import terminal_text

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat


def text(etat: Etat) -> str:
    """Write a statement."""
    return terminal_text(document(etat, annexe=False))
