"""Why an amount changes: the Shapley share of each sort of cause."""

__all__ = ["annee_pleine", "causes", "choix", "completion", "effets", "entre_exercices"]
