"""Bytes to a text fit to be read as YAML: UTF-8, no invisible character, no conflict left by a merge.

Knows: encodings, characters, git's conflict markers. Must not know: YAML, documents.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite
from convention.base.signes import INVISIBLES

if TYPE_CHECKING:
    from collections.abc import Iterator

PROBLEMES_MAX = 20
"""A binary file: the first ones are enough."""

_BOM = "\ufeff"
_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:[^\0]\0){2}|(?:\0[^\0]){2}")
"""With its mark, or two ASCII characters in two bytes each."""
_ENREGISTRER = "enregistrer le fichier en UTF-8"
_INTERDITS = re.compile(f"[{INVISIBLES}\ue000-\uf8ff\U000e0000-\U0010ffff]|\r(?!\n)")
"""What nobody sees, private use, and a carriage return that ends no line."""
_ORDINAIRES = bytes((*b"\n", *range(0x20, 0x7F)))
_CONFLIT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*|\|{7}(?: .*)?)\r?$", re.MULTILINE)
_MARQUEURS = {
    "<": "un conflit de fusion git commence ici",
    "|": "conflit de fusion git : ici commence le texte d'avant les deux modifications",
    "=": "conflit de fusion git : ici commence la seconde version",
    ">": "conflit de fusion git : ici finit la seconde version",
}


class Texte(NamedTuple):
    """The text of a file, or None when it is not fit to be read; what is wrong with it, warnings included."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def read_text(path: str, content: bytes) -> Texte:
    """Decode a file and look for what no YAML file may hold."""
    if _UTF_16.match(content):
        message = "le fichier est en UTF-16, et non en UTF-8"
        return Texte(None, (diagnose("SYN001", Span(path), message, _ENREGISTRER),))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Texte(None, (_bad_encoding(path, content, error),))
    found = [*_byte_order_marks(path, text), *_conflicts(path, text)]
    # Most characters are these: what is left of a text is a few hundred letters, that are looked at at once.
    if forbidden_character(content.translate(None, _ORDINAIRES).decode("utf-8")) is not None:
        found += _forbidden(path, text)
    if not found and not text.isascii() and not unicodedata.is_normalized("NFC", text):
        found.append(_decomposed(path, text))
    warnings = list(_windows(path, text))
    return Texte(None if found else text, (*found, *warnings))


def forbidden_character(text: str) -> str | None:
    """Return the first character that no text may hold, or None."""
    found = _INTERDITS.search(text)
    return found.group() if found is not None else None


def character_name(character: str) -> str:
    """Name a character that cannot be shown."""
    return "retour chariot seul" if character == "\r" else f"caractère invisible ou de contrôle U+{ord(character):04X}"


def _bad_encoding(path: str, content: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    byte = content[error.start : error.start + 1]
    letter = byte.decode("cp1252", "replace")
    what = f" ({cite(letter)} en Windows-1252)" if letter.isalpha() else ""
    message = f"l'octet {byte.hex().upper()}{what} n'est pas de l'UTF-8"
    return diagnose("SYN001", Span(path, line, column, line, column + 1), message, _ENREGISTRER)


def _byte_order_marks(path: str, text: str) -> Iterator[Diagnostic]:
    if text.startswith(_BOM):
        message = "le fichier commence par une marque d'ordre des octets (BOM)"
        hint = "enregistrer en « UTF-8 », et non en « UTF-8 avec BOM »"
        yield diagnose("SYN002", _span(path, text, 0), message, hint)
    inside = text.find(_BOM, 1)
    if inside > 0:
        message = "une marque d'ordre des octets (BOM) se cache dans le texte"
        yield diagnose("SYN002", _span(path, text, inside), message, "effacer ce caractère invisible")


def _conflicts(path: str, text: str) -> Iterator[Diagnostic]:
    if not any(7 * sign in text for sign in _MARQUEURS):
        return
    for match in islice(_CONFLIT.finditer(text), PROBLEMES_MAX):
        sign = match.group()[0]
        hint = "garder l'une des deux versions, et effacer les lignes de marqueurs" if sign == "<" else ""
        yield diagnose("SYN004", _span(path, text, match.start(), 7), _MARQUEURS[sign], hint)


def _forbidden(path: str, text: str) -> Iterator[Diagnostic]:
    for match in islice(_INTERDITS.finditer(text.replace(_BOM, " ")), PROBLEMES_MAX):
        span = _span(path, text, match.start())
        yield diagnose("SYN003", span, character_name(match.group()), "effacer ce caractère et retaper le texte")


def _decomposed(path: str, text: str) -> Diagnostic:
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text, composed, strict=False)
    index = next((place for place, (old, new) in enumerate(pairs) if old != new), 0)
    span = _span(path, text, index)
    return diagnose("SYN003", span, "accent écrit en deux caractères (forme décomposée)", "retaper la lettre accentuée")


def _windows(path: str, text: str) -> Iterator[Diagnostic]:
    if "\r\n" in text:
        span = _span(path, text, text.index("\r\n"))
        hint = "enregistrer avec des fins de ligne « LF »"
        yield diagnose("SYN013", span, "fins de ligne de Windows (CRLF)", hint)


def _span(path: str, text: str, start: int, length: int = 1) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(path, line, column, line, column + length)
