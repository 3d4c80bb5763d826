"""The files by which each forge shows a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.github import formulaire as github
from convention.forge.gitlab import formulaire as gitlab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.forge.formulaires.corps import Formulaire


FORGES = {"github": github, "gitlab": gitlab}


def modeles(formulaire: Formulaire, forges: Iterable[str] = FORGES) -> Iterator[tuple[str, str]]:
    """Yield, for each forge, the path and the text of a form."""
    for nom in forges:
        yield FORGES[nom].path_of(formulaire), FORGES[nom].modele_text(formulaire)
