"""What every check stands on: how it declares itself, how it walks documents, points at a place, looks up a name."""

__all__ = [
    "citations",
    "connu",
    "contexte",
    "controle",
    "couverture",
    "emplacements",
    "lecture",
    "lieux",
    "memoire",
    "passage",
    "valeurs",
    "vie",
]
