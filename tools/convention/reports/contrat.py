"""What the tool says to other tools: JSON records, and the schemas that come from them.

Knows: how a value is written in JSON, and how a schema says it. Must not know: any output.
A record is filled from another by the names of its attributes; what is empty or not known is null.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from convention.base.money import decimal_text, exact_text

if TYPE_CHECKING:
    from pydantic_core import core_schema

T = TypeVar("T")
OuRien = Annotated[T | None, BeforeValidator(lambda value: value if value != "" else None)]
"""A value that may be empty, or not known."""
Cents = Annotated[
    int,
    PlainSerializer(decimal_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?(?:0|[1-9][0-9]*)\.[0-9]{2}$"}),
]
"""Euros, as a decimal text of two digits."""
Quantite = Annotated[
    Fraction,
    PlainSerializer(exact_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|[1-9][0-9]*/[1-9][0-9]*)$"}),
]
"""An exact number: a decimal text, or a fraction when no decimal says it."""
Empreinte = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
Commit = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{40}$"})]
Jour = date
TexteOuRien = OuRien[str]
JourOuRien = OuRien[Jour]


def dit(description: str = "", de: str = "", *, ou_rien: bool = False, **limites: Any) -> Any:  # noqa: ANN401 (a field of any type)
    """Declare a field of a record: what its schema says of it, the attribute that fills it (« somme.base »).

    `ou_rien`: that attribute may lead nowhere, which is null; `limites`: what its schema bounds it by.
    """
    source = AliasPath(*de.split(".")) if de else None
    return Field(None if ou_rien else ..., validation_alias=source, description=description or None, **limites)


class Enregistrement(BaseModel):
    """One object of an output: these keys and no other, none of them optional."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        from_attributes=True,
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )


class Sortie(Enregistrement):
    """A whole output, whose schema is published."""

    _nom: ClassVar[str]
    _titre: ClassVar[str]
    _precision: ClassVar[str]
    version: int

    @classmethod
    def __init_subclass__(cls, *, nom: str, titre: str, precision: str = "", **options: Any) -> None:  # noqa: ANN401
        """Keep what the head of its schema says."""
        super().__init_subclass__(**options)
        cls._nom, cls._titre, cls._precision = (
            nom,
            titre,
            f"Montants : euros à deux décimales, en texte. {precision}".rstrip(),
        )

    @classmethod
    def fichier(cls) -> str:
        """Name its schema in `schemas/`."""
        return f"{cls._nom}.schema.json"

    @classmethod
    def texte_du_schema(cls) -> bytes:
        """Return its JSON Schema (Draft 2020-12), as written in `schemas/`."""
        found = cls.model_json_schema(by_alias=False, mode="serialization", schema_generator=_Generateur)
        shape = _bare(found) | {"$defs": {nom: _bare(part) for nom, part in found["$defs"].items()}}
        version = shape["properties"]["version"]["const"]
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:convention-dsit:schema:{cls._nom}:{version}",
            "title": cls._titre,
            "description": f"Version {version}. {cls._precision}",
        }
        return (json.dumps(head | shape, ensure_ascii=False, indent=2) + "\n").encode()

    def texte(self) -> str:
        """Write it: keys in their order, the same bytes every time."""
        return self.model_dump_json(indent=2) + "\n"


class _Generateur(GenerateJsonSchema):
    """Pydantic's generator, for what is written and never read."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leave fields in the order of the output."""
        del parent_key
        return value

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Say nothing of what a field is filled with when its source has nothing: it is always written."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        """Name no field twice."""
        del schema
        return False


def _bare(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Drop the name and the docstring of a class, which are English."""
    return {key: value for key, value in schema.items() if key not in {"title", "description"}}
