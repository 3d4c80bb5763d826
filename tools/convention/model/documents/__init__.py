"""One module a subject of documents that people write in YAML."""

__all__ = [
    "a_part",
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
    "signataires",
    "suivi",
    "tarifs",
    "titres",
]
