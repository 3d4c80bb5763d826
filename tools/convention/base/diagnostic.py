"""Diagnostics: what the tool says about a file, at its line.

Knows: the shape of a message and its order. Must not know: YAML, models, how a message is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.codes import CODES, Severity
from convention.base.french import cite, closest, enumere, minuscule, nearest, typeset
from convention.base.nodes import pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.base.nodes import Pointer

__all__ = [
    "Conseil",
    "Diagnostic",
    "Ecrire",
    "Ligne",
    "Severity",
    "Span",
    "ajouter",
    "ajouter_ligne",
    "by_cause",
    "diagnose",
    "ecrire",
    "has_errors",
    "inscrire",
    "la_ligne",
    "meant",
    "sort_diagnostics",
    "split_hint",
    "typeset_hint",
]

DES_FICHIERS = "FIC"
"""Family of the codes that concern a whole file: it is missing, misnamed, no regular file."""
_A_TAPER = re.compile("⟦(.*?)⟧")
"""What a line to write leaves open."""


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

    @property
    def last_line(self) -> int:
        """The last line that is its own: a block ends where the next token begins, at the start of another."""
        return self.end_line - (self.end_column == 1)


class Ligne(NamedTuple):
    """A field, or an item of a list, that an advice says to write around what the message is about."""

    texte: str
    """As it is said: « fin: 2026-01-01 », « - {service: S02, debut: AAAA-MM-JJ} »."""
    ecrit: str
    """As it is written in its file: what is not known is left to be typed."""
    sous: str = ""
    """The table that holds it, when it is told."""
    ajout: bool = False
    """Whether it is not there yet."""

    @property
    def a_taper(self) -> bool:
        """Whether something is left to be typed."""
        return self.texte != self.ecrit


@dataclass(frozen=True, slots=True)
class Ecrire:
    """An advice that holds what to write. Advice is joined by « + »: what is said, and what is written."""

    conseil: str
    """How it is said."""
    textes: tuple[str, ...] = ()
    """What is written in the place of what the message is about; when there is a choice, the likeliest first."""
    lignes: tuple[Ligne, ...] = ()
    """What is written around it."""

    def __add__(self, suite: Conseil) -> Ecrire:
        """Go on with other words, or other lines."""
        autre = split_hint(suite)
        return Ecrire(self.conseil + autre.conseil, self.textes + autre.textes, self.lignes + autre.lignes)

    def __radd__(self, debut: str) -> Ecrire:
        """Begin with other words."""
        return replace(self, conseil=debut + self.conseil)


Conseil: TypeAlias = str | Ecrire
"""What to do about a message."""


def ecrire(texte: str, champ: str = "") -> Ecrire:
    """Advise to write a text: « écrire 2026-03-01 », « écrire « fin: 2026-03-01 » » when the field is told."""
    return Ecrire(f"écrire {cite(f'{champ}: {texte}') if champ else texte}", (texte,))


def la_ligne(*textes: str, sous: str = "", ajout: bool = False) -> Ecrire:
    """Name the lines to write, after words that say so: « ou « fin: 2026-03-01 » ».

    What is not known stands between ⟦ and ⟧, as it is said: « fin: ⟦AAAA-MM-JJ⟧ ».
    """
    lignes = tuple(Ligne(_A_TAPER.sub(r"\1", texte), _A_TAPER.sub("", texte), sous, ajout) for texte in textes)
    said = enumere([cite(item.texte) for item in lignes]) + (f" sous {cite(sous)}" if sous else "")
    return Ecrire(said, lignes=lignes)


def ajouter(*textes: str, sous: str = "") -> Ecrire:
    """Advise to add fields, or items: « ajouter « fin: 2026-03-01 » »."""
    return "ajouter " + la_ligne(*textes, sous=sous, ajout=True)


def ajouter_ligne(texte: str) -> Ecrire:
    """Advise to add an item to a list: « ajouter la ligne « - {service: S02, debut: 2024-01-01} » »."""
    return "ajouter la ligne " + la_ligne(texte, ajout=True)


def inscrire(texte: str, sous: str = "") -> Ecrire:
    """Advise to write a field, in the place of the one that is there: « écrire « statut: clos » »."""
    return "écrire " + la_ligne(texte, sous=sous)


def meant(word: str, choices: Iterable[str]) -> Conseil:
    """Advise to write the nearest choice: « vouliez-vous dire « x » ? »; nothing when none is near."""
    found = closest(word, choices)
    return Ecrire(nearest(found, [found]), (found,)) if found else ""


def typeset_hint(conseil: Conseil) -> Conseil:
    """Put the French unbreakable spaces in an advice; what it says to write stays as it is."""
    return replace(conseil, conseil=typeset(conseil.conseil)) if isinstance(conseil, Ecrire) else typeset(conseil)


def split_hint(conseil: Conseil) -> Ecrire:
    """Return how an advice is said, and what it says to write, if it does."""
    return conseil if isinstance(conseil, Ecrire) else Ecrire(conseil)


class Diagnostic(NamedTuple):
    """One message. Ordered by place, then code; `sort_diagnostics` makes a list a pure function of the tree."""

    span: Span
    code: str
    message: str
    hint: str = ""
    pointer: Pointer = ()
    """Where it is in its document; nothing for the whole of it."""
    related: tuple[tuple[Span, str], ...] = ()
    a_ecrire: tuple[str, ...] = ()
    """What to write in the place of its span, when that is the advice; the likeliest first."""
    lignes: tuple[Ligne, ...] = ()
    """What to write around it, when that is the advice."""

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
    pointer: Pointer = (),
    related: tuple[tuple[Span, str], ...] = (),
) -> Diagnostic:
    """Build a diagnostic of a known code; without a hint of its own, it says what the code says to do.

    Raises:
        KeyError: the code has no row in `convention.base.codes`, which is a bug of the tool.
    """
    told = split_hint(hint)
    said = told.conseil or _remedy(CODES[code].remede)
    return Diagnostic(span, code, message, said, pointer, related, told.textes, told.lignes)


def _remedy(text: str) -> str:
    """Write the remedy of a code as a hint: it goes on from « Conseil : »."""
    return minuscule(text).removesuffix(".")


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each diagnostic once: those of whole files first, then by file, place and code.

    What a missing or refused file holds is missing elsewhere too: the cause is read before what it may explain.
    """
    return tuple(sorted(set(diagnostics), key=_rank))


def _rank(item: Diagnostic) -> tuple[bool, tuple[object, ...]]:
    return not item.code.startswith(DES_FICHIERS), (*item[:4], pointer_text(item.pointer), *item[5:])


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
