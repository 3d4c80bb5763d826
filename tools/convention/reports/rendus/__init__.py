"""Media: a document from its template, as Markdown, PDF, DOCX; texts escaped for each of them; tables of a terminal."""

__all__ = ["blocs", "document", "document_pdf", "docx", "escape", "gabarit", "pdf", "table"]
