"""How files take their places: all or nothing, one command at a time, never among what the tool reads."""

__all__ = ["dossier", "exclusivite", "scelles", "sorties"]
