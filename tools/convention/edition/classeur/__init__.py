"""The data as a workbook, for those who live in spreadsheets: out, and back by the gestures."""

__all__ = ["cadre", "correspondance", "enveloppe", "export", "importation", "lecture", "recensement"]
