"""The item of a list that a change bears on, as each side has it: a subscription, a count.

Knows: documents, how their items are paired. Must not know: what the change means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from convention.compare.changements.identites import paired
from convention.compare.changements.renommages import with_new_names

if TYPE_CHECKING:
    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot


class Porteur(NamedTuple):
    """The item on both sides; None on the side that does not have it."""

    avant: Modele | None = None
    apres: Modele | None = None


_PROFONDEUR = 2


def item_of(changement: Changement, comparaison: Comparaison) -> Porteur:
    """Return the item that a change bears on, named by the first two steps of its way: the list, the identity."""
    path, chemin = changement.source.path, changement.chemin
    if len(chemin) < _PROFONDEUR:
        return Porteur()
    head = comparaison.head
    old, new = (_items(depot, path, chemin[0]) for depot in (with_new_names(comparaison.base, head), head))
    for nom, *sides in paired(old, new):
        if nom == chemin[1]:
            return Porteur(*(side[1] if side is not None else None for side in sides))
    return Porteur()


def _items(depot: Depot, path: str, liste: str) -> tuple[Any, ...]:
    fichier = depot.fichiers.get(path)
    found = getattr(fichier.document, liste, ()) if fichier is not None else ()
    return found if isinstance(found, tuple) else ()
