"""What makes two items of two lists the same object: never their order.

Knows: the identity of the items of each list. Must not know: how differences are told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from convention.model.adherents import Depense, Releve, Souscription, SouscriptionComposant
from convention.model.catalogue import Pole, Poste, SousService
from convention.model.tarifs import Imputation, LigneTarif, ValeurForfait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from convention.model.champs import Modele


def keyed(items: Sequence[Modele]) -> dict[str, tuple[int, Modele]]:
    """Give each item of a list its identity and its rank; a second item of the same identity gets a number."""
    seen: Counter[str] = Counter()
    found = {}
    for rank, item in enumerate(items):
        name = identity(item)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = (rank, item)
    return found


def identity(item: Modele) -> str:
    """Return what names an item among its siblings; examples have no name of their own: their order names them."""
    read = _IDENTITES.get(type(item))
    return "n° 1" if read is None else " ".join(str(part) for part in read(item))


_IDENTITES: Mapping[type[Modele], Callable[[Any], tuple[object, ...]]] = {
    Souscription: lambda item: (item.service,),
    SouscriptionComposant: lambda item: (item.composant,),
    Releve: lambda item: (item.phase, item.date.isoformat()),
    Depense: lambda item: (item.id,),
    LigneTarif: lambda item: (item.id,),
    SousService: lambda item: (item.code,),
    ValeurForfait: lambda item: (item.date.isoformat(),),
    Imputation: lambda item: (item.nature, item.section, item.payeur),
    Pole: lambda item: (item.service,),
    Poste: lambda item: (item.fonction,),
}
