"""The statement sent to an adherent with each call, in all its forms, and the documents that go with it."""

__all__ = [
    "archive",
    "etat",
    "genres",
    "medias",
    "parties",
    "phrases",
    "pieces",
    "quantites",
    "rattachement",
    "valeurs",
]
