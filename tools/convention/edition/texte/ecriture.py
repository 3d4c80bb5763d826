"""How a value, or a new file, is written in YAML, in the style that the repository has.

Knows: texts, dates, figures, tables in brackets, the schema that a path names. Must not know: what they say, files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.edition.refus import RefusError
from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.cadre.genres import read_path, schema_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

_DECIMALES = 2
_ECHAPPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def texte(text: str) -> str:
    """Write a text between quotes: it is read as a text whatever it holds.

    Raises:
        RefusError: a character that no document may hold.
    """
    bad = forbidden_character(text)
    if bad is not None:
        shown = "".join(letter if letter.isprintable() else "?" for letter in text)
        raise RefusError(f"le texte {cite(shown)} contient un {character_name(bad)}", "le retaper")
    return '"' + re.sub(r'[\\"\n\t]', lambda found: _ECHAPPES[found.group()], text) + '"'


def montant(euros: Fraction) -> str:
    """Write a price: two decimals at least (« 4800.00 »), those that it has beyond."""
    millionths = euros.numerator * 10**6 // euros.denominator
    units, rest = divmod(millionths, 10**6)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{units}.{decimals.ljust(_DECIMALES, '0')}"


def oui_non(value: bool) -> str:  # noqa: FBT001 (the value written)
    """Write a yes or a no."""
    return "oui" if value else "non"


def entete(path: str) -> str:
    """Write what a new file begins with: the line that names its schema; nothing of a path that holds no document."""
    chemin = read_path(path)
    return f"{schema_line(path, chemin.genre)}\n" if chemin is not None else ""


def fichier(path: str, champs: Mapping[str, str | Mapping[str, str]]) -> str:
    """Write a new file, its fields already written."""
    return f"{entete(path)}{bloc(champs)}\n"


def accolades(champs: Mapping[str, str]) -> str:
    """Write a table on one line, its values already written."""
    return "{" + ", ".join(f"{nom}: {valeur}" for nom, valeur in champs.items()) + "}"


def bloc(champs: Mapping[str, str | Mapping[str, str]]) -> str:
    """Write a table one key a line, and the tables that it holds below their key."""
    lines = []
    for nom, valeur in champs.items():
        if isinstance(valeur, str):
            lines.append(_entry(nom, valeur))
        else:
            lines += [f"{nom}:", *(f"  {_entry(key, item)}" for key, item in valeur.items())]
    return "\n".join(lines)


def _entry(nom: str, valeur: str) -> str:
    # A table already written in block style begins on the next line.
    return f"{nom}:{valeur}" if valeur.startswith("\n") else f"{nom}: {valeur}"
