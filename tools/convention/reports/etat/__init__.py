"""The statement sent to an adherent with each call, in all its forms, and the documents that go with it."""

__all__ = [
    "archive",
    "contrat",
    "csv",
    "etat",
    "fichiers",
    "genres",
    "json",
    "parties",
    "pdf",
    "phrases",
    "pieces",
    "rattachement",
    "texte",
    "valeurs",
    "xlsx",
]
