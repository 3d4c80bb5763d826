"""Names and values as sentences say them."""

__all__ = ["noms", "prix_nommes", "quantites_nommees", "textes", "valeurs"]
