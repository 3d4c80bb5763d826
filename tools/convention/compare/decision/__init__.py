"""Which procedure each change asks, who must have said what, when it takes effect."""

__all__ = ["actes", "decision", "echeances", "points", "procedures", "visas", "voies"]
