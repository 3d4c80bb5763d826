"""What changes between two revisions, what it costs to whom and who decides it, in a terminal and in JSON."""

__all__ = ["causes", "comparaison", "decision", "delais", "empreinte", "hors_donnees", "json", "tete", "titre"]
