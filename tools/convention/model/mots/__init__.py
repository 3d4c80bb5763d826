"""Words that data use, each with its label, in the enum that declares it."""

__all__ = [
    "appels",
    "avenants",
    "communs",
    "entrees",
    "finances",
    "releves",
    "vie",
]
