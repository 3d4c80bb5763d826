"""One module a subject of documents that people write in YAML."""

__all__ = [
    "adherents",
    "avenants",
    "catalogue",
    "cles",
    "composants",
    "entrees_sorties",
    "exercices",
    "gouvernance",
    "grilles",
    "lectures",
    "quantites",
    "releves",
    "suivi",
    "tarifs",
    "titres",
]
