"""The words of a closed list stand on its members: how a member is called, what it means, its other forms.

Knows: how a member carries its words. Must not know: any list, any document.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self

Membre = tuple[str, str, Mapping[str, object]]
"""What declares a member: its value, what it means, its other forms."""
_RIEN: Mapping[str, object] = MappingProxyType({})


class Mot(StrEnum):
    """A word of a closed list, equal to its value as any `StrEnum`; its class declares the forms that it has.

    A member is its value, what it means, and its other forms when it has some: `mot("direct", "…", libelle="…")`.
    """

    aide: str
    """What it means, as an editor shows it beside the value."""
    libelle: str
    """How a sentence calls it: what it means, said within a sentence, unless fewer words exist."""

    def __new__(cls, valeur: str, aide: str = "", formes: Mapping[str, object] = _RIEN) -> Self:
        """Keep the words beside the value."""
        member = str.__new__(cls, valeur)
        member._value_ = valeur
        member.aide = aide
        member.libelle = aide if aide[1:2].isupper() else aide[:1].lower() + aide[1:]
        for forme, texte in formes.items():
            setattr(member, forme, texte)
        return member


def mot(valeur: str, aide: str = "", **formes: object) -> Membre:
    """Declare a member that has forms of its own."""
    return valeur, aide, formes
