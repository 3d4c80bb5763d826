"""Media: a document from its template, as Markdown, PDF, DOCX; texts escaped for each; tables, sheets, calendars."""

__all__ = [
    "document",
    "docx",
    "escape",
    "feuilles",
    "gabarit",
    "ics",
    "pdf",
    "table",
    "tableur",
]
