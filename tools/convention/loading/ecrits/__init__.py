"""What the tool wrote, read again: seals, kept avenants, series, signatures."""

__all__ = ["avenants_consignes", "sceaux", "series", "signatures"]
