"""How the convention is amended: numbers, opinions, acts, parties (art. 7, 12)."""

__all__ = ["etapes"]
