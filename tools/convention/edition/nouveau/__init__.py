"""The repository of a convention that begins: what is asked, and the smallest files that say it."""

__all__ = ["depot", "lecture", "partages", "reponses", "saisie", "tableau"]
