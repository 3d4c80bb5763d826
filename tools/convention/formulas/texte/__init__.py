"""From the text of a formula to its tree, with located French errors."""

__all__ = ["syntax"]
