"""Quantities with what they count: « 118 boîtes aux lettres », « 1 compte SIG », « 3,1 To ».

Knows: keys and their units. Must not know: who counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, nombre, pluriel

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.model.documents.cles import Cle

_NOMBRE_DE = re.compile(r"nombre (?:de |d')")
_PARTICIPE = re.compile(r"(?<=[éu])(e?)s\b")
"""What agrees with the noun in the labels of keys: « raccordés », « secourus », « occupées »."""


def counted(quantite: Fraction, cle: Cle) -> str:
    """Write a quantity and what is counted, agreed: the label of the key when it says more than its unit."""
    words = _NOMBRE_DE.sub("", cle.libelle, count=1)
    if words == cle.libelle or not words.startswith(cle.pluriel):
        return short(quantite, cle)
    rest = words.removeprefix(cle.pluriel)
    if pluriel(quantite, "singulier") == "singulier":
        words = cle.unite + _PARTICIPE.sub(r"\1", rest)
    return f"{nombre(quantite)}{INSECABLE}{words}"


def short(quantite: Fraction, cle: Cle) -> str:
    """Write a quantity and its unit: « 60 comptes »."""
    return f"{nombre(quantite)}{INSECABLE}{pluriel(quantite, cle.unite, cle.pluriel)}"


def says_what(cle: Cle) -> bool:
    """Tell whether a quantity of the key says what is counted; a volume or a population needs the key's label."""
    words = _NOMBRE_DE.sub("", cle.libelle, count=1)
    return words != cle.libelle and words.startswith(cle.pluriel)
