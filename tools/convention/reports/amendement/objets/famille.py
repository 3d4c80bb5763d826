"""How a family declares what it says: a field and all that it holds, or an object that comes or goes.

Knows: what is declared. Must not know: how a family writes. What no family says has the general sentence (`generale`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from convention.model.cadre.champs import Modele
from convention.reports.amendement.objets.contenu import content

M = TypeVar("M", bound=Modele)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.reports.amendement.trajet import Cas

    Famille = Callable[[Cas], str | None]
    FamilleObjet = Callable[[Cas, M], str | None]
    Familles = dict[tuple[type[Modele], str], Famille]

DITS: Familles = {}
"""The families, by field of a model; no field: an object that comes or goes."""
BREFS: Familles = {}
"""Those that say in a few words what matters of a change, for who has a minute."""


def declared(cas: Cas, familles: Familles) -> str | None:
    """Ask the family of the object that comes or goes, then that of the innermost field first."""
    value = cas.valeur
    keys = [(type(value), "")] if isinstance(value, Modele) else []
    keys += [(step.modele, step.nom) for step in reversed(cas.pas) if step.modele is not None]
    return next((told for key in keys if key in familles and (told := familles[key](cas)) is not None), None)


def dit_champ(modele: type[Modele], *champs: str, familles: Familles = DITS) -> Callable[[Famille], Famille]:
    """Declare the family that says some fields; an empty one is the object itself, that comes or goes."""

    def declare(famille: Famille) -> Famille:
        familles.update({(modele, champ): famille for champ in champs})
        return famille

    return declare


def dit_entree(modele: type[M], table: str) -> Callable[[FamilleObjet[M]], FamilleObjet[M]]:
    """Declare the family that says an entry of a table, and nothing of a whole table, with the object that has it."""

    def declare(famille: FamilleObjet[M]) -> FamilleObjet[M]:
        def told(cas: Cas) -> str | None:
            objet = cas.connu(modele)
            return famille(cas, objet) if objet is not None and cas.pas[-1].modele is None else None

        DITS[modele, table] = told
        return famille

    return declare


def dit_objet(modele: type[M], *, dits: tuple[str, ...] = ()) -> Callable[[FamilleObjet[M]], FamilleObjet[M]]:
    """Declare the family that says an object that comes or goes; the fields that `dits` has not are to follow.

    `dits` are those that it says in its words, or that tell a council nothing; without it, nothing follows.
    """

    def declare(famille: FamilleObjet[M]) -> FamilleObjet[M]:
        def told(cas: Cas) -> str | None:
            value = cas.valeur
            if not isinstance(value, modele):
                return None
            text = famille(cas, value)
            follows = content(value, cas.depot, others=dits) if text is not None and dits else ""
            return f"{text} ({follows})" if follows else text

        DITS[modele, ""] = told
        return famille

    return declare


def en_bref(modele: type[Modele], champ: str = "") -> Callable[[Famille], Famille]:
    """Declare the family that says in a few words an object that comes or goes, or a field."""
    return dit_champ(modele, champ, familles=BREFS)
