"""The contributions, and how each amount is found."""

__all__ = [
    "classeur",
    "consultation",
    "contributions",
    "explication",
    "export",
    "json",
    "liquidation",
    "operation",
    "quantite",
    "tableur",
]
