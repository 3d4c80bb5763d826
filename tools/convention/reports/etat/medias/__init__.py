"""A statement in each medium: page, workbook, CSV, JSON, terminal."""

__all__ = ["csv", "fichiers", "json", "refaire", "xlsx"]
