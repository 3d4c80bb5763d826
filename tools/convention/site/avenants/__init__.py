"""The pages of the amendments."""

__all__ = ["avenants", "effets", "suivi"]
