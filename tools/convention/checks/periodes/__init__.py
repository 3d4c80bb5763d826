"""What is taken, and when: periods, dates, prerequisites (art. 3, 14, annexe 3)."""

__all__ = ["a_venir", "prerequis"]
