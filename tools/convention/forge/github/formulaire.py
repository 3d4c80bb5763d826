"""A form as GitHub reads it: `.github/ISSUE_TEMPLATE/<id>.yml`.

Knows: its syntax. Must not know: which forms there are.
No label is put by a form: the one that starts the workflow is a maintainer's gesture.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from convention.forge.formulaires.corps import ENGENDRE, Genre

if TYPE_CHECKING:
    from convention.forge.formulaires.corps import Champ, Formulaire

DOSSIER = ".github/ISSUE_TEMPLATE"
_TYPES = {Genre.LISTE: "dropdown", Genre.LIGNE: "input", Genre.TEXTE: "textarea"}


def path_of(formulaire: Formulaire) -> str:
    """Return where a form is kept."""
    return f"{DOSSIER}/{formulaire.id}.yml"


def modele_text(formulaire: Formulaire) -> str:
    """Write a form."""
    document = {
        "name": _quoted(formulaire.nom),
        "description": _quoted(formulaire.description),
        "title": _quoted(formulaire.titre),
        "body": [
            {"type": "markdown", "attributes": {"value": LiteralScalarString(formulaire.presentation + "\n")}},
            *(_field(champ) for champ in formulaire.champs),
        ],
    }
    stream = StringIO()
    writer = YAML()
    writer.width = 10_000
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(document, stream)
    return f"# {ENGENDRE}\n{stream.getvalue()}"


def _field(champ: Champ) -> dict[str, object]:
    attributes: dict[str, object] = {"label": _quoted(champ.nom)}
    if champ.aide:
        attributes["description"] = _quoted(champ.aide)
    if champ.exemple:
        attributes["placeholder"] = (
            LiteralScalarString(champ.exemple + "\n") if champ.genre is Genre.TEXTE else _quoted(champ.exemple)
        )
    if champ.choix:
        attributes["options"] = [_quoted(item) for item in champ.choix]
    return {
        "type": _TYPES[champ.genre],
        "id": champ.id.replace("_", "-"),
        "attributes": attributes,
        "validations": {"required": champ.obligatoire},
    }


def _quoted(text: str) -> str:
    """Keep a text a text, whatever it looks like."""
    quoted: str = DoubleQuotedScalarString(text)
    return quoted
