"""The sheets of an entry and of an exit."""

__all__ = ["adhesion", "sortie"]
