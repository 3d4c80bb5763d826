"""Who an adherent is, who answers for it, how it pays (art. 2, 4, 5, 7, 8.3, 10)."""

__all__ = ["budgets", "identite"]
