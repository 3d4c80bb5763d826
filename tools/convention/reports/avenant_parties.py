"""The articles of an avenant, drawn from the changes: one for each annexe, or article, or adherent that they touch.

Knows: the changes and their sentences. Must not know: media, what they cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE
from convention.reports.avenant import Partie, Projet
from convention.reports.phrases import amendment

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison


def project(comparaison: Comparaison, numero: int) -> Projet:
    """Gather what the data says of an amendment."""
    del comparaison
    return Projet(numero, "", None, (), ())


def parts(comparaison: Comparaison) -> tuple[Partie, ...]:
    """Make an article of each annexe, or document, that binds; what binds nobody (a source, an example) is left out."""
    articles: dict[str, list[str]] = {}
    for groupe in amendment(comparaison.changements, comparaison.base, comparaison.head):
        for item in groupe.phrases:
            if not item.accessoire:
                told = f"{groupe.titre}{INSECABLE}: {item.texte}." if groupe.titre != groupe.rubrique else item.alinea
                articles.setdefault(groupe.rubrique, []).append(told)
    return tuple(Partie(title, tuple(told)) for title, told in articles.items())
