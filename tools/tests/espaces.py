"""Sentences as a test types them.

Knows: the two unbreakable spaces. Must not know: who wrote a sentence.
"""

from __future__ import annotations

from convention.base.french import FINE, INSECABLE


def espaces(text: str) -> str:
    """Make every space ordinary."""
    return text.replace(FINE, " ").replace(INSECABLE, " ")
