"""Commands on a proposal: compare it, say who decides, draw up the acts."""

__all__ = ["comparer", "remarques"]
