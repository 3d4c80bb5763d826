"""How documents are declared: fields, scalars, what they cite."""

__all__ = [
    "champs",
    "chemins",
    "corrections",
    "document",
    "ecriture",
    "formes",
    "hors_donnees",
    "renvois",
    "scalaires",
]
