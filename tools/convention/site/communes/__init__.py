"""The pages that concern everyone: home, calendar, exercices, governance, readings, open data."""

__all__ = [
    "accessibilite",
    "accueil",
    "calendrier",
    "connexion",
    "exercices",
    "gouvernance",
    "lectures",
    "ouvertes",
    "reperes",
]
