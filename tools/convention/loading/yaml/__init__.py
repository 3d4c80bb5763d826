"""YAML read strictly: its text, its nodes, its errors in French at their place."""

__all__ = ["noeuds", "texte"]
