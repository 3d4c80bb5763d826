"""Random formulas with their meaning: a text, and a naive function of `Fraction` written apart from the package.

The oracle never reads the text: it is built beside it, operation by operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from hypothesis import strategies as st

VARIABLES = ("a", "b", "c")
CLES = ("k", "m", "n")
ZERO = Fraction(0)

Figures: TypeAlias = Mapping[str, Fraction]
Oracle: TypeAlias = Callable[[Figures], Fraction]


class Formula(NamedTuple):
    """A text, and what it is worth for one beneficiary; the share of a key `k` is the figure `part(k)`."""

    text: str
    worth: Oracle


def _number(value: Fraction) -> Formula:
    digits = f"{value.numerator // value.denominator}.{value.numerator * 100 // value.denominator % 100:02d}"
    return Formula(digits, lambda _: value)


def _name(nom: str) -> Formula:
    return Formula(nom, lambda figures: figures[nom])


def _negated(one: Formula) -> Formula:
    return Formula(f"-({one.text})", lambda figures: -one.worth(figures))


def _operation(sign: str, left: Formula, right: Formula) -> Formula:
    def worth(figures: Figures) -> Fraction:
        x, y = left.worth(figures), right.worth(figures)
        if sign == "/":
            return x / y if y else ZERO
        return x + y if sign == "+" else x - y if sign == "-" else x * y

    return Formula(f"({left.text}) {sign} ({right.text})", worth)


def _extreme(nom: str, operands: list[Formula]) -> Formula:
    pick = min if nom == "min" else max
    text = f"{nom}({'; '.join(one.text for one in operands)})"
    return Formula(text, lambda figures: pick(one.worth(figures) for one in operands))


def _choice(sign: str, operands: tuple[Formula, Formula, Formula, Formula]) -> Formula:
    left, right, alors, sinon = operands

    def worth(figures: Figures) -> Fraction:
        x, y = left.worth(figures), right.worth(figures)
        test = {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "=": x == y}[sign]
        return alors.worth(figures) if test else sinon.worth(figures)

    return Formula(f"si({left.text} {sign} {right.text}; {alors.text}; {sinon.text})", worth)


def _extend(inner: st.SearchStrategy[Formula], *, choices: bool, signs: str) -> st.SearchStrategy[Formula]:
    kinds = [
        st.builds(_operation, st.sampled_from(signs), inner, inner),
        st.builds(_negated, inner),
        st.builds(_extreme, st.sampled_from(("min", "max")), st.lists(inner, min_size=2, max_size=3)),
    ]
    if choices:
        comparators = st.sampled_from(("<", "<=", ">", ">=", "="))
        kinds.append(st.builds(_choice, comparators, st.tuples(inner, inner, inner, inner)))
    return st.one_of(kinds)


def plain_formulas(*, choices: bool = True, signs: str = "+-*/") -> st.SearchStrategy[Formula]:
    """Generate formulas without part; `choices`: with `si` or not; `signs`: the operations."""
    numbers = st.integers(0, 2000).map(lambda hundredths: _number(Fraction(hundredths, 100)))
    leaves = st.one_of(numbers, st.sampled_from((*VARIABLES, *CLES)).map(_name))
    return st.recursive(leaves, lambda inner: _extend(inner, choices=choices, signs=signs), max_leaves=8)


def shared_formulas(*, choices: bool = True) -> st.SearchStrategy[Formula]:
    """Generate formulas with parts where they may stand."""
    plain = plain_formulas(choices=choices)
    shares = st.sampled_from(CLES).map(lambda cle: _name(f"part({cle})"))
    return st.recursive(
        shares,
        lambda inner: st.one_of(
            st.builds(_operation, st.sampled_from("+-"), inner, st.one_of(inner, plain)),
            st.builds(_operation, st.sampled_from("+-"), plain, inner),
            st.builds(_operation, st.just("*"), plain, inner),
            st.builds(_operation, st.sampled_from("*/"), inner, plain),
            st.builds(_negated, inner),
        ),
        max_leaves=5,
    )


class Beneficiaries(NamedTuple):
    """Figures for some beneficiaries: common values, and one integer a beneficiary for each key, over one divisor."""

    common: dict[str, Fraction]
    quantities: dict[str, tuple[int, ...]]
    divisor: int

    def figures(self, rang: int) -> dict[str, Fraction]:
        """Return all the figures of one beneficiary, its shares included."""
        own = {cle: Fraction(column[rang], self.divisor) for cle, column in self.quantities.items()}
        shares = {
            f"part({cle})": Fraction(column[rang], sum(column)) if sum(column) else ZERO
            for cle, column in self.quantities.items()
        }
        return {**self.common, **own, **shares}


@st.composite
def beneficiaries(draw: st.DrawFn) -> Beneficiaries:
    """Generate one to four beneficiaries."""
    count = draw(st.integers(1, 4))
    hundredths = st.integers(-500, 5000).map(lambda number: Fraction(number, 100))
    column = st.lists(st.integers(0, 60), min_size=count, max_size=count).map(tuple)
    return Beneficiaries(
        draw(st.fixed_dictionaries(dict.fromkeys(VARIABLES, hundredths))),
        draw(st.fixed_dictionaries(dict.fromkeys(CLES, column))),
        draw(st.integers(1, 12)),
    )
