"""How documents are declared: fields, kinds, what they cite."""

__all__ = [
    "champs",
    "document",
    "formes",
    "hors_donnees",
    "renvois",
]
