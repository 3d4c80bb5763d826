"""The values of a document, one by one, whose types are looked for: the days of facts, the names of other objects.

Knows: what each field may hold (`model.cadre.formes`). Must not know: which types are looked for, what is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Pointer
    from convention.model.valeurs.scalaires import Scalaire

Cherche: TypeAlias = Callable[["Scalaire"], bool]
"""Tells whether a type is looked for: a function of a module, so that what it finds in a model is found once."""


class Valeur(NamedTuple):
    """A value, or a key of a table, and the field that holds it."""

    pointer: Pointer
    modele: type[Modele]
    champ: str
    scalaire: Scalaire
    valeur: Any
    cle: bool
    """Whether it is a key."""


def values_of(document: Modele, cherche: Cherche, at: Pointer = ()) -> Iterator[Valeur]:
    """Yield the values of a document, or of its part that stands `at` a place, whose types are looked for."""
    modele = type(document)
    for champ in fields_of(modele, cherche):
        yield from _inside(getattr(document, champ), shape_of(modele, champ), (*at, champ), (modele, champ), cherche)


def _inside(
    value: Any,  # noqa: ANN401 (of any field)
    forme: Forme,
    pointer: Pointer,
    champ: tuple[type[Modele], str],
    cherche: Cherche,
) -> Iterator[Valeur]:
    """Yield what a field holds, one by one when it is a list or a table, whose keys are values too."""
    if isinstance(value, Modele):
        yield from values_of(value, cherche, pointer)
    elif forme.element is not None:
        table = isinstance(value, Mapping)
        if table and forme.cle is not None and cherche(forme.cle):
            for key in value:
                yield Valeur((*pointer, str(key)), *champ, forme.cle, key, cle=True)
        if _holds(forme.element, cherche):
            for key, item in value.items() if table else enumerate(value or ()):
                yield from _inside(item, forme.element, (*pointer, str(key) if table else key), champ, cherche)
    elif value is not None and forme.scalaire is not None and cherche(forme.scalaire):
        yield Valeur(pointer, *champ, forme.scalaire, value, cle=False)


@lru_cache(maxsize=512)  # a pure function of the classes
def fields_of(modele: type[Modele], cherche: Cherche) -> tuple[str, ...]:
    """Return the fields of a model that hold such a value, or something that holds one."""
    return tuple(champ for champ in modele.model_fields if _holds(shape_of(modele, champ), cherche))


@lru_cache(maxsize=512)  # the same
def _holds(forme: Forme, cherche: Cherche) -> bool:
    own = any(scalaire is not None and cherche(scalaire) for scalaire in (forme.scalaire, forme.cle))
    below = forme.modele is not None and bool(fields_of(forme.modele, cherche))
    return own or below or (forme.element is not None and _holds(forme.element, cherche))
