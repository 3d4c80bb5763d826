"""What differs between two states of the data, object by object."""

__all__ = ["changements", "ecrits", "identites", "preuve", "renommages"]
