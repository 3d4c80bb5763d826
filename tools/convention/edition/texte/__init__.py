"""A YAML text, changed by position: what is written, where it goes, what is taken away; every other byte kept."""

__all__ = ["ecriture", "lieux", "plis", "releves", "rewrite", "services"]
