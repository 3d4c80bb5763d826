"""The repository of a convention that begins: what is asked, and the smallest files that say it."""

__all__ = ["depot", "lecture", "lisez_moi", "partages", "reponses", "saisie", "tableau"]
