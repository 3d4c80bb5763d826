"""Bodies, meetings, calls, projects, acts: what is due, and what follows (art. 6, 7, 9, 10)."""

__all__ = ["echeances", "procedures"]
