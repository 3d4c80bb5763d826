"""What makes two items of two lists the same object: never their order.

Knows: the identity of the items of each list. Must not know: how differences are told.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from convention.model.cadre.champs import Modele
from convention.model.texte.articles import PAR_SES_MOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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
    the others follow their order, and get a number from the second on. What has no name has the rank that is read.
    """
    before, after = _grouped((identity(item), item) for item in old), _grouped(_rewritten(old, new))
    for nom in dict.fromkeys((*before, *after)):
        left, right = before.get(nom, []), after.get(nom, [])
        for number, (first, second) in enumerate(zip_longest(_without(left, right), _without(right, left)), 1):
            rank = next(rank for rank, _ in filter(None, (second, first)))
            told = nom if number == 1 else f"{nom} ({number})"
            yield Paire(told if nom else ranked(rank), first, second)


def _rewritten(old: Sequence[Modele], new: Sequence[Modele]) -> list[tuple[str, Modele]]:
    """Name the items of the new list; what is named by its words, and changes them, keeps the name at its rank."""
    known, kept = [identity(item) for item in old], {identity(item) for item in new}
    named = [(identity(item), item) for item in new]
    for rank, (nom, item) in enumerate(named):
        if isinstance(item, PAR_SES_MOTS) and nom not in known and rank < len(known) and known[rank] not in kept:
            named[rank] = (known[rank], item)
    return named


def _grouped(items: Iterable[tuple[str, Modele]]) -> dict[str, list[Rang]]:
    groups: dict[str, list[Rang]] = {}
    for rank, (nom, item) in enumerate(items):
        groups.setdefault(nom, []).append((rank, item))
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


def is_moved(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Tell whether what two lists have in common does not stand in the same order; what comes or goes is told apart."""
    before, after = _named(old, new), _named(new, old)
    return [name for name in before if name in after] != [name for name in after if name in before]


def _named(items: Sequence[Any], others: Sequence[Any]) -> list[tuple[object, int]]:
    """Name each item, with its number among those of that name: by its value when the other list has it."""
    names = [(repr(item) if item in others or not isinstance(item, Modele) else identity(item)) for item in items]
    return [(name, names[:rank].count(name)) for rank, name in enumerate(names)]


def identity(item: Modele) -> str:
    """Return what names an item among its siblings; nothing where only its rank does."""
    return " ".join(str(part) for part in item.identite() if part)


def ranked(rank: int) -> str:
    """Name what has no name by its rank in its list, from 0: « n° 1 »."""
    return f"n° {rank + 1}"
