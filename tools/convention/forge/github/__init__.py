"""GitHub: its API, its events, the variables of its machines, the settings that it has. Nothing else knows them."""

__all__ = ["formulaire", "poste"]
