"""An adherent's dashboard: what it owes, when, why, on which counts."""

__all__ = ["a_faire", "bord", "guichet"]
