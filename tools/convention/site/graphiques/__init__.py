"""The drawings of the pages, in SVG."""

__all__ = ["barres", "cascade", "courbe", "frise", "prerequis", "svg"]
