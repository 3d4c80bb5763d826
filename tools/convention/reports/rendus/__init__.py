"""Media: a document from its template, as Markdown, PDF, DOCX; texts escaped for each of them; tables, sheets."""

__all__ = ["blocs", "document", "document_pdf", "docx", "escape", "feuilles", "gabarit", "pdf", "table", "tableur"]
