"""Names and values as sentences say them."""

__all__ = ["noms", "prix_nommes", "textes", "valeurs"]
