"""Reads sealed calls and closings; what was changed since by hand, or makes no sense, is refused at its line.

Knows: the canonical text of a seal, the words and the sums that it may hold. Must not know: what is due today.
A line is read by the pattern of what the tool writes: what it matches is written so, and has no second writing. A seal
proves that nothing changed since it was written; it does not prove that what was written makes sense.
"""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite, euros, jour
from convention.base.money import read_decimal
from convention.loading.yaml.texte import character_name, forbidden_character
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
)
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Origine, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convention.model.ecrits.sceaux import Identite


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


class _FauteError(Exception):
    """A line, from 1, that is not written as the tool writes it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_seal(path: str, content: bytes) -> tuple[Sceau | None, tuple[Diagnostic, ...]]:
    """Read a sealed file; it must be, byte for byte, what the tool writes for the same amounts."""
    nom = PurePosixPath(path).stem
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


def _refused(path: str, span: Span | None, message: str) -> tuple[Sceau | None, tuple[Diagnostic, ...]]:
    return None, (diagnose("SCE001", span or Span(path), message, _CONSEIL),)


def _coherent(path: str, sceau: Sceau) -> tuple[Sceau | None, tuple[Diagnostic, ...]]:
    """Refuse what no command could have sealed, whatever its seal."""
    found = incoherence(sceau)
    if found is None:
        return sceau, ()
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


CLOTURE = "cloture"
_SANS_ANTERIEUR = frozenset({str(GenreVolet.ACOMPTE), CLOTURE})
_VOLETS = frozenset(str(genre) for genre in GenreVolet if genre.titre)
_NATURES, _SECTIONS, _ORIGINES = (frozenset(map(str, mots)) for mots in (Nature, Section, Origine))
_QUANTITE = re.compile(r"(?:-?[0-9]{1,40}(?:\.[0-9]{1,40}|/[1-9][0-9]{0,39})?)?", re.ASCII)
_JOUR = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ANNEES = range(2000, 2101)


class Incoherence(NamedTuple):
    """A sentence on what makes no sense, and the rank of the line that says it; none for the head of the file."""

    message: str
    rang: int | None = None


def incoherence(sceau: Sceau) -> Incoherence | None:
    """Return the first thing that no command could have sealed, or None."""
    return next(_all(sceau), None)


def _all(sceau: Sceau) -> Iterator[Incoherence]:
    head = next(chain(_head(sceau), _corrections(sceau)), None)
    if head is not None:
        yield Incoherence(head)
    seen: set[tuple[int, str, Identite]] = set()
    # Thousands of lines hold a few hundred words: each is looked at once.
    odd = _odd_words({word for ligne in sceau.lignes for word in ligne.identite})
    for rang, ligne in enumerate(sceau.lignes):
        wrong = _line(sceau, ligne) or _words(ligne, odd) or _amounts(ligne)
        if wrong:
            yield Incoherence(wrong, rang)
        key = (ligne.exercice, ligne.volet, ligne.identite)
        if key in seen:
            yield Incoherence(f"la ligne de {cite(ligne.adherent)}, {cite(ligne.objet)} est scellée deux fois", rang)
        seen.add(key)


def _odd_words(words: set[str]) -> dict[str, str]:
    """Find the words that hold a character that no text may hold, and that character."""
    return {word: bad for word in words if (bad := forbidden_character(word)) is not None}


def _head(sceau: Sceau) -> Iterator[str]:
    if sceau.origine not in _ORIGINES:
        yield f"{cite(sceau.origine)} n'est pas une origine"
    if not _is_day(sceau.date):
        yield f"{cite(sceau.date)} n'est pas une date"
    elif not sceau.est_appel and sceau.date[:4] <= sceau.nom:
        yield f"l'exercice {sceau.nom} serait clos le {jour(date.fromisoformat(sceau.date))}, avant sa fin"
    if sceau.est_appel and sceau.rectifications:
        yield "un appel n'a pas de rectification : c'est un exercice clos que l'on rectifie"


def _corrections(sceau: Sceau) -> Iterator[str]:
    for item in sceau.rectifications:
        if not _is_day(item.date):
            yield f"{cite(item.date)} n'est pas une date de rectification"
        wrong = _words(item, _odd_words({*item.identite, item.motif}), item.motif)
        if wrong:
            yield wrong


def _line(sceau: Sceau, ligne: LigneScellee) -> str:
    if ligne.volet not in (_VOLETS if sceau.est_appel else {CLOTURE}):
        return f"{cite(ligne.volet)} n'est pas un volet de ce fichier"
    if ligne.exercice not in _ANNEES or (not sceau.est_appel and str(ligne.exercice) != sceau.nom):
        return f"l'exercice {str(ligne.exercice)[:12]} n'est pas de ce fichier"
    if _QUANTITE.fullmatch(ligne.quantite) is None:
        return f"{cite(ligne.quantite[:40])} n'est pas une quantité"
    return ""


def _words(item: LigneScellee | Rectification, odd: Mapping[str, str], motif: str = "") -> str:
    if item.nature not in _NATURES:
        return f"{cite(item.nature)} n'est pas une nature de coût"
    if item.section not in _SECTIONS:
        return f"{cite(item.section)} n'est pas une section"
    bad = next((odd[word] for word in (*item.identite, motif) if word in odd), None) if odd else None
    return "" if bad is None else f"un {character_name(bad)} ne peut pas être scellé"


def _amounts(ligne: LigneScellee) -> str:
    """An advance and a closing have nothing before them; what is called of the rest is the difference."""
    first = ligne.volet in _SANS_ANTERIEUR
    if first and ligne.anterieur:
        return f"rien n'est appelé avant : {euros(ligne.anterieur)} ne peut pas l'être"
    if ligne.volet == CLOTURE and ligne.montant != ligne.base:
        return f"le montant clos est {euros(ligne.base)}, et non {euros(ligne.montant)}"
    if not first and ligne.montant != ligne.base - ligne.anterieur:
        told = f"{euros(ligne.base)} moins {euros(ligne.anterieur)}"
        return f"le montant appelé est {told}, et non {euros(ligne.montant)}"
    return ""


def _is_day(text: str) -> bool:
    if _JOUR.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
