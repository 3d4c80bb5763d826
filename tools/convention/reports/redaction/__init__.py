"""Drafts for the bodies: the file of a meeting, the yearly report, the deliberation on the forfait."""

__all__ = ["dossier", "forfait", "rapport"]
