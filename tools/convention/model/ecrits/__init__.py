"""What the tool writes itself, and nobody edits: seals, their journal and signatures, kept avenants, series."""

__all__ = ["avenants_consignes", "journal", "sceaux", "scelles", "series", "signatures"]
