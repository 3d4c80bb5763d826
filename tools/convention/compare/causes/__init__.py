"""Why an amount changes: the Shapley share of each sort of cause."""

__all__ = ["causes", "choix", "completion", "effets", "entre_exercices"]
