"""The pages that concern everyone: calendar, exercices, governance, readings, open data."""

__all__ = [
    "accessibilite",
    "calendrier",
    "connexion",
    "exercices",
    "gouvernance",
    "lectures",
    "ouvertes",
    "reperes",
]
