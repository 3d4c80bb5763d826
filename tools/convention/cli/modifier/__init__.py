"""Commands that write data: gestures, counts of inventories."""

__all__ = ["gestes"]
