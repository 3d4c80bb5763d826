"""The table of the functions that a formula may call.

Knows: how each is called. Must not know: what it gives: `units`, `evaluate` and `wording` have one entry a function
each. To add one: a row here, then an entry in these three tables (a test proves it).
`part(clé)` is not in the table: it takes the name of a key, not values, and has its own node. `rang` is a name that is
always declared: 1 in the first exercice in which the adherent is present, 2 in the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.french import compte

if TYPE_CHECKING:
    from collections.abc import Mapping

PART = "part"
EXEMPLE_PART = "part(postes)"
RANG = "rang"


@dataclass(frozen=True, slots=True)
class Fonction:
    """How a function is called: number of arguments (`maximum` None: no limit), and whether a condition comes first."""

    nom: str
    minimum: int
    maximum: int | None
    condition: bool
    exemple: str
    table: int | None = None
    """Place of the argument that names a grid or a revision, when one does."""


FONCTIONS: Mapping[str, Fonction] = MappingProxyType(
    {
        fonction.nom: fonction
        for fonction in (
            Fonction("min", 2, None, condition=False, exemple="min(a; b)"),
            Fonction("max", 2, None, condition=False, exemple="max(a; b)"),
            Fonction("si", 3, 3, condition=True, exemple="si(a < b; c; d)"),
            Fonction("bareme", 2, 5, condition=False, exemple="bareme(sauvegarde; stockage)", table=0),
            Fonction("indice", 2, 2, condition=False, exemple="indice(maintenance; syntec)", table=-1),
        )
    }
)

NOMS_DE_FONCTIONS = frozenset({PART, *FONCTIONS})
NOMS_RESERVES = NOMS_DE_FONCTIONS | {RANG}


def example_of(nom: str) -> str:
    """Show how a function is written."""
    return EXEMPLE_PART if nom == PART else FONCTIONS[nom].exemple


def accepts(fonction: Fonction, count: int) -> bool:
    """Tell whether the function takes this number of arguments."""
    return fonction.minimum <= count and (fonction.maximum is None or count <= fonction.maximum)


def arity_text(fonction: Fonction) -> str:
    """Say how many arguments are expected: « 3 arguments », « au moins 2 arguments »."""
    minimum = compte(fonction.minimum, "argument")
    if fonction.maximum is None:
        return f"au moins {minimum}"
    return minimum if fonction.maximum == fonction.minimum else f"de {fonction.minimum} à {fonction.maximum} arguments"
