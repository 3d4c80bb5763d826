"""The sheets of the workbook, one a file: what each shows, and which gesture writes it."""

__all__ = ["adherents", "budgets", "prix", "quantites", "souscriptions"]
