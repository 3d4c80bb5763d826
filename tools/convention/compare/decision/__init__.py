"""Which procedure each change asks, who must have said what, when it takes effect."""

__all__ = ["a_part", "actes", "decision", "echeances", "points", "procedures", "visas", "voies"]
