"""A gesture that makes no sense: why, and what to do instead.

Knows: two sentences. Must not know: how they are shown, exit codes.
"""

from __future__ import annotations


class RefusError(Exception):
    """What prevents a gesture, and what to type or to edit instead; all sentences are French."""

    def __init__(self, message: str, conseil: str, choix: tuple[str, ...] = ()) -> None:
        """Keep the reason, the advice, and what to choose from when it asks for a choice."""
        super().__init__(message)
        self.message = message
        self.conseil = conseil
        self.choix = choix
