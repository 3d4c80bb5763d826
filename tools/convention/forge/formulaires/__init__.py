"""The forms by which an adherent asks without git: how they are shown, read, and turned into gestures.

One definition serves both ways, so that what is shown is what is read. What comes from a form is hostile until read.
"""

__all__ = ["corps", "definitions", "guichet", "instruction", "reponse", "valeurs"]
