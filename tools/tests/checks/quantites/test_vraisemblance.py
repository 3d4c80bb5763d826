"""QTE012: a count far from the one before is told as long as nobody has validated it, and only then."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.checks.registry import run
from convention.model.documents.cles import Vraisemblance
from tests.essais import fichiers, lire
from tests.les_cas import MINI
from tests.preuves import exemples

FILES = fichiers(MINI)
COMPTES = "adherents/aubepine/quantites/2026.yaml"
REGLE = "vraisemblance: {facteur: 3, ecart: 10}\n"
NOMBRES = st.integers(0, 2000)


def releve(imprimantes: int, date: str = "2025-12-31", suite: str = "") -> str:
    return (
        f"  - phase: previsionnel\n    date: {date}\n    source: Inventaire\n{suite}"
        f"    valeurs: {{postes: 112, imprimantes: {imprimantes}, copieurs: 6}}\n"
        "    par_composant: {comptes: {application-finances: 9}}\n"
    )


def signales(*releves: str, regle: str = REGLE) -> list[str]:
    """Return what is told of the counts of Aubépine in 2026, which had 8 printers in 2025."""
    head = FILES[COMPTES].partition("comptages:\n")[0]
    cles = FILES["pricing/cles.yaml"].replace("cles:\n", f"{regle}cles:\n", 1)
    depot = lire({**FILES, "pricing/cles.yaml": cles, COMPTES: f"{head}comptages:\n{''.join(releves)}"})
    return [item.message.replace("\u00a0", " ") for item in run(depot) if item.code == "QTE012"]


@exemples(60)
@given(imprimantes=NOMBRES)
def test_a_count_is_told_when_it_is_so_many_times_the_one_before_or_the_reverse(imprimantes: int) -> None:
    low, high = sorted((8, imprimantes))
    assert bool(signales(releve(imprimantes))) == (high >= 3 * low and high - low >= 10)


@exemples(100)
@given(before=NOMBRES, after=NOMBRES)
def test_how_far_two_counts_are_does_not_depend_on_their_order_and_a_first_one_is_never_far(
    before: int, after: int
) -> None:
    rule = Vraisemblance.model_construct(facteur=Fraction(3), ecart=Fraction(10), origine=None)
    a, b = Fraction(before), Fraction(after)
    assert not rule.is_far(Fraction(0), b)
    if before and after:
        assert rule.is_far(a, b) == rule.is_far(b, a)


def test_without_the_rule_nothing_is_told() -> None:
    assert signales(releve(9999), regle="") == []


def test_a_count_that_the_referent_has_validated_is_not_told() -> None:
    assert len(signales(releve(9999))) == 1
    assert signales(releve(9999, suite="    validation: 2026-01-15\n")) == []


@pytest.mark.parametrize(
    ("releves", "dit"),
    [
        ((releve(9999), releve(9, "2026-01-10")), 0),
        ((releve(9), releve(9999, "2026-01-10")), 1),
        # The order of the file is not that of the days.
        ((releve(9, "2026-01-10"), releve(9999)), 0),
    ],
)
def test_only_the_count_in_force_is_told_and_a_wrong_one_is_nothing_to_compare_with(
    releves: tuple[str, ...], dit: int
) -> None:
    assert len(signales(*releves)) == dit


def test_the_message_holds_both_figures_and_the_day_of_the_first() -> None:
    assert signales(releve(9999)) == [
        (
            "Aubépine compte 9\u202f999 « imprimantes » en 2026, contre 8 au comptage précédent (31 décembre 2025) : "
            "l'un vaut au moins 3 fois l'autre, à vérifier"
        )
    ]
