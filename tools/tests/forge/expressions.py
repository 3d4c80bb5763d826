"""The `${{ }}` expressions of our workflows, evaluated as the forge does: paths, texts, `==`, `!=`, `!`, `&&`, `||`.

Knows: this part of the language. Must not know: workflows. Anything else is refused, so that a workflow which says more
is not rehearsed in silence. Functions: `success()`, `failure()`, `cancelled()`, `always()`, given by the caller.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Valeur = str | bool | int | None
_JETON = re.compile(
    r"\s*(?:(?P<texte>'(?:[^']|'')*')|(?P<nom>[A-Za-z_][\w.-]*)|(?P<signe>==|!=|&&|\|\||[!()]))", re.ASCII
)
_TROU = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


class ExpressionError(Exception):
    """Something that is not evaluated here."""


class Evaluateur:
    """Contexts (`github`, `matrix`, `env`) and functions, for expressions."""

    def __init__(self, contextes: Mapping[str, object], fonctions: Mapping[str, Callable[[], bool]]) -> None:
        self._contextes = contextes
        self._fonctions = fonctions
        self._jetons: list[tuple[str, str]] = []

    def texte(self, source: object) -> str:
        """Fill the expressions of a text."""
        return _TROU.sub(lambda found: _shown(self.valeur(found[1])), str(source))

    def condition(self, source: object) -> bool:
        """Evaluate an `if:`, with or without its `${{ }}`."""
        text = str(source).strip()
        whole = _TROU.fullmatch(text)
        return bool(self.valeur(whole[1] if whole else text))

    def valeur(self, source: str) -> Valeur:
        """Evaluate one expression, entirely read."""
        self._jetons = _read(source)
        value = self._either()
        if self._jetons:
            raise ExpressionError(source)
        return value

    def _either(self) -> Valeur:
        value = self._both()
        while self._take("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Valeur:
        value = self._equal()
        while self._take("&&"):
            other = self._equal()
            value = value and other
        return value

    def _equal(self) -> Valeur:
        value = self._one()
        if self._take("=="):
            return _folded(value) == _folded(self._one())
        if self._take("!="):
            return _folded(value) != _folded(self._one())
        return value

    def _one(self) -> Valeur:
        if self._take("!"):
            return not self._one()
        if self._take("("):
            value = self._either()
            self._expect(")")
            return value
        if not self._jetons:
            raise ExpressionError("expression inachevée")
        genre, text = self._jetons.pop(0)
        if genre == "texte":
            return text[1:-1].replace("''", "'")
        if genre != "nom":
            raise ExpressionError(text)
        if self._take("("):
            self._expect(")")
            return self._fonctions[text]()
        return self._path(text)

    def _path(self, text: str) -> Valeur:
        context, *names = text.split(".")
        if context not in self._contextes:
            raise ExpressionError(text)
        value = self._contextes[context]
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None or isinstance(value, str | bool | int):
            return value
        raise ExpressionError(text)

    def _take(self, signe: str) -> bool:
        if self._jetons and self._jetons[0] == ("signe", signe):
            self._jetons.pop(0)
            return True
        return False

    def _expect(self, signe: str) -> None:
        if not self._take(signe):
            raise ExpressionError(signe)


def _read(source: str) -> list[tuple[str, str]]:
    tokens, place, text = [], 0, source.rstrip()
    while place < len(text):
        found = _JETON.match(text, place)
        if found is None:
            raise ExpressionError(text)
        tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
        place = found.end()
    return tokens


def _folded(value: Valeur) -> Valeur:
    """Compare texts as the forge does, whatever their case; what is not there is like an empty text."""
    return value.casefold() if isinstance(value, str) else "" if value is None else value


def _shown(value: Valeur) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
