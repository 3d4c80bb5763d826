"""`codes.schema.json`: the codes of a repository with their names, which editors propose and never impose.

Knows: what editors do with a list of codes. Must not know: which field cites what (`renvois`), files.
The schemas of the documents point here, and do not depend on the data: a stale list only proposes less.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from convention.base.french import SUSPENSION
from convention.model.cadre.renvois import CODES, Sorte
from convention.model.schemas.libelles import libelles
from convention.model.schemas.schemas import DIALECTE
from convention.model.valeurs.ecriture import quoted_if_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic.json_schema import JsonSchemaValue

    from convention.model.depot import Depot

LIBELLE_MAX = 60
"""Longer, the label of a proposal is cut by the editor's server."""


def cited_lists(schemas: Mapping[str, bytes]) -> frozenset[str]:
    """Name the lists of codes that these schemas point at."""
    pattern = re.compile(rf'"{re.escape(CODES)}#/\$defs/(\w+)"')
    return frozenset(name for text in schemas.values() for name in pattern.findall(text.decode()))


def codes_schema(depot: Depot, names: Iterable[str]) -> bytes:
    """Return the text of the schema that holds these lists: one code a line, in the order in which people count."""
    head = {
        "$schema": DIALECTE,
        "title": "Les codes du dépôt",
        "description": "Ce que l'éditeur propose, sans l'imposer ; « convention valider » dit si un code existe",
    }
    lists = [_list_text(depot, name) for name in sorted(names)]
    opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{opening},\n  "$defs": {{{",".join(lists)}\n  }}\n}}\n'.encode()


def bundle(schema: JsonSchemaValue, codes: JsonSchemaValue) -> JsonSchemaValue:
    """Put the codes inside a schema that points at them, as a validator that reads no file needs it."""
    return {**schema, "$defs": {**schema.get("$defs", {}), CODES: {"$id": CODES, **codes}}}


def _list_text(depot: Depot, name: str) -> str:
    """Write a list: proposals of values, or, for the keys of a table, its possible properties."""
    sorte = Sorte(name.removeprefix("table_"))
    codes = {code: _on_one_line(libelle) for code, libelle in libelles(depot, sorte).items()}
    ranked = sorted(codes.items(), key=lambda item: _rank(item[0]))
    if name.startswith("table_"):
        lines = [f"{_json(code)}: {_json(_property(libelle))}" for code, libelle in ranked]
        return f'\n    {_json(name)}: {{"properties": {{{_lines(lines)}}}}}'
    return f'\n    {_json(name)}: {{"defaultSnippets": [{_lines(_json(_snippet(*item)) for item in ranked)}]}}'


def _lines(lines: Iterable[str]) -> str:
    return ",".join(f"\n      {line}" for line in lines) + "\n    "


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _snippet(code: str, libelle: str) -> dict[str, str]:
    label = f"{code} — {libelle}"
    shown = label if len(label) <= LIBELLE_MAX else f"{label[: LIBELLE_MAX - 1].rstrip()}{SUSPENSION}"
    ranked = {"sortText": _rank(code)} if _rank(code) != code else {}
    return {"label": shown, **ranked, "description": libelle, "body": quoted_if_needed(code)}


def _property(libelle: str) -> dict[str, object]:
    # Without the `anyOf`, which refuses nothing, the editor would write the key without its colon.
    return {"description": libelle, "anyOf": [True]}


def _on_one_line(libelle: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", libelle).strip()


def _rank(code: str) -> str:
    """Write numbers with two digits at least: « S03.2 » stands before « S03.10 »."""
    return re.sub(r"[0-9]+", lambda found: found.group().zfill(2), code)
