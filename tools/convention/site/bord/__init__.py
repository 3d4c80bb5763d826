"""An adherent's dashboard: what it owes, when, why, on which counts."""

__all__ = ["bord", "guichet"]
