"""The pages that concern everyone: home, calendar, exercices, governance, readings, open data."""

__all__ = ["accueil", "exercices", "gouvernance", "lectures", "ouvertes", "reperes"]
