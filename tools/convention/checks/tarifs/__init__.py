"""What the rows of annexe 4 say: formulas, keys, examples, tables, limits."""

__all__ = ["cles", "lignes"]
