"""What is refused, and why; what to do instead.

Knows: two sentences. Must not know: how they are shown, exit codes.
"""

from __future__ import annotations


class ConseilleError(Exception):
    """What is refused, and what to do instead; all sentences are French."""

    def __init__(self, message: str, conseil: str = "") -> None:
        """Keep the reason and the advice."""
        super().__init__(message)
        self.message = message
        self.conseil = conseil


class RefusError(ConseilleError):
    """What prevents a gesture, and what to type or to edit instead."""

    def __init__(self, message: str, conseil: str, choix: tuple[str, ...] = ()) -> None:
        """Keep what to choose from, when it asks for a choice."""
        super().__init__(message, conseil)
        self.choix = choix
