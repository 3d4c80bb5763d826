"""An amount shared in whole cents: keys and weights, bounds, largest remainders, and one part alone."""

__all__ = ["cout", "repartition", "reprise"]
