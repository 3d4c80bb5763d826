"""Reads sealed calls and closings; what was changed since by hand is refused, at its line.

Knows: JSON, the canonical text of a seal. Must not know: what is due.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite
from convention.base.money import read_decimal
from convention.loading.sceaux_lignes import incoherence
from convention.model.sceaux import (
    AVANT_APRES,
    EMPREINTE,
    MONTANTS,
    LigneScellee,
    Rectification,
    Sceau,
    is_intact,
    read_seal_path,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTANT = re.compile(r"-?(?:0|[1-9][0-9]{0,9})\.[0-9]{2}", re.ASCII)
_CONSEIL = "rétablir le fichier (git restore) : ce qui est appelé ou clos ne se change que par « convention rectifier »"


class LectureSceau(NamedTuple):
    """A seal that was read, and what is wrong with its file."""

    sceau: Sceau | None
    diagnostics: tuple[Diagnostic, ...]


def read_seal(path: str, content: bytes) -> LectureSceau:
    """Read a sealed file; it must be, byte for byte, what the tool writes for the same amounts."""
    try:
        data = json.loads(content.decode("utf-8"))
        sceau = _seal(path, data)
    except (ValueError, KeyError, TypeError, RecursionError):
        message = "ce n'est pas un fichier scellé par « convention appels sceller » ou « convention clore »"
        return LectureSceau(None, (diagnose("SCE001", Span(path), message, _CONSEIL),))
    if is_intact(content):
        return _coherent(path, content, sceau)
    line = content.rpartition(EMPREINTE.encode())[0].count(b"\n") + 1
    message = f"{cite(sceau.nom)} a été modifié après avoir été scellé : l'empreinte n'est plus celle de ses lignes"
    return LectureSceau(None, (diagnose("SCE001", Span(path, line, 1, line, 1), message, _CONSEIL),))


def _coherent(path: str, content: bytes, sceau: Sceau) -> LectureSceau:
    """Refuse what no command could have sealed, whatever its seal."""
    found = incoherence(sceau)
    if found is None:
        return _as_written(path, content, sceau)
    line = sceau.ligne(found.rang) if found.rang is not None else 1
    message = f"{cite(sceau.nom)} ne peut pas avoir été scellé ainsi : {found.message}"
    return LectureSceau(None, (diagnose("SCE001", Span(path, line, 1, line, 2), message, _CONSEIL),))


def _as_written(path: str, content: bytes, sceau: Sceau) -> LectureSceau:
    """Refuse another writing of the same amounts: a field said twice, of which only the last is read."""
    written = sceau.texte().encode()
    if written == content:
        return LectureSceau(sceau, ())
    pairs = zip(written.split(b"\n"), content.split(b"\n"), strict=False)
    line = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 1)
    message = f"cette ligne de {cite(sceau.nom)} n'est pas écrite comme l'outil l'écrit"
    return LectureSceau(None, (diagnose("SCE001", Span(path, line, 1, line, 1), message, _CONSEIL),))


def _seal(path: str, data: Mapping[str, object]) -> Sceau:
    nom = read_seal_path(path) or ""
    if data["version"] != 1 or data["appel" if "-" in nom else "cloture"] != nom:
        raise ValueError(path)
    return Sceau(
        nom,
        _text(data["date"]),
        _text(data["origine"]),
        tuple(LigneScellee(**_row(item, LigneScellee._fields, MONTANTS)) for item in _list(data["lignes"])),
        tuple(
            Rectification(**_row(item, Rectification._fields, AVANT_APRES)) for item in _list(data["rectifications"])
        ),
    )


def _row(data: object, fields: tuple[str, ...], cents: tuple[str, ...]) -> dict[str, Any]:
    """Read a row: its fields in order, whole numbers for `exercice`, cents for amounts, texts elsewhere."""
    if not isinstance(data, dict) or tuple(data) != fields:
        raise TypeError(data)
    found: dict[str, Any] = {}
    for nom, value in data.items():
        if nom in cents:
            found[nom] = _cents(value)
        elif type(value) is (int if nom == "exercice" else str):
            found[nom] = value
        else:
            raise TypeError(value)
    return found


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _cents(value: object) -> int:
    text = _text(value)
    if _MONTANT.fullmatch(text) is None:
        raise ValueError(text)
    return read_decimal(text)
