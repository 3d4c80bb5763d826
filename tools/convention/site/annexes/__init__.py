"""The annexes, alive: services, formulas, prices, forfait, organisation, security."""

__all__ = ["annexe4", "axes", "catalogue", "fiche_service", "forfait", "organigramme", "prix"]
