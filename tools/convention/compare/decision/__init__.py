"""Which procedure each change asks, who must have said what, when it takes effect."""

__all__ = [
    "a_part",
    "actes",
    "decision",
    "echeances",
    "points",
    "prises_effet",
    "procedures",
    "visas",
    "visas_points",
    "voies",
]
