"""One module a subject of documents that people write in YAML."""

__all__ = [
    "adherents",
    "avenants",
    "catalogue",
    "cles",
    "correspondances",
    "entrees_sorties",
    "exercices",
    "exports",
    "gouvernance",
    "grilles",
    "releves",
    "signataires",
    "suivi",
    "tarifs",
    "titres",
]
