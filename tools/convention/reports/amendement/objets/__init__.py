"""The sentences of a change, one module a kind of object."""

__all__ = [
    "actes",
    "articles",
    "catalogue",
    "comptages",
    "contenu",
    "documents",
    "ecrits",
    "generale",
    "grilles",
    "prix",
    "souscriptions",
    "tarifs",
]
