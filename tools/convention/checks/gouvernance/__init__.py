"""Bodies, meetings, calls, projects, needs, acts: what is due, and what follows (art. 5 to 10)."""

__all__ = ["echeances", "procedures"]
