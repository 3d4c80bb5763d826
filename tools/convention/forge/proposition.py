"""What we propose: a branch that holds one commit of ours, and its one demande de fusion, opened or kept up to date.

Knows: whose a branch is, what tells two texts apart. Must not know: what files and texts say, the API.
The commit is written by the API: no push, hence no token in the settings of a clone. A branch to which anybody else has
pushed is left alone; what has not changed is not written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.client import retry
from convention.forge.commentaire.publication import first_line, same

if TYPE_CHECKING:
    import re

    from convention.forge.forge import Contenu, Ecrit, Forge, Texte


class BrancheOccupeeError(Exception):
    """The branch holds the work of somebody else."""


def propose(
    forge: Forge, branche: str, vers: str, contenu: Contenu, texte: Texte, permis: re.Pattern[str]
) -> tuple[int, Ecrit]:
    """Make a branch hold some files, in one commit after the base, then open its demande, or update the open one.

    A failure that may not last starts all over: a commit that no branch designates is nothing. A path that is not of
    those that may be written (`permis`) is a defect.

    Returns:
        The number of the demande; what was done of the branch.

    Raises:
        BrancheOccupeeError: the tip of the branch is not ours.
        ForgeError: the forge refuses.
    """
    if not all(map(permis.fullmatch, contenu.fichiers)):
        raise ValueError(sorted(contenu.fichiers))
    done = retry(lambda: _write(forge, branche, contenu))
    return retry(lambda: _propose(forge, branche, vers, texte)), done


def _write(forge: Forge, branche: str, contenu: Contenu) -> Ecrit:
    tip = forge.pointe(branche)
    if tip is not None and (first_line(tip.message) != first_line(contenu.message) or len(tip.parents) != 1):
        raise BrancheOccupeeError(branche)
    return forge.ecrire(branche, contenu, tip)


def _propose(forge: Forge, branche: str, vers: str, texte: Texte) -> int:
    known = forge.proposee(branche)
    if known is not None and known.texte.titre == texte.titre and same(known.texte.corps, texte.corps):
        return known.numero
    return forge.proposer(branche, vers, texte, known)
