"""The text of the convention, its numbers, and how it is read."""

__all__ = ["clauses", "nombres"]
