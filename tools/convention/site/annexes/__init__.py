"""The annexes, alive: services, formulas, prices, forfait, organisation, security."""

__all__ = ["axes", "catalogue", "en_vigueur", "fiche_service", "forfait", "organigramme", "prix", "tarifs"]
