"""A gesture that makes no sense: why, and what to do instead.

Knows: two sentences. Must not know: how they are shown, exit codes.
"""

from __future__ import annotations


class RefusError(Exception):
    """What prevents a gesture; both sentences are French."""

    def __init__(self, message: str, conseil: str = "") -> None:
        """Keep the reason and the advice."""
        super().__init__(message)
        self.message = message
        self.conseil = conseil
