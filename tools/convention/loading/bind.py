"""Raw nodes to a typed document, and pydantic's errors to French diagnostics.

Knows: how pydantic names its errors. Must not know: paths of the repository, other documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite, nearest
from convention.base.nodes import MappingNode, Pointer, ScalarNode, locate, pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.champs import Modele

_FORMES = {
    "model_type": "une table « clé: valeur »",
    "model_attributes_type": "une table « clé: valeur »",
    "dict_type": "une table « clé: valeur »",
    "mapping_type": "une table « clé: valeur »",
    "tuple_type": "une liste",
    "list_type": "une liste",
}


class Binding(NamedTuple):
    """A typed document, or what prevents it."""

    document: Modele | None
    diagnostics: tuple[Diagnostic, ...]


def bind(modele: type[Modele], path: str, root: MappingNode) -> Binding:
    """Read a tree of raw nodes as a document.

    Returns:
        The document, or None with every error of its shape, each at its value (or at its key when the key is wrong).
    """
    try:
        return Binding(modele.model_validate(root), ())
    except ValidationError as error:
        return Binding(None, tuple(dict.fromkeys(_translate(modele, path, root, error))))


def _translate(modele: type[Modele], path: str, root: MappingNode, error: ValidationError) -> Iterator[Diagnostic]:
    for item in error.errors(include_url=False, include_input=False):
        location = item["loc"]
        kind = item["type"]
        on_key = bool(location) and location[-1] == "[key]"
        pointer = _existing(root, location[:-1] if on_key else location)
        where = locate(root, pointer)
        place = where.key if (on_key or kind == "extra_forbidden") and where.key else where.value
        span = Span(path, *place)
        text = pointer_text(pointer)
        if kind == "missing":
            yield _missing(str(location[-1]), Span(path, *(where.key or where.value)), text)
        elif kind == "extra_forbidden":
            yield _unknown(modele, location, span, text)
        elif kind in _FORMES:
            yield _shape(root, pointer, kind, span, text)
        else:
            context = item.get("ctx", {})
            yield diagnose(kind, span, str(context["message"]), str(context["hint"]), pointer=text)


def _existing(root: MappingNode, location: tuple[int | str, ...]) -> Pointer:
    """Keep the parts of a location that exist in the tree (a default spread over phases adds one that does not)."""
    node: Any = root
    kept: list[int | str] = []
    for part in location:
        key = str(part) if isinstance(node, MappingNode) else part
        if isinstance(node, ScalarNode):
            break
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            break
        kept.append(key)
    return tuple(kept)


def _missing(name: str, span: Span, pointer: str) -> Diagnostic:
    message = f"il manque le champ {cite(name)}"
    return diagnose("FOR002", span, message, f"ajouter la ligne {cite(f'{name}: …')}", pointer=pointer)


def _unknown(modele: type[Modele], location: tuple[int | str, ...], span: Span, pointer: str) -> Diagnostic:
    known = _fields_at(modele, location[:-1])
    name = str(location[-1])
    hint = nearest(name, known) or (f"champs possibles : {', '.join(sorted(known))}" if known else "")
    return diagnose("FOR001", span, f"le champ {cite(name)} n'existe pas ici", hint, pointer=pointer)


def _fields_at(modele: type[Modele], location: tuple[int | str, ...]) -> frozenset[str]:
    """Find the fields that exist at a location by walking the annotations of the models."""
    current: Any = modele
    for part in location:
        fields = getattr(current, "model_fields", None)
        annotation = fields[part].annotation if fields and part in fields else current
        current = _inner(annotation)
    return frozenset(getattr(current, "model_fields", ()))


def _inner(annotation: Any) -> Any:  # noqa: ANN401 (annotations are any object)
    arguments = [item for item in getattr(annotation, "__args__", ()) if item not in (type(None), Ellipsis)]
    if hasattr(annotation, "model_fields") or not arguments:
        return annotation
    for argument in reversed(arguments):
        inner = _inner(argument)
        if hasattr(inner, "model_fields"):
            return inner
    return annotation


def _shape(root: MappingNode, pointer: Pointer, kind: str, span: Span, text: str) -> Diagnostic:
    node: Any = root
    for part in pointer:
        node = node[part]
    if isinstance(node, ScalarNode) and node.plain and node.text in ("", "~", "null"):
        hint = "donner la valeur, ou retirer la ligne si elle est inconnue"
        return diagnose("FOR003", span, "la valeur est vide", hint, pointer=text)
    written = (
        "un texte" if isinstance(node, ScalarNode) else "une table" if isinstance(node, MappingNode) else "une liste"
    )
    return diagnose("FOR009", span, f"{_FORMES[kind]} est attendue ici, et c'est {written} qui est écrit", pointer=text)
