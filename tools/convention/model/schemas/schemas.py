"""The JSON Schemas of the documents, generated from the models: they serve editors, the model alone decides.

Knows: how pydantic describes a model, what editors show. Must not know: files, nor which codes exist: a field that
cites an object points at `codes.schema.json` (`codes_schema`), which only proposes.
Whatever the model accepts, its schema accepts; what a schema cannot refuse is listed in `tools/tests/model`.
"""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic.json_schema import GenerateJsonSchema

from convention.base.french import enumere, typeset
from convention.model.cadre.champs import NOMME, ORDONNE, PARTIE
from convention.model.cadre.renvois import SORTE, SORTE_DES_CLES, SORTE_DES_ELEMENTS, proposed_codes
from convention.model.documents.composants import ParPhase
from convention.model.genres import A_PART, GENRES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from convention.model.cadre.document import Genre

DIALECTE = "https://json-schema.org/draft/2020-12/schema"


@cache
def schemas() -> Mapping[str, bytes]:
    """Return the text of each schema by the name of its file: the same models give the same bytes."""
    return MappingProxyType({schema_file(genre): _text(_schema(genre)) for genre in (*GENRES, *A_PART)})


def schema_file(genre: Genre) -> str:
    """Name the schema of a kind of documents."""
    return f"{genre.nom}.schema.json"


def _schema(genre: Genre) -> JsonSchemaValue:
    # No `$id`: each schema finds the one of the codes beside it, wherever the repository stands.
    head = {
        "$schema": DIALECTE,
        "title": genre.libelle,
        "description": typeset(f"{genre.libelle} (exemple : {genre.exemple})"),
    }
    schema = genre.modele.model_json_schema(schema_generator=_Generateur)
    return head | _finished(schema, schema.get("$defs", {}))


def _text(schema: JsonSchemaValue) -> bytes:
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()


class _Generateur(GenerateJsonSchema):
    """Pydantic's generator, for what is written in YAML instead of what it becomes."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leave the order to `_finished`."""
        del parent_key
        return value

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Describe a closed table; drop the name and the docstring of the class, which are English."""
        table = super().model_schema(schema)
        for english in ("title", "description"):
            table.pop(english, None)
        return _figure_or_table(table) if schema["cls"] is ParPhase else table

    def model_field_schema(self, schema: core_schema.ModelField) -> JsonSchemaValue:
        """Keep aside the description of the type, which that of the field is about to replace."""
        value = super().model_field_schema(schema)
        if "description" in value:
            value[_PRECISION] = value["description"]
        return value

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Describe an optional value: an unknown one has no key, null is refused."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Write a default as it is written in YAML; what is absent or empty by default has none to show."""
        value = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, bool):
            value["default"] = "oui" if default else "non"
        elif isinstance(default, str):
            value["default"] = str(default)
        return value

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """Describe a list; it is the list that proposes the codes of its items."""
        value = super().tuple_schema(schema)
        sorte = value["items"].pop(SORTE, None)
        return value | ({SORTE_DES_ELEMENTS: sorte} if sorte else {})

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Describe a table whose keys are data: a key of another form is refused with the message of its type."""
        keys, values = self.generate_inner(schema["keys_schema"]), self.generate_inner(schema["values_schema"])
        # Not `propertyNames`: editors read the key 2026 as a number, and would refuse it where a text is asked.
        pattern, message = (
            _ANNEES
            if keys["type"] == "integer"
            else (
                keys["pattern"],
                keys.get("patternErrorMessage", _ATTENDUS["string"]),
            )
        )
        table = {"type": "object", "errorMessage": message.replace(". Exemple", " comme clé. Exemple")}
        sorte = {SORTE_DES_CLES: keys[SORTE]} if SORTE in keys else {}
        return table | sorte | {"patternProperties": {pattern: values}, "additionalProperties": False}


def _figure_or_table(table: JsonSchemaValue) -> JsonSchemaValue:
    """Let one number stand for a table of prices; two types in one schema read better in editors than `anyOf`."""
    price = next(iter(table["properties"].values()))
    bounds = {key: price[key] for key in ("minimum", "maximum")}
    shown = {"description": f"{price[_PRECISION]}, ou un par phase", "errorMessage": _PRIX}
    return table | bounds | shown | {"type": ["number", "object"]}


def _finished(schema: JsonSchemaValue, tables: JsonSchemaValue, owner: str = "") -> JsonSchemaValue:
    """Order the keywords, complete what editors show, and drop what they must not.

    A value is described by the list or the table of data that holds it (its `owner`), its field, then its type.
    """
    described = schema | _shown(schema)
    named = tables.get(schema.get("$ref", "").removeprefix(_RENVOI), {})
    texts = [owner, described.get("description"), named.get("description")]
    if any(texts):
        described["description"] = "\n".join(dict.fromkeys(filter(None, texts)))
    finished: JsonSchemaValue = {}
    for key in sorted(described.keys() - _HIDDEN, key=_ORDRE.index):
        value, inner = described[key], described.get("description", "") if key in _CONTENUS else ""
        if key in _TABLES:
            names = sorted(value) if key == "$defs" else value
            value = {name: _finished(value[name], tables, inner) for name in names}
        elif isinstance(value, dict):
            value = _finished(value, tables, inner)
        finished[key] = value
    return finished


def _shown(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Write in French what editors show: the description of a value, and why another is refused."""
    shown: JsonSchemaValue = {}
    if "enum" in schema:
        shown["errorMessage"] = typeset(f"Valeurs permises : {enumere(schema['enum'], 'ou')}.")
    elif isinstance(kind := schema.get("type"), str) and kind in _ATTENDUS:
        shown["errorMessage"] = schema.get("patternErrorMessage") or typeset(_ATTENDUS[kind])
    elif kind == "object" and "properties" in schema:
        shown["errorMessage"] = _fields(schema)
    shown |= proposed_codes(schema)
    if _PRECISION in schema and "enum" not in schema and schema[_PRECISION] != schema["description"]:
        shown["description"] = f"{schema['description']}\n{schema[_PRECISION]}"
    return shown


