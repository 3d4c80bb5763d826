"""The sentences of a change, one module a kind of object."""

__all__ = [
    "catalogue",
    "comptages",
    "documents",
    "ecrits",
    "famille",
    "generale",
    "prix",
    "souscriptions",
    "tarifs",
]
