"""Which procedure each change asks, who must have said what, when it takes effect."""

__all__ = [
    "decision",
    "echeances",
    "points",
    "prises_effet",
    "procedures",
    "visas",
    "visas_points",
    "voies",
]