def _fields(table: JsonSchemaValue) -> str:
    """List the fields of a table: editors have this one message if one lacks, is unknown, or no table stands there."""
    required = table.get("required", [])
    optional = [name for name in table["properties"] if name not in required]
    groups = [
        f"{enumere(names, 'et')} ({kind}{'s' if len(names) > 1 else ''})"
        for kind, names in (("obligatoire", required), ("facultatif", optional))
        if names
    ]
    return typeset(f"Champs possibles : {' ; '.join(groups)}.")


# The key of a table is a text: a year is recognised by its digits (`scalaires.Annee`).
_ANNEES = ("^(?:20[0-9]{2}|2100)$", typeset("Une année est attendue. Exemple : 2026"))
_PRIX = typeset("Un prix est attendu, sans guillemets, ou une table de prix : previsionnel, revise, realise.")
_ATTENDUS: Mapping[str, str] = MappingProxyType(
    {
        "array": "Une liste est attendue.",
        "integer": "Un nombre entier est attendu, sans guillemets.",
        "number": "Un nombre est attendu, sans guillemets, avec un point décimal. Exemple : 1234.56",
        "string": "Un texte est attendu. S'il ressemble à un nombre, le mettre entre guillemets.",
    }
)
_RENVOI = "#/$defs/"
_PRECISION = "precision"
# A text that holds something is not empty: `minLength` would only say it a second time.
_HIDDEN = frozenset(
    {NOMME, ORDONNE, PARTIE, SORTE, SORTE_DES_ELEMENTS, SORTE_DES_CLES, "title", "minLength", _PRECISION}
)
_CONTENUS = frozenset({"items", "patternProperties"})
_TABLES = frozenset({"properties", "patternProperties", "$defs"})
_ORDRE = (
    *("$ref", "description", "type", "format", "pattern", "patternErrorMessage", "maxLength"),
    *("minimum", "exclusiveMinimum", "maximum", "enum", "enumDescriptions", "errorMessage", "default"),
    *("defaultSnippets", "allOf", "if", "then", "items"),
    *("properties", "patternProperties", "required", "additionalProperties", "$defs"),
)
"""Every keyword in use, in the order in which a schema is read: another one stops the generation."""
