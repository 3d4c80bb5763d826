"""What the machine of a run gives by its environment, read all at once.

Knows: variables have values, or are missing. Must not know: their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import enumere
from convention.forge.client import ForgeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AILLEURS = "l'événement est celui d'un autre dépôt"
CHIFFRES_MAX = 16
"""Digits of a number that a mark holds."""


def read_variables(variables: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """Read variables, all of them.

    Raises:
        ForgeError: with the names of those that are missing.
    """
    missing = [name for name in names if not variables.get(name)]
    if missing:
        message = f"cette commande reçoit de l'environnement ce qu'il lui faut : il manque {', '.join(missing)}"
        raise ForgeError(message)
    return [variables[name] for name in names]


def positive(variables: Mapping[str, str], names: Sequence[str]) -> list[int]:
    """Read variables that are numbers."""
    texts = read_variables(variables, names)
    if not all(text.isascii() and text.isdecimal() and len(text) < CHIFFRES_MAX for text in texts):
        raise ForgeError(f"{enumere(list(names))} sont des nombres entiers")
    return list(map(int, texts))
