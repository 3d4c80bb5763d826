"""What is called, sealed, settled and contested, on computed contributions (art. 8.3, 11)."""

__all__ = [
    "acomptes",
    "appels",
    "budget",
    "cloture",
    "echeances",
    "litiges",
    "mouvements",
    "pieces",
    "sceller",
    "solde",
]
