"""A statement in each medium: page, workbook, CSV, JSON, terminal."""

__all__ = ["contrat", "csv", "fichiers", "json", "lettres", "pdf", "texte", "xlsx"]
