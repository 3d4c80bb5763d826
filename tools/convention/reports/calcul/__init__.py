"""The contributions, and how each amount is found."""

__all__ = [
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
