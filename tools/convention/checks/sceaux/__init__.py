"""What was called, closed, signed, billed or contested stays as it was (art. 8.1, 8.3, 11)."""

__all__ = ["litiges", "scelles", "signatures", "titres"]
