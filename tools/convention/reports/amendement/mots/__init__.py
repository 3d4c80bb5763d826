"""Names and values as sentences say them."""

__all__ = ["noms", "textes", "valeurs"]
