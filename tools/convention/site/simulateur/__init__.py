"""The page where an adherent tries other services and quantities, and the data that it computes from."""

__all__ = ["simulateur"]
