"""A branch that holds one commit of ours, written by the API: no push, hence no token in the settings of a clone.

Knows: whose a branch is. Must not know: what the files say. A branch to which anybody else has pushed is left alone;
what has not changed is not written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.client import retry

if TYPE_CHECKING:
    import re

    from convention.forge.forge import Contenu, Ecrit, Forge


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
