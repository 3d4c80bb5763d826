"""Where the nodes and the problems of a formula stand in its text, and what a problem says as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from convention.formulas.nodes import walk
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.formulas.nodes import Expression
    from convention.formulas.problems import FormulaProblem

Place: TypeAlias = tuple[str, int, int]


def piece(text: str, found: Expression | FormulaProblem) -> str:
    """Return what a node or a problem takes of a text: one that lacks an end takes nothing, it fails."""
    return "".join(text[place] for place in range(found.start, found.end))


def placed(expression: Expression | None) -> list[Place]:
    """Return each piece of an expression, as it is written again, with its place in the text of the formula."""
    return [] if expression is None else [(formula_text(node), node.start, node.end) for node in walk(expression)]


def problem_of(text: str, read: Callable[[str], object] = parse) -> FormulaProblem:
    """Return why a text is refused."""
    with pytest.raises(FormulaError) as raised:
        read(text)
    return raised.value.problem
