"""Documents as they are typed: what each kind holds, a whole document in block style, one that is only begun.

Knows: the models, how YAML is laid out. Must not know: the server, the schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, get_args, get_origin

from convention.base.nodes import Located, Node, Pointer, locate
from convention.loading.yaml.noeuds import read_nodes
from convention.model.cadre.champs import Modele
from convention.model.cadre.renvois import SORTE, Sorte
from convention.model.genres import schema_line
from convention.model.valeurs.scalaires import Scalaire, scalaire_de
from tests.model.documents import Complete, Written, hints, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.document import Genre

Forme: TypeAlias = "Scalaire | type[Modele | tuple[Any, ...] | Mapping[Any, Any]]"
"""A scalar, a table whose fields are known, a list, a table of data."""


CARET = "|"


class Lieu(NamedTuple):
    """A value that a kind of documents may hold: where, what its field means, its shape, whether it is required."""

    pointer: Pointer
    description: str
    forme: Forme
    obligatoire: bool = False
    cle: Scalaire | None = None
    """What a key is, in a table of data."""


class Page(NamedTuple):
    """A text, and where the caret stands in it: line and column, from 1."""

    texte: str
    ligne: int
    colonne: int


@cache
def lieux(genre: Genre) -> tuple[Lieu, ...]:
    """List every value that a kind of documents may hold, from the top down; a list or a table of data holds one."""
    return tuple(_walk(genre.modele, (), genre.libelle))


def tables(genre: Genre) -> list[tuple[Lieu, type[Modele]]]:
    """List the tables whose fields are known."""
    formes = [(lieu, lieu.forme) for lieu in lieux(genre)]
    return [(lieu, forme) for lieu, forme in formes if isinstance(forme, type) and issubclass(forme, Modele)]


def listes(genre: Genre) -> list[tuple[Lieu, dict[str, str]]]:
    """List the values that are a word of a closed list, with the meaning of each word."""
    schemas = [(lieu, lieu.forme.schema) for lieu in lieux(genre) if isinstance(lieu.forme, Scalaire)]
    closed = [(lieu, schema, schema["enum"]) for lieu, schema in schemas if "enum" in schema]
    return [
        (lieu, dict(zip(words, schema.get("enumDescriptions", [lieu.description] * len(words)), strict=True)))
        for lieu, schema, words in closed
    ]


def citations(genre: Genre) -> list[tuple[Lieu, Sorte]]:
    """List the values, and the tables by their keys, that cite an object of the repository."""
    cited = [(lieu, lieu.forme if isinstance(lieu.forme, Scalaire) else lieu.cle) for lieu in lieux(genre)]
    return [(lieu, Sorte(scalaire.schema[SORTE])) for lieu, scalaire in cited if scalaire and SORTE in scalaire.schema]


def complet(genre: Genre) -> dict[str, Written]:
    """Make the document that holds each of these values."""
    document = make(Complete(), genre.modele)
    assert isinstance(document, dict)
    return document


def texte(genre: Genre, document: Written) -> str:
    """Write a document in block style, under the line that names its schema."""
    return "\n".join((schema_line(genre.exemple, genre), *_block(document, 0), ""))


def place(text: str, pointer: Pointer) -> Located:
    """Find a value in a text, and its key."""
    return locate(_racine(text), pointer)


@lru_cache(maxsize=1)
def _racine(text: str) -> Node:
    root = read_nodes("essai.yaml", text.encode()).root
    assert root is not None, text
    return root


def ligne(text: str, pointer: Pointer) -> int:
    """Find the line where a value begins, or its key when it has one."""
    found = place(text, pointer)
    return (found.key or found.value).line


def debut(genre: Genre, pointer: Pointer, *, valeur: bool = False) -> Page:
    """Begin a document as far as a value: the caret is where the value goes, or below its key where its fields go."""
    lines, indent, dash = [schema_line(genre.exemple, genre)], 0, ""
    for part in pointer:
        if isinstance(part, int):
            dash = "- "
        else:
            lines.append(f"{' ' * indent}{dash}{part}:")
            indent, dash = indent + 2 + len(dash), ""
    if valeur and not dash:
        lines[-1] += " "
    else:
        lines.append(f"{' ' * indent}{dash}")
    return Page("\n".join(lines), len(lines), len(lines[-1]) + 1)


def saisie(genre: Genre, typed: str) -> Page:
    """Read what is typed: the caret is the bar."""
    text = f"{schema_line(genre.exemple, genre)}\n{typed}"
    before = text[: text.index(CARET)].split("\n")
    return Page(text.replace(CARET, "", 1), len(before), len(before[-1]) + 1)


def _walk(hint: object, pointer: Pointer, description: str, *, obligatoire: bool = False) -> Iterator[Lieu]:
    scalaire = scalaire_de(hint)
    if scalaire is not None:
        yield Lieu(pointer, description, scalaire, obligatoire)
    elif isinstance(hint, type) and issubclass(hint, Modele):
        yield Lieu(pointer, description, hint, obligatoire)
        for name, inner in hints(hint).items():
            field = hint.model_fields[name]
            yield from _walk(inner, (*pointer, name), field.description or "", obligatoire=field.is_required())
    else:
        yield from _walk_inside(hint, pointer, description, obligatoire=obligatoire)


def _walk_inside(hint: object, pointer: Pointer, description: str, *, obligatoire: bool) -> Iterator[Lieu]:
    """Walk a list or a table of data, which hold one value, or an optional value."""
    inner = [argument for argument in get_args(hint) if argument not in (NoneType, Ellipsis)]
    if get_origin(hint) is Mapping:
        yield Lieu(pointer, description, Mapping, obligatoire, scalaire_de(inner[0]))
        yield from _walk(inner[1], (*pointer, str(make(Complete(), inner[0]))), description)
    elif get_origin(hint) is tuple:
        yield Lieu(pointer, description, tuple, obligatoire)
        yield from _walk(inner[0], (*pointer, 0), description)
    else:
        yield from _walk(inner[0], pointer, description, obligatoire=obligatoire)


def _block(value: Written, indent: int) -> list[str]:
    margin = " " * indent
    if isinstance(value, str):
        return [f"{margin}{value}"]
    if isinstance(value, list):
        items = [_block(item, indent + 2) for item in value]
        return [line for item in items for line in (f"{margin}- {item[0].lstrip()}", *item[1:])]
    lines = []
    for key, item in value.items():
        scalar = isinstance(item, str)
        lines += [f"{margin}{key}: {item}"] if scalar else [f"{margin}{key}:", *_block(item, indent + 2)]
    return lines
