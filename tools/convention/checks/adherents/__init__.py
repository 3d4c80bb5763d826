"""Who an adherent is, who answers for it, how it pays, what it needs (art. 5, 6, 8.3, 10)."""

__all__ = ["budgets", "identite"]
