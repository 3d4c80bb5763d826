"""What we propose: a branch that holds one commit of ours, and its one demande de fusion, opened or kept up to date.

Knows: whose a branch is, what tells two texts apart. Must not know: what files and texts say, the API.
The commit is written by the API: no push, hence no token in the settings of a clone. A branch to which anybody else has
pushed is left alone; what has not changed is not written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.client import retry
from convention.forge.commentaire.publication import same

if TYPE_CHECKING:
    import re

    from convention.forge.forge import Contenu, Ecrit, Forge, Texte


class BrancheOccupeeError(Exception):
    """The branch holds the work of somebody else."""


def write_branch(forge: Forge, branche: str, contenu: Contenu, permis: re.Pattern[str]) -> Ecrit:
    """Make the branch hold these files, in one commit after the base.

    A failure that may not last starts all over: a commit that no branch designates is nothing.

    Args:
        forge: where it is.
        branche: its name.
        contenu: what it is to hold.
        permis: paths of the files that may be written, whole.

    Raises:
        BrancheOccupeeError: the tip of the branch is not ours.
        ForgeError: the forge refuses.
    """
    if not all(map(permis.fullmatch, contenu.fichiers)):
        raise ValueError(sorted(contenu.fichiers))
    return retry(lambda: _write(forge, branche, contenu), forge.client.attendre)


def _write(forge: Forge, branche: str, contenu: Contenu) -> Ecrit:
    tip = forge.pointe(branche)
    if tip is not None and (_first_line(tip.message) != _first_line(contenu.message) or len(tip.parents) != 1):
        raise BrancheOccupeeError(branche)
    return forge.ecrire(branche, contenu, tip)


def _first_line(message: str) -> str:
    return message.partition("\n")[0]


def propose(forge: Forge, branche: str, vers: str, texte: Texte) -> int:
    """Open the demande of a branch, or update the one that is open; return its number.

    Raises:
        ForgeError: the forge refuses.
    """
    return retry(lambda: _propose(forge, branche, vers, texte), forge.client.attendre)


def _propose(forge: Forge, branche: str, vers: str, texte: Texte) -> int:
    known = forge.proposee(branche)
    if known is not None and known.texte.titre == texte.titre and same(known.texte.corps, texte.corps):
        return known.numero
    return forge.proposer(branche, vers, texte, known)
