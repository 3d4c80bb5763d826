"""Renderers: from a model to a text for one medium. Nothing is computed here."""
