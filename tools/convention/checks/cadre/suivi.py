"""What is read of a Depot, noted as it is read: what did not change since needs not be checked again.

Knows: the parts of a Depot that are followed one by one (its fields, those of `Vie` and of each `Dossier`, the items of
their tables). Must not know: who reads, what it makes of it. A part is followed as the same object: a document that is
read again is another one, even when it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from convention.model.depot import Depot, Dossier, Vie

if TYPE_CHECKING:
    from collections.abc import Collection, ItemsView, Iterable, ValuesView

Atome: TypeAlias = tuple[object, ...]
"""A part that was read: the names that lead to it."""


class _Tous(Enum):
    """What is read of a table as a whole."""

    NOMS = "noms"
    """Its keys, in their order."""
    VALEURS = "valeurs"
    """All that it holds."""


_PARTIES = (Depot, Dossier, Vie)
_SIMPLES = (str, bytes, int, Fraction, date, frozenset, Enum, type(None))


def noting(depot: Depot, lus: set[Atome]) -> Depot:
    """Return the same Depot, that notes what is read of it."""
    return cast("Depot", _followed(depot, (), lus))


def alone(depot: Depot, table: str, noms: Iterable[str]) -> Depot:
    """Return a Depot that notes what is read of it, with some items of a table only (its adherents, its files)."""
    suivi = cast("Any", depot)
    whole = Depot(*tuple.__iter__(suivi))
    held = getattr(whole, table)
    return noting(whole._replace(**cast("Any", {table: _Choisis((nom, held[nom]) for nom in noms)})), suivi._lus)  # noqa: SLF001 (ours)


def differences(avant: Depot, apres: Depot) -> set[Atome]:
    """Return the parts that are not the same in two Depots."""
    found: set[Atome] = set()
    if avant is not apres:
        _compare(avant, apres, (), found)
        found.add(())
    return found


def _followed(value: Any, chemin: Atome, lus: set[Atome]) -> Any:  # noqa: ANN401 (any part of a Depot)
    if isinstance(value, _PARTIES):
        return _SUIVIES[type(value)](value, chemin, lus)
    if isinstance(value, Mapping):
        return _Table(value, chemin, lus)
    lus.add(chemin)
    return value


class _Choisis(dict[Any, Any]):
    """Some items of a table: what is read of the others is of no concern."""


class _Table(Mapping[Any, Any]):
    """A table that notes which of its items are read."""

    def __init__(self, table: Mapping[Any, Any], chemin: Atome, lus: set[Atome]) -> None:
        self._table, self._chemin, self._lus = table, chemin, lus
        self._rendus: dict[object, Any] = {}

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401 (any part of a Depot)
        if key not in self._rendus:
            chemin = (*self._chemin, key)
            self._lus.add(chemin)
            self._rendus[key] = _followed(self._table[key], chemin, self._lus)
        return self._rendus[key]

    def __contains__(self, key: object) -> bool:
        self._lus.add((*self._chemin, _Tous.NOMS))
        return key in self._table

    def __iter__(self) -> Iterator[Any]:
        self._lus.add((*self._chemin, _Tous.NOMS))
        return iter(self._table)

    def __len__(self) -> int:
        self._lus.add((*self._chemin, _Tous.NOMS))
        return len(self._table)

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])

    def __or__(self, other: Mapping[Any, Any]) -> dict[Any, Any]:
        return {**self, **other}

    def __ror__(self, other: Mapping[Any, Any]) -> dict[Any, Any]:
        return {**other, **self}

    def values(self) -> ValuesView[Any]:
        return cast("ValuesView[Any]", [item for _, item in self._items()])

    def items(self) -> ItemsView[Any, Any]:
        return cast("ItemsView[Any, Any]", self._items())

    def _items(self) -> Collection[tuple[Any, Any]]:
        """Return the items: those that are read whole as they are, else what notes what is read of each."""
        first = next(iter(self._table.values()), None)
        if isinstance(self._table, _Choisis) or isinstance(first, (*_PARTIES, Mapping)):
            return [(key, self[key]) for key in self]
        self._lus.add((*self._chemin, _Tous.VALEURS))
        return self._table.items()


def _suivie(partie: type[Any]) -> type[Any]:
    """Make of a part one that notes which of its fields are read."""

    def __new__(cls: type[Any], value: Any, chemin: Atome, lus: set[Atome]) -> Any:  # noqa: ANN401, N807
        found = tuple.__new__(cls, value)
        found._chemin, found._lus = chemin, lus  # noqa: SLF001 (its own)
        return found

    def field(rang: int, nom: str) -> cached_property[Any]:
        # Noted the first time: what it gives is kept.
        return cached_property(lambda self: _followed(tuple.__getitem__(self, rang), (*self._chemin, nom), self._lus))

    def whole(self: Any) -> Iterator[Any]:  # noqa: ANN401
        """Read all of it: whatever changes is of concern."""
        self._lus.add(())
        return tuple.__iter__(self)

    def replaced(self: Any, **fields: object) -> Any:  # noqa: ANN401
        found = self.__class__(partie(*tuple.__iter__(self))._replace(**fields), self._chemin, self._lus)
        found.__dict__.update(fields)
        return found

    fields = {nom: field(rang, nom) for rang, nom in enumerate(partie._fields)}
    return type(
        f"{partie.__name__}Suivi", (partie,), {**fields, "__new__": __new__, "__iter__": whole, "_replace": replaced}
    )


_SUIVIES = {partie: _suivie(partie) for partie in _PARTIES}


def _compare(avant: Any, apres: Any, chemin: Atome, found: set[Atome]) -> bool:  # noqa: ANN401
    """Note the parts that differ; tell whether one does."""
    if avant is apres:
        return False
    before = len(found)
    if isinstance(avant, _PARTIES) and type(avant) is type(apres):
        for nom, old, new in zip(avant._fields, avant, apres, strict=True):
            _compare(old, new, (*chemin, nom), found)
    elif isinstance(avant, Mapping) and isinstance(apres, Mapping):
        if list(avant) != list(apres):
            found.add((*chemin, _Tous.NOMS))
        for key in avant.keys() | apres.keys():
            if key not in avant or key not in apres:
                found.add((*chemin, key))
            else:
                _compare(avant[key], apres[key], (*chemin, key), found)
        if len(found) > before:
            found.add((*chemin, _Tous.VALEURS))
    elif not _same(avant, apres):
        found.add(chemin)
    return len(found) > before


def _same(avant: object, apres: object) -> bool:
    """Tell whether two values are made of the same objects."""
    if avant is apres:
        return True
    if isinstance(avant, _SIMPLES):
        return avant == apres
    if isinstance(avant, tuple) and isinstance(apres, tuple):
        return len(avant) == len(apres) and all(map(_same, avant, apres))
    if isinstance(avant, Mapping) and isinstance(apres, Mapping):
        return list(avant) == list(apres) and all(_same(avant[key], apres[key]) for key in avant)
    return False
