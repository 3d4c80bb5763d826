"""Commands that publish, or keep what is drawn from the data up to date."""

__all__ = ["schemas"]
