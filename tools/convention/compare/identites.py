"""What makes two items of two lists the same object: never their order.

Knows: the identity of the items of each list. Must not know: how differences are told.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from convention.model.adherents import Depense, Releve, Souscription, SouscriptionComposant
from convention.model.catalogue import Pole, Poste, SousService
from convention.model.tarifs import Imputation, LigneTarif, ValeurForfait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convention.model.champs import Modele


Rang: TypeAlias = "tuple[int, Modele]"
"""An item and its rank in its list."""


class Paire(NamedTuple):
    """One object on both sides, each with its rank in its list; a side that does not have it is None."""

    nom: str
    avant: Rang | None
    apres: Rang | None


def paired(old: Sequence[Modele], new: Sequence[Modele]) -> Iterator[Paire]:
    """Put side by side the items of two lists that are the same object and differ.

    Items that share an identity (two stays in one service) are told apart by their values: the equal ones are left out,
    the others follow their order, and get a number from the second on.
    """
    before, after = _grouped(old), _grouped(new)
    for nom in dict.fromkeys((*before, *after)):
        left, right = before.get(nom, []), after.get(nom, [])
        for number, (first, second) in enumerate(zip_longest(_without(left, right), _without(right, left)), 1):
            yield Paire(nom if number == 1 else f"{nom} ({number})", first, second)


def _grouped(items: Sequence[Modele]) -> dict[str, list[Rang]]:
    groups: dict[str, list[Rang]] = {}
    for rank, item in enumerate(items):
        groups.setdefault(identity(item), []).append((rank, item))
    return groups


def _without(items: list[Rang], others: list[Rang]) -> list[Rang]:
    """Leave out the items that the other list has too, one for one."""
    left = [item for _, item in others]
    kept = []
    for rank, item in items:
        if item in left:
            left.remove(item)
        else:
            kept.append((rank, item))
    return kept


def identity(item: Modele) -> str:
    """Return what names an item among its siblings; examples have no name of their own."""
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
