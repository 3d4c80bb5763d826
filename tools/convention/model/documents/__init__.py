"""One module a subject of documents that people write in YAML."""

__all__ = [
    "adherents",
    "articles",
    "avenants",
    "catalogue",
    "clauses",
    "cles",
    "correspondances",
    "entrees_sorties",
    "exercices",
    "gouvernance",
    "grilles",
    "lectures",
    "nombres",
    "releves",
    "signataires",
    "suivi",
    "tarifs",
    "titres",
]
