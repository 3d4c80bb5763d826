"""Where a check points, and how its sentence is set in French.

Knows: places of values in their files, French spaces. Must not know: what is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from convention.base.diagnostic import Diagnostic, Span, diagnose, typeset_hint
from convention.base.french import typeset
from convention.base.nodes import ScalarNode, find
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.base.diagnostic import Conseil
    from convention.base.nodes import Pointer
    from convention.model.depot import Depot


class Lieu(NamedTuple):
    """A place in a file: its span, and the pointer that leads to it."""

    span: Span
    pointer: Pointer = ()
    exact: bool = True
    """Whether it is the very text that a message is about, and not a longer one."""


class LaCle(NamedTuple):
    """The key of a value."""

    reference: Reference


class Morceau(NamedTuple):
    """A piece of a text, by its offsets."""

    reference: Reference
    debut: int
    fin: int


Ou: TypeAlias = "Reference | LaCle | Morceau | Lieu"
"""What a message is about: where it stands is looked up once it is told."""


class Constat(NamedTuple):
    """What is wrong, and of what; sentences come with plain spaces."""

    code: str
    ou: Ou
    message: str
    conseil: Conseil
    autres: tuple[tuple[Ou, str], ...]


def signal(code: str, ou: Ou, message: str, hint: Conseil = "", *related: tuple[Ou, str]) -> Constat:
    """Say what is wrong, and with what else."""
    return Constat(code, ou, message, hint, related)


def told(depot: Depot, constat: Constat) -> Diagnostic:
    """Find the places of what is said, and set its sentences in French."""
    code, ou, message, conseil, autres = constat
    return diagnostic(code, _find(depot, ou), message, conseil, [(_find(depot, other), text) for other, text in autres])


def place(depot: Depot, reference: Reference, *, key: bool = False) -> Lieu:
    """Find the place of a value, or of its key."""
    return Lieu(depot.span(reference, key=key), reference.pointer)


def of_file(path: str, line: int = 0) -> Lieu:
    """Point at a whole file, there or not, or at a line of one that the tool writes."""
    return Lieu(Span(path, line, 1, line, 2) if line else Span(path))


def place_inside(depot: Depot, reference: Reference, start: int, end: int) -> Lieu:
    """Find the place of a piece of a text, from its offsets; the whole text when it is not written as it reads.

    A plain text starts at its column, a quoted one at the next. A text on several lines, or with escapes, has no
    column for each of its characters.
    """
    whole = place(depot, reference)
    node = written(depot, reference)
    if node is None:
        return whole._replace(exact=False)
    line, column, end_line, end_column = node.place
    quotes = 0 if node.plain else 1
    if line != end_line or end_column - column != len(node.text) + 2 * quotes:
        return whole._replace(exact=False)
    first = column + quotes
    return Lieu(Span(reference.path, line, first + start, line, first + max(end, start + 1)), whole.pointer)


def diagnostic(
    code: str, lieu: Lieu, message: str, hint: Conseil = "", related: Iterable[tuple[Lieu, str]] = ()
) -> Diagnostic:
    """Build the diagnostic of a place; sentences come with plain spaces and get the French ones."""
    built = diagnose(
        code,
        lieu.span,
        typeset(message),
        typeset_hint(hint),
        pointer=lieu.pointer,
        related=tuple((other.span, typeset(text)) for other, text in related),
    )
    return built if lieu.exact else built._replace(a_ecrire=())


def _find(depot: Depot, ou: Ou) -> Lieu:
    match ou:
        case Lieu():
            return ou
        case LaCle(reference):
            return place(depot, reference, key=True)
        case Morceau():
            return place_inside(depot, *ou)
        case Reference():
            return place(depot, ou)
    assert_never(ou)


def written(depot: Depot, reference: Reference) -> ScalarNode | None:
    """Return a scalar as it is written; None where there is none."""
    fichier = depot.fichiers.get(reference.path)
    node = find(fichier.root, reference.pointer) if fichier is not None else None
    return node if isinstance(node, ScalarNode) else None
