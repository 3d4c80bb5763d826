"""The one demande de fusion of a branch of ours: opened, or kept up to date.

Knows: what tells two texts apart. Must not know: what they say, the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.client import retry
from convention.forge.commentaire.publication import same

if TYPE_CHECKING:
    from convention.forge.forge import Forge, Texte


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
