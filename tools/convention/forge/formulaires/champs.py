"""What a form is: a title, and fields.

Knows: shapes. Must not know: which forms there are, how a forge writes them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

ENGENDRE = "Engendré d'après les données par « convention formulaires » : ne pas modifier ici."
"""What every form says first of itself, to who would edit its file."""


class Genre(StrEnum):
    """How a field is filled."""

    LISTE = "liste"
    LIGNE = "ligne"
    TEXTE = "texte"


class Champ(NamedTuple):
    """A field of a form."""

    id: str
    nom: str
    """Its heading, by which its answer is found again."""
    genre: Genre = Genre.LIGNE
    aide: str = ""
    exemple: str = ""
    choix: tuple[str, ...] = ()
    obligatoire: bool = True


class Formulaire(NamedTuple):
    """A form."""

    id: str
    """« 1-service »: its file, and its place among the others."""
    nom: str
    description: str
    titre: str
    """How the title of a request begins."""
    presentation: str
    """Markdown, above the fields."""
    champs: tuple[Champ, ...]
    repere: str
    """Id of the field that no other form has."""

    def champ(self, identifiant: str) -> Champ:
        """Return a field."""
        return next(item for item in self.champs if item.id == identifiant)
