"""What makes a site of the pages: MkDocs, the theme Material, our templates, style sheets and scripts."""

__all__ = ["construire", "ecrits", "servir"]
