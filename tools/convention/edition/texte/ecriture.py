"""How a value, or a new file, is written in YAML, in the style that the repository has.

Knows: texts, figures, tables, the schema that a path names. Must not know: what they say, files.
A value that is given is written already, or writes itself (a date, a word of a list); what is None is left out of its
table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, overload

from convention.base.french import cite
from convention.edition.refus import RefusError
from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.genres import read_path, schema_line
from convention.model.valeurs.ecriture import quoted_if_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

_DECIMALES = 2
_ECHAPPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@overload
def texte(text: str) -> str: ...
@overload
def texte(text: str | None) -> str | None: ...
def texte(text: str | None) -> str | None:
    """Write a text between quotes: it is read as a text whatever it holds.

    Raises:
        RefusError: a character that no document may hold.
    """
    if text is None:
        return None
    bad = forbidden_character(text)
    if bad is not None:
        shown = "".join(letter if letter.isprintable() else "?" for letter in text)
        raise RefusError(f"le texte {cite(shown)} contient un {character_name(bad)}", "le retaper")
    return '"' + re.sub(r'[\\"\n\t]', lambda found: _ECHAPPES[found.group()], text) + '"'


@overload
def identifiant(code: str) -> str: ...
@overload
def identifiant(code: str | None) -> str | None: ...
def identifiant(code: str | None) -> str | None:
    """Write the name of an object of the data: plain, but where another tool would read something else (« 2027 »)."""
    return quoted_if_needed(code) if code is not None else None


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


def fichier(path: str, champs: Mapping[str, object]) -> str:
    """Write a new file."""
    return f"{entete(path)}{bloc(champs)}\n"


def accolades(valeur: object, scalaire: Callable[[Any], str] = str) -> str:
    """Write a value on one line: a table in braces, a list in brackets."""
    if isinstance(valeur, Mapping):
        rows = (f"{_key(nom)}: {accolades(item, scalaire)}" for nom, item in valeur.items() if item is not None)
        return "{" + ", ".join(rows) + "}"
    if isinstance(valeur, list):
        return f"[{', '.join(accolades(item, scalaire) for item in valeur)}]"
    return scalaire(valeur)


def bloc(valeur: object) -> str:
    """Write a table one key a line, a list one item a line, what they hold below its key."""
    return "\n".join(_lines(valeur))


def _lines(valeur: object) -> Iterator[str]:
    if isinstance(valeur, Mapping):
        for nom, item in valeur.items():
            if _is_held(item):
                yield f"{_key(nom)}:"
                yield from (f"  {line}" for line in _lines(item))
            elif item is not None:
                yield f"{_key(nom)}: {accolades(item)}"
    elif isinstance(valeur, list):
        for item in valeur:
            first, *others = list(_lines(item)) or [accolades(item)]
            yield from (f"- {first}", *(f"  {line}" for line in others))
    else:
        yield str(valeur)


def _key(nom: object) -> str:
    """Write a key, which is a text whatever it looks like; only what would be none is quoted."""
    return '"null"' if nom == "null" else str(nom)


def _is_held(valeur: object) -> bool:
    return isinstance(valeur, Mapping | list) and bool(valeur)
