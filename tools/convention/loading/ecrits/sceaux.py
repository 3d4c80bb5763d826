"""Reads sealed calls and closings; what was changed since by hand is refused, at its line.

Knows: the canonical text of a seal. Must not know: what is due.
A line is read by the pattern of what the tool writes: what it matches is written so, and has no second writing.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite
from convention.base.money import read_decimal
from convention.loading.ecrits.sceaux_lignes import incoherence
from convention.model.ecrits.sceaux import (
    AVANT_APRES,
    EMPREINTE,
    FIN,
    MONTANTS,
    RECTIFICATIONS,
    LigneScellee,
    Rectification,
    Sceau,
    is_intact,
    json_text,
    read_seal_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RANGEE = TypeVar("RANGEE", LigneScellee, Rectification)

_TEXTE = r'"([^"\\\x00-\x1f]*+(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*+)*+)"'
_CENTS = r'"(?!-0\.00)(-?(?:0|[1-9][0-9]{0,9})\.[0-9]{2})"'
_ENTIER = r"(0|-?[1-9][0-9]{0,30})"
_DATE, _ORIGINE = (re.compile(f' "{nom}": {_TEXTE},') for nom in ("date", "origine"))


def _row_pattern(fields: tuple[str, ...], cents: tuple[str, ...]) -> re.Pattern[str]:
    forms = {"exercice": _ENTIER} | dict.fromkeys(cents, _CENTS)
    written = ", ".join(f'"{nom}": {forms.get(nom, _TEXTE)}' for nom in fields)
    return re.compile(rf"  \{{{written}\}}(,?)", re.ASCII)


_LIGNE = _row_pattern(LigneScellee._fields, MONTANTS)
_RECTIFICATION = _row_pattern(Rectification._fields, AVANT_APRES)
_CONSEIL = "rétablir le fichier (git restore) : ce qui est appelé ou clos ne se change que par « convention rectifier »"


class LectureSceau(NamedTuple):
    """A seal that was read, and what is wrong with its file."""

    sceau: Sceau | None
    diagnostics: tuple[Diagnostic, ...]


class _FauteError(Exception):
    """A line, from 1, that is not written as the tool writes it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_seal(path: str, content: bytes) -> LectureSceau:
    """Read a sealed file; it must be, byte for byte, what the tool writes for the same amounts."""
    nom = read_seal_path(path) or ""
    if not content.startswith(b'{\n "version": '):
        message = "ce n'est pas un fichier scellé par « convention appels sceller » ou « convention clore »"
        return _refused(path, None, message)
    if not is_intact(content):
        line = content.rpartition(EMPREINTE.encode())[0].count(b"\n") + 1
        message = f"{cite(nom)} a été modifié après avoir été scellé : l'empreinte n'est plus celle de ses lignes"
        return _refused(path, Span(path, line, 1, line, 1), message)
    try:
        sceau = _seal(nom, _lines(content))
    except _FauteError as fault:
        message = f"cette ligne de {cite(nom)} n'est pas écrite comme l'outil l'écrit"
        return _refused(path, Span(path, fault.line, 1, fault.line, 1), message)
    return _coherent(path, sceau)


def _refused(path: str, span: Span | None, message: str) -> LectureSceau:
    return LectureSceau(None, (diagnose("SCE001", span or Span(path), message, _CONSEIL),))


def _coherent(path: str, sceau: Sceau) -> LectureSceau:
    """Refuse what no command could have sealed, whatever its seal."""
    found = incoherence(sceau)
    if found is None:
        return LectureSceau(sceau, ())
    line = sceau.ligne(found.rang) if found.rang is not None else 1
    message = f"{cite(sceau.nom)} ne peut pas avoir été scellé ainsi : {found.message}"
    return _refused(path, Span(path, line, 1, line, 2), message)


def _lines(content: bytes) -> list[str]:
    try:
        return content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _FauteError(content.count(b"\n", 0, error.start) + 1) from None


def _seal(nom: str, lines: list[str]) -> Sceau:
    """Read the lines of a seal; `is_intact` has read the last three."""
    date, origine = (_only(pattern, lines, rank) for pattern, rank in ((_DATE, 3), (_ORIGINE, 4)))
    vide = Sceau(nom, date, origine, ())
    start = _same(vide.tete, lines, 0)
    lignes, end = _rows(lines, start, _LIGNE, _ligne)
    start = _same([FIN, RECTIFICATIONS], lines, end)
    rectifications, end = _rows(lines, start, _RECTIFICATION, _rectification)
    if _same([FIN], lines, end) != len(lines) - 3:
        raise _FauteError(end + 2)
    return vide._replace(lignes=lignes, rectifications=rectifications)


def _only(pattern: re.Pattern[str], lines: list[str], rank: int) -> str:
    match = pattern.fullmatch(lines[rank]) if rank < len(lines) else None
    if match is None:
        raise _FauteError(rank + 1)
    return _texts(match.groups(), rank)[0]


def _same(expected: list[str], lines: list[str], start: int) -> int:
    """Check the lines that every seal has; return the rank of the next one."""
    for rank, line in enumerate(expected, start):
        if lines[rank : rank + 1] != [line]:
            raise _FauteError(rank + 1)
    return start + len(expected)


def _rows(
    lines: list[str], start: int, pattern: re.Pattern[str], build: Callable[[Sequence[str]], RANGEE]
) -> tuple[tuple[RANGEE, ...], int]:
    """Read the rows, a comma after each but the last; return them, and the rank of the line that follows."""
    found = []
    rank, comma = start, ","
    while comma:
        match = pattern.fullmatch(lines[rank])
        if match is None:
            if rank == start:
                break
            raise _FauteError(rank + 1)
        *values, comma = match.groups()
        found.append(build(_texts(values, rank) if "\\" in lines[rank] else values))
        rank += 1
    return tuple(found), rank


def _texts(values: Sequence[str], rank: int) -> list[str]:
    """Read the escapes of the texts of a line, each of which has one writing."""
    try:
        texts: list[str] = [json.loads(f'"{value}"') for value in values]
    except ValueError:
        raise _FauteError(rank + 1) from None
    if [json_text(text) for text in texts] != [f'"{value}"' for value in values]:
        raise _FauteError(rank + 1)
    return texts


def _ligne(values: Sequence[str]) -> LigneScellee:
    adherent, exercice, *words, base, anterieur, montant = values
    cents = (read_decimal(base), read_decimal(anterieur), read_decimal(montant))
    return LigneScellee._make((adherent, int(exercice), *words, *cents))


def _rectification(values: Sequence[str]) -> Rectification:
    *words, avant, apres = values
    return Rectification._make((*words, read_decimal(avant), read_decimal(apres)))
