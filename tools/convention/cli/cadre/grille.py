"""Reading the accessibility grid of a repository, if it has one.

Knows: where it is, its form. Must not know: what is made of it.
"""

from __future__ import annotations

from convention.loading.a_part import read_apart
from convention.site.communes.accessibilite import Grille

PLACE = "docs/accessibilite/grille.yaml"


class GrilleFausseError(Exception):
    """The grid is not one; what is wrong is said in French, line by line."""


def lire_grille(texte: str) -> Grille:
    """Read a grid.

    Raises:
        GrilleFausseError: its shape is wrong, or it does not hold together.
    """
    lu = read_apart(Grille, PLACE, texte.encode())
    if lu.document is None or lu.diagnostics:
        raise GrilleFausseError("\n".join(f"{PLACE}:{item.span.line} : {item.message}" for item in lu.diagnostics))
    if faults := list(lu.document.fautes()):
        raise GrilleFausseError("\n".join(f"{PLACE} : {fault}" for fault in faults))
    return lu.document
