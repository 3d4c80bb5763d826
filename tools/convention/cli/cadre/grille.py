"""Reading the accessibility grid of a repository, if it has one.

Knows: where it is, its form. Must not know: what is made of it.
"""

from __future__ import annotations

from convention.loading.bind import bind
from convention.loading.yaml import noeuds
from convention.site.communes.grille import Grille

PLACE = "docs/accessibilite/grille.yaml"


class GrilleFausseError(Exception):
    """The grid is not one; what is wrong is said in French, line by line."""


def lire_grille(texte: str) -> Grille:
    """Read a grid.

    Raises:
        GrilleFausseError: its shape is wrong, or it does not hold together.
    """
    reading = noeuds.read_nodes(PLACE, texte.encode())
    bound = bind(Grille, PLACE, reading.root) if reading.root is not None else None
    wrong = [*reading.diagnostics, *(bound.diagnostics if bound is not None else ())]
    if wrong or bound is None or not isinstance(bound.document, Grille):
        raise GrilleFausseError("\n".join(f"{PLACE}:{item.span.line} : {item.message}" for item in wrong))
    if faults := list(bound.document.fautes()):
        raise GrilleFausseError("\n".join(f"{PLACE} : {fault}" for fault in faults))
    return bound.document
