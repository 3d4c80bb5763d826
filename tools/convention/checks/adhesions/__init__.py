"""How one joins, and how one leaves (art. 3.1, 13)."""

__all__ = ["demandes", "etapes", "resiliations"]
