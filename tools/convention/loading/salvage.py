"""What is left of a misshapen document once its wrong values are set aside: the rest of the file can still be checked.

Knows: how pydantic locates an error. Must not know: messages (`bind`), what is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError, create_model

from convention.base.nodes import locate
from convention.loading.bind import ERREURS_MAX
from convention.loading.migrations import pruned
from convention.model.assemblage import ADHERENT_VIDE
from convention.model.depot import Reste
from convention.model.documents.adherents import Adherent

if TYPE_CHECKING:
    from convention.base.nodes import MappingNode, Pointer
    from convention.model.cadre.champs import Modele

TOURS_MAX = 20
"""A value set aside may leave its object incomplete, which is set aside in its turn: never deeper than the tree."""


def salvage(modele: type[Modele], root: MappingNode) -> Reste | None:
    """Set aside what prevents a tree from being a document.

    Returns:
        The remaining nodes (with their places) and the document that they make; None when a field of the document
        itself is missing or wrong, unless it is an identity, which can do without.
    """
    tree = root
    for _ in range(TOURS_MAX):
        try:
            return Reste(tree, modele.model_validate(tree))
        except ValidationError as error:
            if error.error_count() > ERREURS_MAX:
                return None
            items = error.errors(include_url=False)
            places = {_wrong_place(tree, item["loc"], item["type"]) for item in items}
        if () in places:
            if not issubclass(modele, Adherent):
                return None
            modele = _with_defaults(modele, [str(item["loc"][0]) for item in items if len(item["loc"]) == 1])
        tree = _without(tree, places)
    return None


def _with_defaults(modele: type[Adherent], names: list[str]) -> type[Adherent]:
    """Let fields be missing: an identity without one of its fields still says whose folder it is."""
    defaults: dict[str, Any] = {
        nom: (Any, value) for nom in names if (value := getattr(ADHERENT_VIDE, nom, None)) is not None
    }
    return create_model(modele.__name__, __base__=modele, **defaults)


def _wrong_place(root: MappingNode, location: tuple[int | str, ...], kind: str) -> Pointer:
    """Find what to set aside: the wrong value, or the object that lacks a field."""
    return locate(root, location[:-1] if kind == "missing" else location).pointer


def _without(tree: MappingNode, places: set[Pointer]) -> MappingNode:
    return pruned(tree, lambda pointer, _: pointer not in places)
