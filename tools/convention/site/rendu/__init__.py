"""From Markdown, formulas and tables to the HTML of a page, set in French."""

__all__ = ["formule", "page", "rendu", "tableau", "typographie"]
