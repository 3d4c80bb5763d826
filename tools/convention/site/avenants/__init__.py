"""The pages of the amendments."""

__all__ = ["a_faire", "avenants", "effets", "suivi"]
