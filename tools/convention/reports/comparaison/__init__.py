"""What changes between two revisions, and what it costs to whom, in a terminal and in JSON."""

__all__ = ["causes", "comparaison", "empreinte", "hors_donnees", "json", "tete", "titre"]
