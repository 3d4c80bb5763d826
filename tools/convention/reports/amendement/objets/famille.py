"""How a family declares what it says: a field and all that it holds, or an object that comes or goes.

Knows: what is declared. Must not know: how a family writes. What no family says has the general sentence (`generale`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

M = TypeVar("M", bound="Modele")

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.model.cadre.champs import Modele
    from convention.reports.amendement.trajet import Cas

    Famille = Callable[[Cas], str | None]
    FamilleObjet = Callable[[Cas, M], str | None]


class Objet(NamedTuple):
    """The family that says an object, and what it says of it."""

    famille: FamilleObjet[Any]
    dits: frozenset[str] | None
    """Fields that it says in its words, or that tell a council nothing: the others follow. None: nothing follows."""


BREFS: dict[tuple[type[Modele], str], Famille] = {}
"""The families that say in a few words what matters of a change, for who has a minute; no field: an object."""
CHAMPS: dict[tuple[type[Modele], str], Famille] = {}
OBJETS: dict[type[Modele], Objet] = {}


def dit_champ(modele: type[Modele], *champs: str) -> Callable[[Famille], Famille]:
    """Declare the family that says some fields."""

    def declare(famille: Famille) -> Famille:
        CHAMPS.update({(modele, champ): famille for champ in champs})
        return famille

    return declare


def dit_objet(modele: type[M], *, aussi: tuple[str, ...] = ()) -> Callable[[FamilleObjet[M]], FamilleObjet[M]]:
    """Declare the family that says an object that comes or goes; the fields that `aussi` has not are to follow."""

    def declare(famille: FamilleObjet[M]) -> FamilleObjet[M]:
        OBJETS[modele] = Objet(famille, frozenset(aussi) if aussi else None)
        return famille

    return declare


def en_bref(modele: type[Modele], champ: str = "") -> Callable[[Famille], Famille]:
    """Declare the family that says in a few words an object that comes or goes, or a field."""

    def declare(famille: Famille) -> Famille:
        BREFS[modele, champ] = famille
        return famille

    return declare
