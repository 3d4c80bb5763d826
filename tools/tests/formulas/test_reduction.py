"""A formula reduced for one beneficiary keeps its value, and loses what its values make useless."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.formulas.evaluate import evaluate, fraction_at
from convention.formulas.reduction import Valeurs, follow, reduce
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from convention.formulas.nodes import Expression

PRIX = {"prix": Fraction(10), "reduit": Fraction(8), "rabais": Fraction(0), "part_annee": Fraction(1)}
QUANTITES = {"postes": Fraction(4), "sites": Fraction(1)}


def reduced(formule: str, **more: int) -> str:
    figures = {**PRIX, **QUANTITES, **{nom: Fraction(value) for nom, value in more.items()}}

    def value(node: Expression) -> Fraction:
        return fraction_at(evaluate(node, figures), 0)

    expression = reduce(parse(formule), Valeurs(value, set(PRIX)))
    assert value(expression) == value(parse(formule))
    return formula_text(expression)


@pytest.mark.parametrize(
    ("formule", "kept"),
    [
        ("si(postes >= 3; reduit; prix) * postes", "reduit * postes"),
        ("si(postes >= 5; reduit; prix) * postes", "prix * postes"),
        ("(prix - rabais) * part_annee * postes", "prix * postes"),
        ("prix * max(0; postes - 2 * sites)", "prix * (postes - 2 * sites)"),
        ("prix * max(0; postes - 9 * sites)", "prix * max(0; postes - 9 * sites)"),
        ("prix * min(postes; 250)", "prix * postes"),
        ("prix * min(postes; 3)", "prix * min(postes; 3)"),
        ("prix * sites", "prix * sites"),
        ("-(prix * 1)", "-prix"),
        ("1 * prix", "prix"),
        ("prix / 1", "prix"),
        ("1 / prix", "1 / prix"),
        ("rabais + prix", "prix"),
        ("rabais - prix", "rabais - prix"),
        ("prix + 1", "prix + 1"),
        ("0 * prix", "0 * prix"),
    ],
)
def test_only_what_the_values_use_is_kept(formule: str, kept: str) -> None:
    assert reduced(formule) == kept


def test_a_quantity_of_one_is_told() -> None:
    assert reduced("prix * postes", postes=1) == "prix * postes"


@given(postes=st.integers(0, 9), sites=st.integers(0, 9))
def test_the_value_never_changes(postes: int, sites: int) -> None:
    reduced("si(postes > sites; max(prix * postes; 20 * 1) - rabais; min(reduit; 5)) / 1", postes=postes, sites=sites)


@pytest.mark.parametrize(
    ("formule", "taken", "met"),
    [
        ("prix * postes", "prix * postes", []),
        (
            "si(postes >= 3; reduit; prix) * max(2; sites)",
            "reduit * 2",
            ["si(postes >= 3; reduit; prix)", "max(2; sites)"],
        ),
        (
            "-min(prix; si(postes > 9; 1; max(reduit; sites)))",
            "-reduit",
            ["min(prix; reduit)", "si(postes > 9; 1; max(reduit; sites))", "max(reduit; sites)"],
        ),
    ],
)
def test_each_choice_is_told_before_what_it_comes_to(formule: str, taken: str, met: list[str]) -> None:
    found, below = follow(parse(formule), lambda node: fraction_at(evaluate(node, {**PRIX, **QUANTITES}), 0))
    assert (formula_text(found), [formula_text(item) for item in below]) == (taken, met)
