"""The files by which each forge shows a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.github import formulaire as github
from convention.forge.gitlab import formulaire as gitlab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.forge.formulaires.corps import Formulaire


def modeles(formulaire: Formulaire) -> Iterator[tuple[str, str]]:
    """Yield, for each forge, the path and the text of a form."""
    for forge in (github, gitlab):
        yield forge.path_of(formulaire), forge.modele_text(formulaire)
