"""Diagnostics: what the tool says about a file, at its line.

Knows: the shape of a message and its order. Must not know: YAML, models, how a message is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.codes import CODES, Severity
from convention.base.french import cite, closest, minuscule, nearest, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "Conseil",
    "Diagnostic",
    "Ecrire",
    "Severity",
    "Span",
    "by_cause",
    "diagnose",
    "ecrire",
    "has_errors",
    "meant",
    "sort_diagnostics",
    "split_hint",
    "typeset_hint",
]

DES_FICHIERS = "FIC"
"""Family of the codes that concern a whole file: it is missing, misnamed, no regular file."""


class Span(NamedTuple):
    """A stretch of one file: lines and columns start at 1 and count characters; the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        """Return ``path:line:column``, the form that editors and terminals turn into a link."""
        return f"{self.path}:{self.line}:{self.column}"


class Ecrire(NamedTuple):
    """An advice that is a text to write in the place of what the message is about."""

    conseil: str
    """How it is said."""
    textes: tuple[str, ...]
    """What is written; when there is a choice, the likeliest first."""


Conseil: TypeAlias = str | Ecrire
"""What to do about a message."""


def ecrire(texte: str, champ: str = "") -> Ecrire:
    """Advise to write a text: « écrire 2026-03-01 », « écrire « fin: 2026-03-01 » » when the field is told."""
    return Ecrire(f"écrire {cite(f'{champ}: {texte}') if champ else texte}", (texte,))


def meant(word: str, choices: Iterable[str]) -> Conseil:
    """Advise to write the nearest choice: « vouliez-vous dire « x » ? »; nothing when none is near."""
    found = closest(word, choices)
    return Ecrire(nearest(found, [found]), (found,)) if found else ""


def typeset_hint(conseil: Conseil) -> Conseil:
    """Put the French unbreakable spaces in an advice; what it says to write stays as it is."""
    return conseil._replace(conseil=typeset(conseil.conseil)) if isinstance(conseil, Ecrire) else typeset(conseil)


def split_hint(conseil: Conseil) -> tuple[str, tuple[str, ...]]:
    """Return how an advice is said, and what it says to write, if it does."""
    return conseil if isinstance(conseil, Ecrire) else (conseil, ())


class Diagnostic(NamedTuple):
    """One message. Ordered by place, then code; `sort_diagnostics` makes a list a pure function of the tree."""

    span: Span
    code: str
    message: str
    hint: str = ""
    pointer: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    a_ecrire: tuple[str, ...] = ()
    """What to write in the place of its span, when that is the advice; the likeliest first."""

    @property
    def severity(self) -> Severity:
        """The severity that the table of codes gives to this code."""
        return CODES[self.code].severity

    @property
    def identite(self) -> tuple[str, str, str]:
        """What makes it the same message in another revision, where lines have moved."""
        return (self.code, self.span.path, self.message)


def diagnose(
    code: str,
    span: Span,
    message: str,
    hint: Conseil = "",
    *,
    pointer: str = "",
    related: tuple[tuple[Span, str], ...] = (),
) -> Diagnostic:
    """Build a diagnostic of a known code; without a hint of its own, it says what the code says to do.

    Raises:
        KeyError: the code has no row in `convention.base.codes`, which is a bug of the tool.
    """
    said, written = split_hint(hint)
    return Diagnostic(span, code, message, said or _remedy(CODES[code].remede), pointer, related, written)


def _remedy(text: str) -> str:
    """Write the remedy of a code as a hint: it goes on from « Conseil : »."""
    return minuscule(text).removesuffix(".")


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each diagnostic once: those of whole files first, then by file, place and code.

    What a missing or refused file holds is missing elsewhere too: the cause is read before what it may explain.
    """
    return tuple(sorted(set(diagnostics), key=lambda item: (not item.code.startswith(DES_FICHIERS), item)))


def by_cause(diagnostics: Sequence[Diagnostic]) -> tuple[tuple[Diagnostic, ...], ...]:
    """Gather the messages that one cause brings: the same code, and the same thing to do.

    A few are not gathered. Groups come in the order of their first message, and lose none.
    """
    causes: dict[tuple[str, str], list[Diagnostic]] = {}
    for item in diagnostics:
        causes.setdefault((item.code, item.hint), []).append(item)
    found: list[tuple[Diagnostic, ...]] = []
    told: set[tuple[str, str]] = set()
    for item in diagnostics:
        cause = (item.code, item.hint)
        if len(causes[cause]) <= item.severity.separes_max:
            found.append((item,))
        elif cause not in told:
            told.add(cause)
            found.append(tuple(causes[cause]))
    return tuple(found)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether one of the diagnostics is an error (warnings and infos do not stop anything)."""
    return any(diagnostic.severity is Severity.ERREUR for diagnostic in diagnostics)
