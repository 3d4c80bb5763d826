"""Who may read each sentence of an avenant: anybody, or the adherents (exigences: what may be seen by whom).

Knows: changes. Must not know: how they are said, pages.
A price may be a supplier's, a share tells of an adherent: what is not known to be public is for the adherents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model.mots.vie import Niveau

if TYPE_CHECKING:
    from convention.compare.changements.changements import Changement

_PUBLICS = frozenset(
    {
        *("article", "cles", "convention", "couts-de-possession", "forfait", "gouvernance", "lectures"),
        *("organigramme", "procedures", "service"),
    }
)
"""Kinds of documents that the public site shows."""
_RESERVES = frozenset({"exemples", "parametres", "plafond", "quotes_parts"})
"""Their fields that may hold a price, or name an adherent."""


def level(changement: Changement) -> Niveau:
    """Return who may read the sentence of a change."""
    sides = (changement.avant, changement.apres)
    told = any(getattr(side, nom, None) for side in sides for nom in _RESERVES - {"exemples"})
    known = changement.genre in _PUBLICS and _RESERVES.isdisjoint(changement.chemin) and not told
    return Niveau.PUBLIC if known else Niveau.ADHERENTS
