"""A statement as it was issued: its record, kept with the seal of its call, from which it is printed ever after.

Knows: the record of a statement, JSON. Must not know: today's data, media.
Every field of the record is kept: what is printed from it is what was issued, whatever the data became since. A field
added to the record later has a default, so that an older statement is still read.
"""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from convention.model.sceaux import EMPREINTE
from convention.model.scelles import CheminEtat, sha256
from convention.model.vocabulaire import Nature, Origine, Section
from convention.model.vocabulaire_appels import EtapeLitige
from convention.reports.etat_genres import GenreEtat, GenrePartie, Somme
from convention.reports.etat_motifs import Motif
from convention.reports.etat_pieces import Piece
from convention.reports.etat_quantites import QuantiteRetenue
from convention.reports.etat_valeurs import Etat

if TYPE_CHECKING:
    from convention.model.depot import Depot

VERSION = 1
_NOMS = {
    item.__name__: item
    for item in (
        *(date, Nature, Origine, Section, EtapeLitige, GenreEtat, GenrePartie),
        *(Somme, Motif, Piece, QuantiteRetenue),
    )
}
"""What the records are made of, that their modules import for the type checker only."""


class EtatIllisibleError(Exception):
    """A kept statement that this version of the tool does not read; the message is a French sentence."""


def archive_text(etat: Etat) -> str:
    """Write the file of an issued statement, closed by the sha256 of what stands above."""
    record = json.dumps(_plain(etat), ensure_ascii=False, indent=0, separators=(",", ":"))
    body = f'{{\n "version": {VERSION},\n "etat": {record},\n'
    return f'{body}{EMPREINTE}{sha256(body.encode())}"\n}}\n'


def read_archive(path: str, content: bytes) -> Etat:
    """Read an issued statement.

    Raises:
        EtatIllisibleError: it is of another version, or not one.
    """
    try:
        data = json.loads(content.decode("utf-8"))
        if data["version"] == VERSION:
            found: Etat = _typed(Etat, data["etat"])
            return found
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    message = f"{path} n'est pas un état que cet outil sait relire : mettre l'outil à jour, ou rétablir le fichier"
    raise EtatIllisibleError(message)


def issued(depot: Depot, echeance: str, adherent: str) -> Etat | None:
    """Return the statement that was issued to an adherent with a sealed call; None when none was kept.

    Raises:
        EtatIllisibleError: it is of another version, or not one.
    """
    chemin = CheminEtat(echeance, adherent)
    content = depot.scelles.etats.get(chemin)
    return None if content is None else read_archive(chemin.path, content)


def _plain(value: object) -> object:
    """Return records as tables, days as texts: what JSON holds."""
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [_plain(item) for item in value]
        return {nom: _plain(item) for nom, item in zip(fields, value, strict=True)}
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Any, value: Any) -> Any:  # noqa: ANN401 (a field of any type)
    """Read back a value of a declared type.

    Raises:
        TypeError, ValueError, KeyError: the value is of another type.
    """
    if get_origin(kind) is UnionType:
        inner = next(item for item in get_args(kind) if item is not type(None))
        return None if value is None else _typed(inner, value)
    if get_origin(kind) is tuple:
        inner, *rest = get_args(kind)
        if not isinstance(value, list):
            raise TypeError(value)
        kinds = [inner] * len(value) if rest == [...] else [inner, *rest]
        return tuple(_typed(one, item) for one, item in zip(kinds, value, strict=True))
    if hasattr(kind, "_fields"):
        hints = _fields(kind)
        return kind(**{nom: _typed(hints[nom], item) for nom, item in value.items()})
    if issubclass(kind, StrEnum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value


@cache
def _fields(kind: Any) -> dict[str, Any]:  # noqa: ANN401 (a NamedTuple)
    return get_type_hints(kind, localns=_NOMS)
