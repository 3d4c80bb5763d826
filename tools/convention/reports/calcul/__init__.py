"""The contributions, and how each amount is found."""

__all__ = [
    "classeur",
    "consultation",
    "contributions",
    "differences",
    "explication",
    "export",
    "json",
    "liquidation",
    "operation",
    "quantite",
    "tableur",
]
