"""What a formula of annexe 4 may say: units, divisions, whether it recovers its cost."""

__all__ = ["divisions", "rules", "units"]
