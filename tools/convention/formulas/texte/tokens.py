"""Cut the text of a formula into tokens.

Knows: numbers, names, signs, and what people type instead of them. Must not know: the grammar (`syntax`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, TypeAlias

from convention.base.diagnostic import Ecrire
from convention.base.french import FINE, INSECABLE, MOINS, nombre
from convention.formulas.problems import quote, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Conseil

LONGUEUR_MAX = 2000
LEXEMES_MAX = 500
CHIFFRES_MAX = 15

Genre: TypeAlias = Literal["nombre", "nom", "signe", "fin"]

_LEXEME = re.compile(
    r"(?P<blanc>[ \t\r\n]+)|(?P<nombre>[0-9][\w.]*)|(?P<nom>[^\W\d]\w*)|(?P<signe><=|>=|[-+*/();<>=])",
)
_NOMBRE = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,6})?")
_NOM = re.compile(r"[a-z][a-z0-9_]*")
_DECIMALE = re.compile(r"(?<=[0-9]),[0-9]")

_OPERATEURS = "opérateurs : + - * / et parenthèses ( )"
_ESPACE = "remplacer cette espace insécable par une espace ordinaire"
_ACCOLADE = "seules les parenthèses ( ) groupent"
INDICES = {
    "×": "écrire « * »",
    "·": "écrire « * »",
    "÷": "écrire « / »",
    MOINS: "écrire « - »",
    "–": "écrire « - »",
    "—": "écrire « - »",
    "≤": "écrire « <= »",
    "≥": "écrire « >= »",
    INSECABLE: _ESPACE,
    FINE: _ESPACE,
    "%": "écrire 0.05 pour 5 %",
    "^": "la puissance n'existe pas : répéter la multiplication",
    "€": "une formule n'écrit pas d'unité : elle se déclare avec la variable",
    "[": _ACCOLADE,
    "]": _ACCOLADE,
    "{": _ACCOLADE,
    "}": _ACCOLADE,
    ":": "les arguments se séparent par « ; »",
    "!": "comparaisons : < <= > >= =",
}


class Token(NamedTuple):
    """A token and its place; the last one is « fin »: empty, at the end of the text."""

    genre: Genre
    texte: str
    start: int
    end: int


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut a formula into tokens, « fin » last.

    Raises:
        FormulaError: TAR001: too long, too many tokens, a character, a name or a number that is not accepted.
    """
    if len(text) > LONGUEUR_MAX:
        longueur, limite = nombre(len(text)), nombre(LONGUEUR_MAX)
        _refuse(f"la formule a {longueur} caractères, pour {limite} au plus", LONGUEUR_MAX, LONGUEUR_MAX + 1)
    tokens: list[Token] = []
    for token in _lexemes(text):
        tokens.append(token)
        if len(tokens) > LEXEMES_MAX:
            _refuse(f"la formule a plus de {LEXEMES_MAX} noms, nombres et signes", token.start, token.end)
    return (*tokens, Token("fin", "", len(text), len(text)))


def _lexemes(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        found = _LEXEME.match(text, position)
        if found is None:
            _refuse_character(text, position)
        position = found.end()
        start, word = found.start(), found.group()
        if found.lastgroup == "nombre":
            _check_number(word, start)
            yield Token("nombre", word, start, position)
        elif found.lastgroup == "nom":
            _check_name(word, start)
            yield Token("nom", word, start, position)
        elif found.lastgroup == "signe":
            yield Token("signe", word, start, position)


def _check_number(word: str, start: int) -> None:
    end = start + len(word)
    if _NOMBRE.fullmatch(word) is None:
        message = f"{quote(word)} n'est pas un nombre accepté"
        _refuse(message, start, end, "un nombre s'écrit 4 ou 0.25 : point décimal, six décimales au plus")
    if len(word.replace(".", "")) > CHIFFRES_MAX:
        _refuse(f"le nombre {quote(word)} a plus de {CHIFFRES_MAX} chiffres", start, end)


def _check_name(word: str, start: int) -> None:
    if _NOM.fullmatch(word) is not None:
        return
    plain = "".join(filter(str.isascii, unicodedata.normalize("NFKD", word))).lower()
    hint: Conseil = "un nom n'a que des minuscules sans accent, des chiffres et « _ », et commence par une lettre"
    if _NOM.fullmatch(plain) is not None and len(plain) == len(word):
        hint = Ecrire(f"écrire {quote(plain)}", (plain,))
    _refuse(f"le nom {quote(word)} n'est pas accepté", start, start + len(word), hint)


def _refuse_character(text: str, position: int) -> NoReturn:
    char = text[position]
    if char == ",":
        _refuse_comma(text, position)
    message = f"le caractère {quote(char)} n'a pas sa place dans une formule"
    _refuse(message, position, position + 1, INDICES.get(char, _OPERATEURS))


def _refuse_comma(text: str, position: int) -> NoReturn:
    hint = Ecrire("les arguments se séparent par « ; »", (";",))
    if _DECIMALE.match(text, position):
        hint = Ecrire(f"les décimales s'écrivent avec un point (0.5) ; {hint.conseil}", (".", ";"))
    _refuse("la virgule n'a pas sa place dans une formule", position, position + 1, hint)


def _refuse(message: str, start: int, end: int, hint: Conseil = "") -> NoReturn:
    refuse("TAR001", message, start, end, hint)
