"""The files by which each forge shows a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.github import formulaire as github
from convention.forge.gitlab import formulaire as gitlab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.forge.formulaires.corps import Formulaire


FORGES = {"github": github, "gitlab": gitlab}


def modeles(formulaire: Formulaire, seule: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield, for each forge or for one alone, the path and the text of a form."""
    for nom, forge in FORGES.items():
        if seule in (None, nom):
            yield forge.path_of(formulaire), forge.modele_text(formulaire)
