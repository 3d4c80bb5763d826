"""How a value is written, read, corrected: numbers, days, identifiers, words, paths."""

__all__ = ["chemins", "corrections", "ecriture", "scalaires"]
