"""A change of every field of every model, made from the documents of this repository.

Knows: models, the shape of their fields, the codes of the data. Must not know: sentences.
Every document is first filled: what the data leaves out gets a value of its shape, so that it can change and go too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.model.assemblage import build_depot
from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of, sort_of
from convention.model.documents.composants import ParPhase
from convention.model.documents.tarifs import Exemple
from convention.model.genres import GENRES
from convention.model.schemas.libelles import libelles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Fichier

DOCUMENTS = {
    "adherent": "adherents/essey-les-nancy/adherent.yaml",
    "article": "catalogue/articles/article-08.yaml",
    "bareme": "pricing/baremes/cartads.yaml",
    "composants": "pricing/composants/S03.yaml",
    "service": "catalogue/services/S03.yaml",
}
"""Which document of a kind is changed, when the longest is not the best."""


class Essai(NamedTuple):
    """One change of one field: two Depots."""

    nom: str
    """Model, field and what happens to it."""
    base: Depot
    head: Depot


def every_change(depot: Depot) -> Iterator[Essai]:
    """Yield a change, an addition and a removal of each field of each model, the first time that it is met."""
    met: set[tuple[type[Modele], str, str]] = set()
    for genre in GENRES:
        fichier = _document(depot, genre.nom)
        assert fichier.document is not None
        full = _Filler(depot).fill(fichier.document)
        base = _with(depot, fichier, full, "plein")
        for modele, champ, gesture, changed in _changes(depot, full):
            if changed != full and (modele, champ, gesture) not in met:
                met.add((modele, champ, gesture))
                head = _with(depot, fichier, changed, "autre")
                name = f"{modele.__name__}.{champ}"
                if gesture == "change":
                    yield Essai(f"{name} change", base, head)
                else:
                    yield Essai(f"{name} disparaît", base, head)
                    yield Essai(f"{name} apparaît", head, base)


def every_model() -> set[type[Modele]]:
    """Return every model of the documents."""
    found: dict[type[Modele], None] = {}

    def look(forme: Forme | None) -> None:
        if forme is None:
            return
        look(forme.element)
        if forme.modele is not None and forme.modele not in found:
            found[forme.modele] = None
            for champ in forme.modele.model_fields:
                look(shape_of(forme.modele, champ))

    for genre in GENRES:
        look(Forme(modele=genre.modele))
    return set(found)


def _document(depot: Depot, genre: str) -> Fichier:
    files = [item for item in depot.fichiers.values() if item.chemin.genre.nom == genre]
    return max(files, key=lambda item: (item.path == DOCUMENTS.get(genre), item.root.place.end_line))


def _with(depot: Depot, fichier: Fichier, document: Modele, sha: str) -> Depot:
    files = {**depot.fichiers, fichier.path: fichier._replace(document=document, sha=sha)}
    return build_depot(files.values(), (), depot.sceaux.values())


def _changes(depot: Depot, model: Modele) -> Iterator[tuple[type[Modele], str, str, Modele]]:
    """Yield each document that differs by one field from a filled one."""
    modele = type(model)
    for champ, field in modele.model_fields.items():
        value, shape = getattr(model, champ), shape_of(modele, champ)
        if not isinstance(value, Modele) or isinstance(value, ParPhase):
            yield modele, champ, "change", _copy(model, champ, _other(depot, shape, value))
        if not field.is_required():
            yield modele, champ, "disparaît", _copy(model, champ, field.default)
        for nested, inside, gesture, changed in _inside(depot, value):
            yield nested, inside, gesture, _copy(model, champ, changed)
    if isinstance(model, Exemple) and model.valeurs:
        (nom, count), *rest = model.valeurs.items()
        extra = {nom: count + 1, **dict(rest)}
        changed = model.model_copy()
        object.__setattr__(changed, "__pydantic_extra__", extra)
        yield modele, "valeurs", "change", changed


def _inside(depot: Depot, value: Any) -> Iterator[tuple[type[Modele], str, str, Any]]:  # noqa: ANN401
    match value:
        case Modele():
            yield from _changes(depot, value)
        case tuple() if value and isinstance(value[0], Modele):
            yield type(value[0]), "(élément)", "disparaît", value[1:]
            for nested, inside, gesture, changed in _changes(depot, value[0]):
                yield nested, inside, gesture, (changed, *value[1:])
        case Mapping() if value:
            key, first = next(iter(value.items()))
            rest = {name: item for name, item in value.items() if name != key}
            kind = type(first) if isinstance(first, Modele) else Modele
            yield kind, f"(entrée de {key})", "disparaît", MappingProxyType(rest)
            for nested, inside, gesture, changed in _inside(depot, first):
                yield nested, inside, gesture, MappingProxyType({key: changed, **rest})
        case _:
            return


def _copy(model: Modele, champ: str, value: object) -> Modele:
    return model.model_copy(update={champ: value})


class _Filler:
    """Fills what a document leaves out; a model never holds itself."""

    def __init__(self, depot: Depot) -> None:
        self._depot = depot

    def fill(self, model: Modele) -> Modele:
        """Return the document with a value in every field."""
        values = {}
        for champ, field in type(model).model_fields.items():
            value, shape = getattr(model, champ), shape_of(type(model), champ)
            empty = value is None or value in ((), {}) or (isinstance(value, str) and value == field.default)
            values[champ] = self._made(shape) if empty else self._filled(value)
            if champ == "renomme_de":
                # Not the name that the object gets elsewhere: it would be renamed back.
                values[champ] = _value(self._depot, shape, 1)
        return model.model_copy(update=values)

    def _filled(self, value: Any) -> Any:  # noqa: ANN401
        match value:
            case Modele():
                return self.fill(value)
            case tuple():
                return tuple(self._filled(item) for item in value[:1]) + value[1:]
            case Mapping():
                pairs = list(value.items())
                return MappingProxyType({key: self._filled(item) for key, item in pairs[:1]} | dict(pairs[1:]))
            case _:
                return value

    def _made(self, shape: Forme) -> Any:  # noqa: ANN401
        if shape.modele is Exemple:
            return Exemple.model_construct(attendu=100, total={}, exercice=None, _fields_set=None)
        if shape.modele is not None:
            inside = {champ: self._made(shape_of(shape.modele, champ)) for champ in shape.modele.model_fields}
            return shape.modele.model_construct(**inside)
        if shape.cle is not None:
            key = _value(self._depot, Forme(shape.cle), 0)
            return MappingProxyType({key: self._made(shape.element or Forme())})
        if shape.element is not None:
            return (self._made(shape.element),)
        return _value(self._depot, shape, 0)


def _other(depot: Depot, shape: Forme, value: Any) -> Any:  # noqa: ANN401 (values of any field)
    """Return another value of the same shape."""
    if isinstance(value, tuple | Mapping):
        return _other_items(depot, shape, value)
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return next((item for item in _values(depot, shape) if item != value), value)
    if isinstance(value, ParPhase):
        return ParPhase.model_construct(previsionnel=Fraction(1000), revise=Fraction(1100), realise=None)
    return _other_scalar(value)


def _other_scalar(value: Any) -> Any:  # noqa: ANN401
    match value:
        case None:
            return None
        case bool():
            return not value
        case StrEnum():
            words = list(type(value))
            return words[(words.index(value) + 1) % len(words)]
        case date():
            return value + timedelta(days=31)
        case _:
            return value + 1


def _other_items(depot: Depot, shape: Forme, value: Any) -> Any:  # noqa: ANN401
    element = shape.element or Forme()
    if isinstance(value, tuple):
        come = () if element.modele else [item for item in _values(depot, element)[:9] if item not in value]
        return (*value[1:], *come)
    if not value:
        return value
    key, first = next(iter(value.items()))
    rest = {name: item for name, item in value.items() if name != key}
    if isinstance(first, Modele | Mapping | tuple) and not isinstance(first, ParPhase):
        return MappingProxyType(rest)
    return MappingProxyType({key: _other(depot, element, first), **rest})


def _value(depot: Depot, shape: Forme, rank: int) -> Any:  # noqa: ANN401
    return _values(depot, shape)[rank]


def _values(depot: Depot, shape: Forme) -> tuple[Any, ...]:
    """Return a few values that a scalar may have."""
    assert shape.scalaire is not None
    sorte, schema = sort_of(shape.scalaire), shape.scalaire.schema
    if sorte is not None:
        codes = tuple(libelles(depot, sorte))
        return codes if len(codes) > 1 else (*codes, "objet-retire")
    if "enum" in schema:
        return (True,) if schema["enum"] == ["oui", "non"] else tuple(_enums(shape))
    if schema["type"] == "integer":
        return (2026, 2027) if schema["minimum"] == 2000 else (3, 4)
    if schema["type"] == "number":
        return (Fraction(2), Fraction(3)) if "Montant" not in schema["description"] else (200_00, 300_00)
    if schema.get("format") == "date":
        return (date(2026, 3, 1), date(2026, 4, 1))
    example = str(schema.get("patternErrorMessage", "")).partition("Exemple : ")[2].strip('"')
    by_example = {
        "exemple-sur-rive": ("nouvel-objet", "autre-objet"),
        "le syndicat": ("le syndicat", "la métropole"),
        "moyens_impression": ("cout_maintenance", "cout_annuel"),
        "article 8.3": ("article 8.3", "annexe 4"),
        "2026-01": ("2026-01", "2027-01"),
        "TAR007": ("TAR007", "PRE001"),
        "215401845": ("215401845", "245400676"),
        "21540184500018": ("21540184500018", "24540067600015"),
        "54184": ("54184", "54395"),
        "62876": ("62876", "6216"),
        "S03.5": ("S03.8", "S03.9"),
        "adherents/*/quantites/*.yaml#comptages.validation": (
            "adherents/*/quantites/*.yaml#comptages.validation",
            "catalogue/convention.yaml#politiques",
            "pricing/forfait.yaml",
        ),
    }
    return by_example.get(example, ("Texte mis à la place de ce qui manque", "Autre texte, tout différent du premier"))


def _enums(shape: Forme) -> tuple[Any, ...]:
    assert shape.scalaire is not None
    closure = shape.scalaire.read.__closure__ or ()
    enums = (cell.cell_contents for cell in closure)
    return tuple(next(item for item in enums if isinstance(item, type) and issubclass(item, StrEnum)))
