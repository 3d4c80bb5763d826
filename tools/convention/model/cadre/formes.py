"""What each field may hold, read from the models: a scalar, a model, a list or a table of them.

Knows: how models are annotated. Must not know: values, sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from convention.model.cadre.champs import Modele, Partie, part_of
from convention.model.cadre.renvois import SORTE, Sorte
from convention.model.valeurs.scalaires import Scalaire, scalaire_de

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class Forme(NamedTuple):
    """The shape of a value."""

    scalaire: Scalaire | None = None
    modele: type[Modele] | None = None
    element: Forme | None = None
    """Shape of the items of a list, or of the values of a table."""
    cle: Scalaire | None = None
    """Keys of a table."""


@lru_cache(maxsize=2048)  # a pure function of the classes
def shape_of(modele: type[Modele], champ: str) -> Forme:
    """Return the shape of a field; an extra field (the values of an example) holds a number."""
    field: FieldInfo | None = modele.model_fields.get(champ)
    return Forme() if field is None else _shape(field.annotation, *field.metadata)


@lru_cache(maxsize=256)  # a pure function of the classes
def parts_held(modele: type[Modele]) -> frozenset[Partie]:
    """Return what the fields of a model bear on, those of what it holds included."""
    found = set(map(part_of, modele.model_fields.values()))
    for champ in modele.model_fields:
        forme = shape_of(modele, champ)
        while forme.element is not None:
            forme = forme.element
        found |= parts_held(forme.modele) if forme.modele is not None else set()
    return frozenset(found)


def sort_of(scalaire: Scalaire | None) -> Sorte | None:
    """Return what a code designates; None for what cites nothing."""
    return Sorte(scalaire.schema[SORTE]) if scalaire is not None and SORTE in scalaire.schema else None


def _shape(annotation: Any, *metadata: object) -> Forme:  # noqa: ANN401 (an annotation is any object)
    scalaire = next((item for item in metadata if isinstance(item, Scalaire)), None) or scalaire_de(annotation)
    if scalaire is not None:
        return Forme(scalaire)
    if isinstance(annotation, type) and issubclass(annotation, Modele):
        return Forme(modele=annotation)
    inside = [item for item in get_args(annotation) if item not in {type(None), Ellipsis}]
    if hasattr(annotation, "__metadata__"):
        return _shape(inside[0])
    if get_origin(annotation) is tuple:
        return Forme(element=_shape(inside[0]))
    if len(inside) == 2:  # noqa: PLR2004 (a table has keys and values)
        return Forme(element=_shape(inside[1]), cle=_shape(inside[0]).scalaire)
    return _shape(inside[0]) if inside else Forme()
