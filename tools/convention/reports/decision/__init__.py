"""Who decides, by when, what is missing, in words and in JSON."""

__all__ = ["decision", "json"]
