"""The comment of a demande de fusion: what it says, which run wrote it, how it takes the place of an older one."""

__all__ = ["echec", "publication", "revision", "texte"]
