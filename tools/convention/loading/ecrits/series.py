"""From the text of a series to its points; what the tool could not have written is refused at its line.

Knows: the canonical text of a series. Must not know: sources, adherents (`checks.quantites.releves`).
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.model.ecrits.series import (
    COLONNES,
    Chemin,
    Entete,
    Grandeur,
    Point,
    Serie,
    days_between,
    read_series_path,
)
from convention.model.mots.communs import Origine

if TYPE_CHECKING:
    from collections.abc import Callable

CONSEIL = "rétablir le fichier (git restore), ou le refaire par « convention relever » : il ne s'écrit pas à la main"
_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_VALEUR = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,6})?", re.ASCII)
_NOMBRE = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_NOM = re.compile(r"[a-z0-9-]{1,300}", re.ASCII)
_COMPTE = re.compile(r"|[0-9]{3,8}", re.ASCII)
_EMPREINTE = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ORIGINE = re.compile("|".join(map(str, Origine)))
LU = TypeVar("LU")
_JOURS = ("extrait_le", "premier_jour", "dernier_jour")


class _FauteError(Exception):
    """A line that the tool could not have written."""

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


def read_series(path: str, content: bytes) -> tuple[Serie | None, tuple[Diagnostic, ...]]:
    """Read a series; it must be, byte for byte, what the tool writes for the same values."""
    lines = content.decode("utf-8", "replace").split("\n")
    try:
        serie = Serie(_path(path), _head(lines), _points(lines))
        _same_text(serie.texte().split("\n"), lines)
    except _FauteError as fault:
        line = min(max(fault.number, 1), len(lines))
        span = Span(path, line, 1, line, len(lines[line - 1]) + 1)
        return None, (diagnose("REL005", span, str(fault), CONSEIL),)
    return serie, ()


def _path(path: str) -> Chemin:
    chemin = read_series_path(path)
    if chemin is None:
        raise _FauteError("ce n'est pas le nom d'une série")
    return chemin


def _head(lines: list[str]) -> Entete:
    fields = [
        _at(number, _field, name, lines[number - 1] if number <= len(lines) else "")
        for number, name in enumerate(Entete._fields, 1)
    ]
    return Entete._make(fields)


def _points(lines: list[str]) -> tuple[Point, ...]:
    """Read the lines below the head; they follow one another in order."""
    first = len(Entete._fields) + 1
    _at(first, _same, lines[first - 1] if first <= len(lines) else "", ";".join(COLONNES))
    points = tuple(_at(number, _point, line) for number, line in enumerate(lines[first:-1], first + 1))
    for number, (one, other) in enumerate(pairwise(points), first + 2):
        if one[:2] >= other[:2]:
            raise _FauteError("les lignes se suivent par adhérent, mesure, compte et jour, sans redite", number)
    if lines[-1]:
        raise _FauteError("le fichier s'arrête avant la fin de sa dernière ligne", len(lines))
    return points


def _at(number: int, read: Callable[..., LU], *arguments: str) -> LU:
    """Read a line; what is wrong with it is at its number."""
    try:
        return read(*arguments)
    except _FauteError as fault:
        raise _FauteError(str(fault), number) from None


def _same_text(written: list[str], lines: list[str]) -> None:
    for number, (one, other) in enumerate(zip(written, lines, strict=False), 1):
        if one != other:
            raise _FauteError("cette ligne n'est pas écrite comme l'outil l'écrit", number)


def _field(name: str, line: str) -> object:
    start, _, text = line.partition(":")
    _same(start, f"# {name}")
    text = text.strip(" ")
    if name in _JOURS:
        return _day(text)
    if name.startswith("jours_"):
        return tuple(day for item in text.split(" ") if item for day in _span(item))
    if name == "origine":
        return _matching(text, _ORIGINE)
    if name == "empreinte":
        return _matching(text, _EMPREINTE)
    return int(_matching(text, _NOMBRE))


def _span(text: str) -> tuple[date, ...]:
    """Read a day, or an interval of days of one year."""
    first, slash, last = text.partition("/")
    start, end = _day(first), _day(last) if slash else _day(first)
    if end < start or end.year != start.year:
        raise _FauteError("un intervalle de jours est à l'envers")
    return days_between(start, end, sauf=())


def _point(line: str) -> Point:
    cells = line.split(";")
    if len(cells) != len(COLONNES):
        raise _FauteError(f"une ligne a {len(COLONNES)} cellules : {', '.join(COLONNES)}")
    adherent, mesure, compte, jour, valeur = cells
    grandeur = Grandeur(_matching(adherent, _NOM), _matching(mesure, _NOM), _matching(compte, _COMPTE))
    return Point(grandeur, _day(jour), Fraction(_matching(valeur, _VALEUR)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(_matching(text, _JOUR))
    except ValueError:
        raise _FauteError("une date n'existe pas") from None


def _matching(text: str, pattern: re.Pattern[str]) -> str:
    if pattern.fullmatch(text) is None:
        raise _FauteError("une valeur n'a pas la forme attendue")
    return text


def _same(text: str, expected: str) -> None:
    if text != expected:
        raise _FauteError(f"il faut ici « {expected} »")
