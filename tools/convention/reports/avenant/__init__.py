"""The amendment: its text, what it costs, who signs it, and where it stands."""

__all__ = ["avenant", "incidence", "json", "nous", "projet", "refus"]
