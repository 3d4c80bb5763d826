"""From Markdown, formulas and tables to the HTML of a page, set in French."""
