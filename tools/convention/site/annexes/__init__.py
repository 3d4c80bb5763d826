"""The text of the convention and its annexes, alive: services, formulas, prices, forfait, organisation, security."""

__all__ = ["axes", "catalogue", "fiche_service", "forfait", "organigramme", "prix", "tarifs", "texte"]
