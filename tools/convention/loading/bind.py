"""Raw nodes to a typed document, and pydantic's errors to French diagnostics.

Knows: how pydantic names its errors. Must not know: paths of the repository, other documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from convention.base.diagnostic import Diagnostic, Ecrire, Span, ajouter, diagnose, meant, sort_diagnostics
from convention.base.french import cite, compte, nearest
from convention.base.nodes import Located, MappingNode, Place, Pointer, ScalarNode, locate
from convention.model.cadre.formes import Forme, shape_of
from convention.model.valeurs.ecriture import VALEUR_ABSENTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from convention.base.diagnostic import Conseil
    from convention.model.cadre.champs import Modele

_TABLE = "une table « clé: valeur »"
_LISTE = "une liste"
_MOT = re.compile(r"[\w.-]+")
_FORMES = {
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
    "mapping_type": _TABLE,
    "tuple_type": _LISTE,
    "list_type": _LISTE,
}
ERREURS_MAX = 200
"""How many are told of one document: beyond, what is written there is something else, and one cause explains it."""


class Binding(NamedTuple):
    """A typed document, or what prevents it."""

    document: Modele | None
    diagnostics: tuple[Diagnostic, ...]


def bind(modele: type[Modele], path: str, root: MappingNode) -> Binding:
    """Read a tree of raw nodes as a document.

    Returns:
        The document, or None with every error of its shape, each at its value (or at its key when the key is wrong);
        of more than `ERREURS_MAX`, the first ones, the last of which says how many follow.
    """
    try:
        return Binding(modele.model_validate(root), ())
    except ValidationError as error:
        items = error.errors(include_url=False, include_input=False)
        found = tuple(dict.fromkeys(_translate(modele, path, root, items[:ERREURS_MAX])))
        return Binding(None, _counted(found, len(items) - ERREURS_MAX))


def _counted(found: tuple[Diagnostic, ...], untold: int) -> tuple[Diagnostic, ...]:
    if untold <= 0:
        return found
    rest = compte(untold, "autre erreur de forme", "autres erreurs de forme")
    *first, last = sort_diagnostics(found)
    return (*first, last._replace(message=f"{last.message} ; ce fichier a encore {rest}"))


def _translate(modele: type[Modele], path: str, root: MappingNode, items: list[ErrorDetails]) -> Iterator[Diagnostic]:
    misspelt = _misspelt(modele, items)
    for item in items:
        location = item["loc"]
        kind = item["type"]
        on_key = bool(location) and location[-1] == "[key]"
        where = locate(root, location[:-1] if on_key else location)
        pointer = where.pointer
        if kind == "missing" and location not in misspelt:
            yield _missing(
                str(location[-1]), Span(path, *(where.key or where.value)) if pointer else Span(path), pointer
            )
        elif kind == "extra_forbidden":
            yield _unknown(modele, location, Span(path, *(where.key or where.value)), pointer)
        elif kind in _FORMES:
            yield _shape(modele, where, kind, path)
        elif kind != "missing":
            context = item["ctx"]
            message = _empty(pointer) if kind == "FOR003" else str(context["message"])
            place = where.key if where.key and (on_key or _is_empty(where.value)) else where.value
            yield diagnose(kind, Span(path, *place), message, context["conseil"], pointer=pointer)


def _empty(pointer: Pointer) -> str:
    """Say what has no value: a field by its name, an item by its rank in its list."""
    last = pointer[-1] if pointer else ""
    if isinstance(last, str):
        return f"{cite(last)} n'a pas de valeur"
    lists = [part for part in pointer if isinstance(part, str)]
    return f"l'élément {last + 1}{f' de {cite(lists[-1])}' if lists else ''} n'a pas de valeur"


def _misspelt(modele: type[Modele], items: list[ErrorDetails]) -> set[tuple[int | str, ...]]:
    """Find the missing fields that stand there under a misspelt name: one message is enough."""
    missing = {item["loc"] for item in items if item["type"] == "missing"}
    found: set[tuple[int | str, ...]] = set()
    for item in items:
        if item["type"] == "extra_forbidden":
            *parent, name = item["loc"]
            meant = nearest(str(name), _fields(_model_at(modele, tuple(parent))))
            found |= {loc for loc in missing if list(loc[:-1]) == parent and cite(str(loc[-1])) in meant}
    return found


def _is_empty(place: Place) -> bool:
    return (place.line, place.column) == (place.end_line, place.end_column)


def _missing(name: str, span: Span, pointer: Pointer) -> Diagnostic:
    message = f"il manque le champ {cite(name)}{'' if pointer else ' dans ce fichier'}"
    return diagnose("FOR002", span, message, ajouter(f"{name}: ⟦…⟧"), pointer=pointer)


def _unknown(modele: type[Modele], location: tuple[int | str, ...], span: Span, pointer: Pointer) -> Diagnostic:
    known = _fields(_model_at(modele, location[:-1]))
    name = str(location[-1])
    hint = meant(name, known) or (f"champs possibles : {', '.join(known)}" if known else "")
    return diagnose("FOR001", span, f"le champ {cite(name)} n'existe pas ici", hint, pointer=pointer)


def _shape(modele: type[Modele], where: Located, kind: str, path: str) -> Diagnostic:
    node, pointer = where.node, where.pointer
    name = str(pointer[-1]) if pointer else ""
    if isinstance(node, ScalarNode) and node.plain and node.text in ("", "~", "null"):
        bare = where.key is not None and _is_empty(where.value)
        place = where.key if where.key is not None and bare else where.value
        empty: Conseil = VALEUR_ABSENTE
        if _FORMES[kind] == _LISTE:
            whole = f"{name}: []"
            empty = Ecrire(f"si la liste est vide, écrire {cite(whole)}", (whole if bare else "[]",))
            if bare:  # what is replaced holds the colon
                place = place._replace(end_line=where.value.end_line, end_column=where.value.end_column)
        return diagnose("FOR003", Span(path, *place), _empty(pointer), empty, pointer=pointer)
    written = "un texte" if isinstance(node, ScalarNode) else "une table" if isinstance(node, MappingNode) else _LISTE
    message = f"il faut ici {_FORMES[kind]}, et non {written}"
    hint = _example(_model_at(modele, pointer), _FORMES[kind], node)
    return diagnose("FOR009", Span(path, *where.value), message, hint, pointer=pointer)


def _example(modele: type[Modele] | None, forme: str, node: object) -> Conseil:
    """Show the shape with the fields that it must have."""
    required = [name for name, field in modele.model_fields.items() if field.is_required()] if modele else []
    table = "{" + ", ".join(f"{name}: …" for name in required) + "}"
    if forme == _LISTE:
        if required:
            return f"une ligne par élément : {cite(f'- {table}')}"
        if not isinstance(node, ScalarNode):
            return "une ligne « - … » par élément"
        alone = f"[{node.text}]"
        # What is not a bare word may be several items, or need its quotes.
        return Ecrire(f"écrire {cite(alone)}", (alone,) if node.plain and _MOT.fullmatch(node.text) else ())
    return f"exemple : {cite(table)}" if required else ""


def _fields(modele: type[Modele] | None) -> tuple[str, ...]:
    return tuple(modele.model_fields) if modele is not None else ()


def _model_at(modele: type[Modele], location: tuple[int | str, ...]) -> type[Modele] | None:
    """Find the model at a location; that of its items for a list or a table of them."""
    forme = Forme(modele=modele)
    for part in location:
        forme = shape_of(forme.modele, str(part)) if forme.modele is not None else forme.element or Forme()
    while forme.element is not None:
        forme = forme.element
    return forme.modele
