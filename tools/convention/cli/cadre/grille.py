"""Reading the accessibility grid of a repository, if it has one.

Knows: where it is, its form. Must not know: what is made of it.
"""

from __future__ import annotations

from convention.cli.cadre.contexte import DiteError, Sortie
from convention.cli.cadre.diagnostics import document_of
from convention.loading.a_part import read_apart
from convention.site.communes.grille import Grille

PLACE = "docs/accessibilite/grille.yaml"


class GrilleFausseError(DiteError):
    """The grid does not hold together: the sentence says where."""

    exit_code = Sortie.ERREURS


def lire_grille(contenu: bytes) -> Grille:
    """Read a grid; what is wrong with its shape stops the command, each error at its line.

    Raises:
        GrilleFausseError: it does not hold together.
    """
    grille = document_of(read_apart(Grille, PLACE, contenu))
    if faults := list(grille.fautes()):
        raise GrilleFausseError(f"{PLACE} : {' ; '.join(faults)}")
    return grille
