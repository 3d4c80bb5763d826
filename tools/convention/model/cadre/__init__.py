"""How documents are declared: fields, scalars, kinds, what they cite, their schemas."""

__all__ = [
    "champs",
    "chemins",
    "codes_schema",
    "corrections",
    "document",
    "ecriture",
    "formes",
    "genres",
    "hors_donnees",
    "libelles",
    "renvois",
    "scalaires",
    "schemas",
    "vides",
]
