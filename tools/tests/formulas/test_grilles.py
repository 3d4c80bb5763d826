"""`formulas.grilles`: tiers read as a naive loop of fractions reads them, prices revised to the cent."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.formulas.evaluate import Colonne, Valeur, evaluate, fraction_at
from convention.formulas.grilles import Grille, Tables, ranks_of, read_grid, revise, tier_of
from convention.formulas.texte.syntax import parse

HUNDREDTHS = st.integers(0, 20_000).map(lambda number: Fraction(number, 100))
PRICES = st.integers(0, 9_999).map(lambda number: Fraction(number, 100))


class Case(NamedTuple):
    """A grid, and one quantity of each of its measures for each beneficiary."""

    grille: Grille
    quantites: tuple[tuple[Fraction, ...], ...]


@st.composite
def cases(draw: st.DrawFn, *, mesures: int, par_tranche: bool = False) -> Case:
    tiers = draw(st.integers(1, 5))
    bounds = [sorted(draw(st.lists(HUNDREDTHS, min_size=tiers, max_size=tiers, unique=True))) for _ in range(mesures)]
    values = draw(st.lists(PRICES, min_size=tiers, max_size=tiers))
    # Quantities fall on bounds as often as between them.
    quantity = [st.one_of(HUNDREDTHS, st.sampled_from(column)) for column in bounds]
    people = draw(st.lists(st.tuples(*quantity), min_size=1, max_size=6))
    grille = Grille(
        tuple(zip(*bounds, strict=True)), tuple(values), par_tranche=par_tranche, plus_haute=draw(st.booleans())
    )
    return Case(grille, tuple(people))


def tables(grille: Grille) -> Tables:
    return Tables({"g": grille})


def columns(case: Case) -> list[Colonne]:
    """Put the quantities in columns, over denominators that are not reduced."""
    return [
        Colonne(tuple(int(quantity * 700) for quantity in column), 700) for column in zip(*case.quantites, strict=True)
    ]


def naive_tier(grille: Grille, quantites: tuple[Fraction, ...]) -> int:
    """Find the last tier that each quantity reaches, one after the other, then the one that the grid keeps."""
    reached = []
    for rank, quantity in enumerate(quantites):
        last = -1
        for tier, bounds in enumerate(grille.seuils):
            if quantity >= bounds[rank]:
                last = tier
        reached.append(last)
    return max(reached) if grille.plus_haute else min(reached)


def naive_value(grille: Grille, quantites: tuple[Fraction, ...]) -> Fraction:
    tier = naive_tier(grille, quantites)
    return grille.valeurs[tier] if tier >= 0 else Fraction(0)


def naive_slices(grille: Grille, quantity: Fraction) -> Fraction:
    """Pay each tier in turn, for what of the quantity is in it."""
    due = Fraction(0)
    for tier, (start,) in enumerate(grille.seuils):
        last = tier == len(grille.seuils) - 1
        end = quantity if last else min(quantity, grille.seuils[tier + 1][0])
        due += max(end - start, Fraction(0)) * grille.valeurs[tier]
    return due


@given(cases(mesures=1))
def test_a_grid_gives_each_beneficiary_the_value_of_its_tier(case: Case) -> None:
    read = read_grid(tables(case.grille), "g", columns(case))
    expected = [naive_value(case.grille, quantites) for quantites in case.quantites]
    assert expected == [fraction_at(read, rang) for rang in range(len(case.quantites))]


@given(st.one_of(cases(mesures=2), cases(mesures=3)))
def test_several_measures_give_the_highest_tier_or_the_lowest_as_the_grid_says(case: Case) -> None:
    read = read_grid(tables(case.grille), "g", columns(case))
    expected = [naive_value(case.grille, quantites) for quantites in case.quantites]
    assert expected == [fraction_at(read, rang) for rang in range(len(case.quantites))]


@given(st.one_of(cases(mesures=1), cases(mesures=2), cases(mesures=3)))
def test_the_tier_is_chosen_among_those_that_each_measure_reaches(case: Case) -> None:
    choose = max if case.grille.plus_haute else min
    for quantites in case.quantites:
        ranks = ranks_of(case.grille, quantites)
        assert len(ranks) == len(quantites)
        assert choose(ranks) == tier_of(case.grille, quantites) == naive_tier(case.grille, quantites)


@given(cases(mesures=1, par_tranche=True))
def test_by_slice_each_unit_is_paid_at_the_price_of_its_tier(case: Case) -> None:
    read = read_grid(tables(case.grille), "g", columns(case))
    expected = [naive_slices(case.grille, quantity) for (quantity,) in case.quantites]
    assert expected == [fraction_at(read, rang) for rang in range(len(case.quantites))]


@given(st.one_of(cases(mesures=1), cases(mesures=2), cases(mesures=1, par_tranche=True)))
def test_a_common_value_reads_as_a_column_of_one(case: Case) -> None:
    for quantites in case.quantites:
        read = read_grid(tables(case.grille), "g", quantites)
        assert isinstance(read, Fraction)
        alone = columns(Case(case.grille, (quantites,)))
        assert read == fraction_at(read_grid(tables(case.grille), "g", alone), 0)
        assert naive_tier(case.grille, quantites) == tier_of(case.grille, quantites)


@given(cases(mesures=2))
def test_a_common_value_stands_beside_a_column(case: Case) -> None:
    fixed = case.quantites[0][1]
    read = read_grid(tables(case.grille), "g", [columns(case)[0], fixed])
    expected = [naive_value(case.grille, (first, fixed)) for first, _ in case.quantites]
    assert expected == [fraction_at(read, rang) for rang in range(len(case.quantites))]


@given(cases(mesures=1, par_tranche=True))
def test_by_slice_nothing_jumps_at_a_bound(case: Case) -> None:
    drop = Fraction(1, 10**9)
    steepest = max(case.grille.valeurs)
    for (bound,) in case.grille.seuils:
        before, at = (read_grid(tables(case.grille), "g", [quantity]) for quantity in (bound - drop, bound))
        assert isinstance(before, Fraction)
        assert isinstance(at, Fraction)
        assert 0 <= at - before <= drop * steepest


@given(cases(mesures=1, par_tranche=True))
def test_by_slice_more_never_costs_less(case: Case) -> None:
    ordered = sorted(quantity for (quantity,) in case.quantites)
    amounts = [fraction_at(read_grid(tables(case.grille), "g", [quantity]), 0) for quantity in ordered]
    assert sorted(amounts) == amounts


@pytest.mark.parametrize("par_tranche", [True, False])
def test_below_the_first_bound_nothing_is_due(*, par_tranche: bool) -> None:
    grille = Grille(((Fraction(10),), (Fraction(20),)), (Fraction(5), Fraction(4)), par_tranche=par_tranche)
    assert Fraction(0) == read_grid(tables(grille), "g", [Fraction("9.99")])
    assert tier_of(grille, [Fraction(9)]) == -1


def test_equal_bounds_of_a_second_measure_reach_the_higher_tier() -> None:
    bounds = ((Fraction(0), Fraction(0)), (Fraction(10), Fraction(0)), (Fraction(20), Fraction(5)))
    grille = Grille(bounds, (Fraction(1), Fraction(2), Fraction(3)))
    assert [tier_of(grille, [Fraction(first), Fraction(second)]) for first, second in ((0, 4), (0, 5), (20, 0))] == [
        1,
        2,
        2,
    ]


UNE_MESURE = Grille(((Fraction(0),), (Fraction(10),)), (Fraction(7), Fraction(9)))


@pytest.mark.parametrize(
    ("grille", "mesures", "expected"),
    [
        (UNE_MESURE, (12, 3), 9),
        (Grille(UNE_MESURE.seuils, UNE_MESURE.valeurs, par_tranche=True), (12, 3), 10 * 7 + 2 * 9),
        # By slice, the first measure alone counts: 5 × 7, though the second one reaches the tier of 9.
        (
            Grille(((Fraction(0), Fraction(0)), (Fraction(10), Fraction(1))), UNE_MESURE.valeurs, par_tranche=True),
            (5, 3),
            5 * 7,
        ),
        (Grille(((Fraction(0), Fraction(0)),), (Fraction(7),)), (12,), 7),
        (Grille(((), ()), (Fraction(7), Fraction(9))), (12,), 0),
        (Grille(((), ()), (Fraction(7), Fraction(9)), par_tranche=True), (12,), 0),
        (Grille((), ()), (12,), 0),
    ],
    ids=[
        "two for one",
        "two for one by slice",
        "two by slice",
        "one for two",
        "no measure",
        "no measure by slice",
        "no tier",
    ],
)
def test_a_grid_read_with_other_measures_than_its_own_gives_something_and_never_fails(
    grille: Grille, mesures: tuple[int, ...], expected: int
) -> None:
    assert Fraction(expected) == read_grid(tables(grille), "g", [Fraction(number) for number in mesures])


def test_an_unknown_grid_and_an_unknown_revision_give_nothing() -> None:
    assert Fraction(0) == evaluate(parse("bareme(inconnu; n) + indice(p; inconnue)"), {"n": Fraction(5)})


def test_a_grid_whose_bounds_and_prices_do_not_pair_is_a_bug() -> None:
    grille = Grille(((Fraction(0),), (Fraction(10),)), (Fraction(7),), par_tranche=True)
    with pytest.raises(ValueError, match="zip"):
        read_grid(tables(grille), "g", [Fraction(5)])


def test_measures_that_do_not_have_the_same_beneficiaries_are_a_bug() -> None:
    grille = Grille(((Fraction(0), Fraction(0)),), (Fraction(7),))
    with pytest.raises(ValueError, match="zip"):
        read_grid(tables(grille), "g", [Colonne((1, 2)), Colonne((1, 2, 3))])


def test_a_grid_read_for_nobody_is_an_empty_column() -> None:
    assert Colonne((), 1) == read_grid(tables(UNE_MESURE), "g", [Colonne((), 3)])


@given(PRICES, st.integers(1, 400), st.integers(1, 400))
def test_a_price_is_revised_then_rounded_half_up_to_the_cent(price: Fraction, courant: int, base: int) -> None:
    found = revise(Tables(coefficients={"r": Fraction(courant, base)}), "r", [price])
    cents = floor(price * courant / base * 100 + Fraction(1, 2))
    assert Fraction(cents, 100) == found


@given(st.lists(PRICES, min_size=1, max_size=5), st.integers(1, 400), st.integers(1, 400))
def test_the_prices_of_a_column_are_revised_one_by_one(prices: list[Fraction], courant: int, base: int) -> None:
    consulted = Tables(coefficients={"r": Fraction(courant, base)})
    column = Colonne(tuple(int(price * 300) for price in prices), 300)
    read = revise(consulted, "r", [column])
    assert [revise(consulted, "r", [price]) for price in prices] == [
        fraction_at(read, rang) for rang in range(len(prices))
    ]


def test_a_revised_price_is_rounded_before_it_is_multiplied() -> None:
    # 700 × 315.2 ÷ 310.5 = 710.5958…, 710.60: 1 000 workstations owe 710 600.00, not 710 595.81.
    consulted = Tables(coefficients={"syntec": Fraction("315.2") / Fraction("310.5")})
    values: dict[str, Valeur] = {"prix": Fraction(700), "postes": Colonne((1000,))}
    assert Fraction(710_600) == fraction_at(evaluate(parse("indice(prix; syntec) * postes"), values, consulted), 0)
