"""Documents made from the models themselves: one that holds every field, and any number drawn at random.

A document is what is written: tables, lists, and the source of each scalar, quotes included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import NoneType
from typing import Protocol, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from convention.base.nodes import Place, ScalarNode
from convention.model.cadre.champs import Modele
from convention.model.cadre.document import Genre
from convention.model.documents.composants import ParPhase
from convention.model.documents.tarifs import Exemple
from convention.model.genres import A_PART, GENRES
from convention.model.valeurs.scalaires import (
    Montant,
    MontantPositif,
    MontantPositifOuNul,
    Nom,
    Prix,
    Quantite,
    Scalaire,
    scalaire_de,
)

Written: TypeAlias = "dict[str, Written] | list[Written] | str"
T = TypeVar("T")


class Maker(Protocol[T]):
    """What is made of each shape of the models."""

    def scalar(self, scalaire: Scalaire) -> T: ...
    def sequence(self, item: T) -> T: ...
    def mapping(self, key: T, value: T) -> T: ...
    def table(self, required: frozenset[str], fields: dict[str, T], extras: tuple[T, T] | None) -> T: ...
    def either(self, first: T, second: T) -> T: ...


def make(maker: Maker[T], hint: object) -> T:
    """Fold an annotation of the models."""
    scalaire = scalaire_de(hint)
    if scalaire is not None:
        return maker.scalar(scalaire)
    if isinstance(hint, type) and issubclass(hint, Modele):
        return _make_table(maker, hint)
    arguments = [argument for argument in get_args(hint) if argument not in (NoneType, Ellipsis)]
    if get_origin(hint) is Mapping:
        return maker.mapping(make(maker, arguments[0]), make(maker, arguments[1]))
    inner = make(maker, arguments[0])
    return maker.sequence(inner) if get_origin(hint) is tuple else inner


def _make_table(maker: Maker[T], modele: type[Modele]) -> T:
    fields = {name: make(maker, inner) for name, inner in hints(modele).items()}
    required = frozenset(name for name, field in modele.model_fields.items() if field.is_required())
    extras = (make(maker, Nom), make(maker, Quantite)) if modele is Exemple else None
    table = maker.table(required, fields, extras)
    return maker.either(make(maker, Prix), table) if modele is ParPhase else table


def models() -> list[type[Modele]]:
    """Return the model of every kind, and every model that one of them holds."""
    found: dict[type[Modele], None] = {}
    waiting = [genre.modele for genre in (*GENRES, *A_PART)]
    while waiting:
        modele = waiting.pop()
        if modele not in found:
            found[modele] = None
            waiting += [inner for hint in hints(modele).values() for inner in _inside(hint)]
    return list(found)


@cache
def hints(modele: type[Modele]) -> Mapping[str, object]:
    """Return the annotation of each field, with its scalar."""
    every = get_type_hints(modele, localns={"Genre": Genre}, include_extras=True)
    return {name: every[name] for name in modele.model_fields}


def _inside(hint: object) -> list[type[Modele]]:
    if isinstance(hint, type) and issubclass(hint, Modele):
        return [hint]
    return [found for argument in get_args(hint) for found in _inside(argument)]


def yaml_text(document: Written) -> str:
    """Write a document: one line for each key of the top, flow style below."""
    assert isinstance(document, dict)
    return "".join(f"{key}: {_flow(value)}\n" for key, value in document.items())


def _flow(value: Written) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else value


def reads(scalaire: Scalaire, source: str) -> bool:
    """Tell whether a scalar is accepted as it is written."""
    node = ScalarNode(_read(source), Place(0, 0, 0, 0), Place(0, 0, 0, 0), plain=not source.startswith('"'))
    try:
        scalaire.read(node)
    except PydanticCustomError:
        return False
    return True


class Complete:
    """Make the document that holds every field once."""

    CANDIDATES = (
        *("12", "2026", "2026-01", "2026-01-01", "S04", "S04.1", "nancy", "serveur-x", '"215401845"', '"54184"', "oui"),
        *('"21540184500018"', "article 8.3", "TAR007", "0.5", "catalogue/convention.yaml#effet", "le syndicat"),
        "accueil@commune.exemple",
        f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{'C' * 43}",
        *(f'"{"7c1e52d0" * 8}"', '"@dsit/finances"', "/pricing/", "pricing/appels/2026-04.json"),
    )

    def scalar(self, scalaire: Scalaire) -> Written:
        words: tuple[str, ...] = tuple(scalaire.schema.get("enum", ()))
        return next(source for source in (*words, *self.CANDIDATES) if reads(scalaire, source))

    def sequence(self, item: Written) -> Written:
        return [item]

    def mapping(self, key: Written, value: Written) -> Written:
        return {str(key): value}

    def table(self, _required: object, fields: dict[str, Written], extras: tuple[Written, Written] | None) -> Written:
        return fields | ({str(extras[0]): extras[1]} if extras else {})

    def either(self, _first: Written, second: Written) -> Written:
        return second


Drawn: TypeAlias = st.SearchStrategy[Written]
_LETTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc"], exclude_characters=["\u00ad"]
)
_TEXTS = st.text(_LETTERS, min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
_SIMPLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]*[A-Za-z0-9_]|[A-Za-z0-9]")


class Random:
    """Make strategies: documents that the models accept."""

    def scalar(self, scalaire: Scalaire) -> Drawn:
        schema = scalaire.schema
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if schema["type"] in ("number", "integer"):
            return _numbers(schema.get("minimum", 1), schema["maximum"], _decimals(scalaire))
        if schema.get("format") == "date":
            return st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(str)
        coded = "patternErrorMessage" in schema
        texts = st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True) if coded else _TEXTS
        return st.tuples(texts, st.booleans()).map(lambda drawn: _source(scalaire, *drawn))

    def sequence(self, item: Drawn) -> Drawn:
        return st.lists(item, max_size=2).map(list)

    def mapping(self, key: Drawn, value: Drawn) -> Drawn:
        # A key written null is no key at all; written twice, with and without quotes, it is one key twice.
        keys = key.map(str).filter(lambda source: source != "null")
        return st.lists(st.tuples(keys, value), max_size=2, unique_by=lambda pair: _read(pair[0])).map(dict)

    def table(self, required: frozenset[str], fields: dict[str, Drawn], extras: tuple[Drawn, Drawn] | None) -> Drawn:
        optional = {name: value for name, value in fields.items() if name not in required}
        table: Drawn = st.fixed_dictionaries({name: fields[name] for name in sorted(required)}, optional=optional).map(
            dict
        )
        if extras is None:
            return table
        return st.tuples(self.mapping(*extras), table).map(lambda drawn: {**_table(drawn[0]), **_table(drawn[1])})

    def either(self, first: Drawn, second: Drawn) -> Drawn:
        return first | second


def _table(value: Written) -> dict[str, Written]:
    assert isinstance(value, dict)
    return value


def _read(source: str) -> str:
    return str(json.loads(source)) if source.startswith('"') else source


def _decimals(scalaire: Scalaire) -> int:
    if scalaire.schema["type"] == "integer":
        return 0
    return 2 if scalaire in (scalaire_de(Montant), scalaire_de(MontantPositif), scalaire_de(MontantPositifOuNul)) else 6


def _numbers(minimum: int, maximum: int, decimals: int) -> Drawn:
    unit = 10**decimals

    def text(number: int) -> str:
        units, rest = divmod(abs(number), unit)
        return f"{'-' if number < 0 else ''}{units}" + (f".{rest:0{decimals}d}" if rest else "")

    return st.integers(minimum, maximum).map(str) | st.integers(minimum * unit, maximum * unit).map(text)


def _source(scalaire: Scalaire, text: str, plain: bool) -> str:  # noqa: FBT001 (drawn at random)
    if plain and _SIMPLE.fullmatch(text) and reads(scalaire, text):
        return text
    return json.dumps(text, ensure_ascii=False)
