"""The tokens of a formula and the place reached.

Knows: which token comes next, which parentheses are open. Must not know: the grammar (`syntax`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from convention.formulas.texte.surprises import refuse_continuation

if TYPE_CHECKING:
    from convention.formulas.texte.tokens import Token


class Cursor:
    """A place in the tokens; used by one reading only, since it moves."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._index = 0
        self._opened: list[Token] = []

    @property
    def next(self) -> Token:
        """The token to read; « fin » at the end."""
        return self._tokens[self._index]

    @property
    def before(self) -> Token | None:
        """The token just read, if any."""
        return self._tokens[self._index - 1] if self._index else None

    def advance(self) -> Token:
        """Read a token other than « fin »."""
        token = self.next
        self._index += 1
        return token

    def open(self) -> Token:
        """Read an opening parenthesis."""
        self._opened.append(self.next)
        return self.advance()

    def close(self) -> int:
        """Read the closing parenthesis that is expected, and return where it ends."""
        if self.next.texte != ")":
            self._refuse_next()
        self._opened.pop()
        return self.advance().end

    def end(self) -> None:
        """Check that everything is read."""
        if self.next.genre != "fin":
            self._refuse_next()

    def _refuse_next(self) -> NoReturn:
        refuse_continuation(self.next, self._tokens[self._index - 1], self._opened[-1] if self._opened else None)
