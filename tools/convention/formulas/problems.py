"""What is wrong with a formula: a stable code, French sentences, a place in the text of the formula.

Knows: offsets in one text, the typography of a message. Must not know: files, lines, columns (the caller moves the
offsets to its own file).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from convention.base.diagnostic import Ecrire, split_hint
from convention.base.french import SUSPENSION, cite, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.base.diagnostic import Conseil, Ligne

EXTRAIT_MAX = 60


@dataclass(frozen=True, slots=True)
class FormulaProblem:
    """One problem: `start` and `end` (exclusive) count characters from 0 in the text of the formula."""

    code: str
    message: str
    hint: str
    start: int
    end: int
    a_ecrire: tuple[str, ...] = ()
    """What to write in its place, when that is the hint."""
    lignes: tuple[Ligne, ...] = ()
    """What to write around it, when that is the hint."""

    @property
    def conseil(self) -> Conseil:
        """What to do about it."""
        return Ecrire(self.hint, self.a_ecrire, self.lignes)


class FormulaError(Exception):
    """The one exception of this package; it carries the problem."""

    def __init__(self, problem: FormulaProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def make_problem(code: str, message: str, start: int, end: int, hint: Conseil = "") -> FormulaProblem:
    """Build a problem; the sentences come with plain spaces and get the French ones."""
    told = split_hint(hint)
    return FormulaProblem(code, typeset(message), typeset(told.conseil), start, end, told.textes, told.lignes)


def refuse(code: str, message: str, start: int, end: int, hint: Conseil = "") -> NoReturn:
    """Raise a problem."""
    raise FormulaError(make_problem(code, message, start, end, hint))


def sort_problems(problems: Iterable[FormulaProblem]) -> tuple[FormulaProblem, ...]:
    """Return the problems in the order of the text, each one once."""
    return tuple(sorted(set(problems), key=lambda problem: (problem.start, problem.end, problem.code, problem.message)))


def quote(text: str) -> str:
    """Quote a piece of a formula in French quotation marks: cut when long, unprintable characters by their number."""
    cut = text if len(text) <= EXTRAIT_MAX else text[:EXTRAIT_MAX] + SUSPENSION
    return cite("".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in cut))
