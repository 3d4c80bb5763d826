"""Who pays more, who pays less, who leaves, and the payroll that a departure leaves to nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.compare.comparaison import comparer
from convention.compare.impact import Impact, Sens, impacts
from convention.model.cadre.champs import Partie
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

COPIES = {"copies": Cout("cout: 3.00", annuel="cout * copieurs")}
CENTIME = {"centime": Cout("cout: 0.01", annuel="cout * copieurs")}
DEPART = "debut: 2024-01-01, fin: 2026-07-01"
ARRIVEE = "debut: 2026-07-01"
A_DIX, B_CINQ = Membre("postes: 10, copieurs: 4"), Membre("postes: 5, copieurs: 0")


def _impact(before: Mapping[str, Membre], after: Mapping[str, Membre], couts: Mapping[str, Cout]) -> Impact:
    (found,) = impacts(lire(maquette(before, couts)), lire(maquette(after, couts)))
    return found


def test_those_who_pay_more_and_less_are_counted_and_summed_apart() -> None:
    before = {nom: Membre(f"copieurs: {copieurs}") for nom, copieurs in zip("abcde", (1, 1, 9, 4, 5), strict=True)}
    after = {nom: Membre(f"copieurs: {copieurs}") for nom, copieurs in zip("abcde", (2, 6, 8, 4, 2), strict=True)}
    found = _impact(before, after, COPIES).sens
    assert found == Sens(montent=2, plus=18_00, descendent=2, moins=12_00, adherents=5)
    assert found.partages


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((2, 1), Sens(1, 1, 0, 0, 2)), ((0, 1), Sens(0, 0, 1, 1, 2)), ((1, 2), Sens(1, 1, 0, 0, 2))],
)
def test_a_cent_is_a_difference_and_a_movement_one_way_is_not_shared(counts: tuple[int, int], expected: Sens) -> None:
    before = {"a": Membre("copieurs: 1"), "b": Membre("copieurs: 1")}
    after = {nom: Membre(f"copieurs: {item}") for nom, item in zip("ab", counts, strict=True)}
    found = _impact(before, after, CENTIME).sens
    assert found == expected
    assert not found.partages


def test_a_member_of_whom_nothing_is_asked_is_one_of_those_that_do_not_move() -> None:
    before, after = ({"a": Membre(f"copieurs: {item}"), "b": Membre("copieurs: 0", "")} for item in (1, 2))
    assert _impact(before, after, COPIES).sens == Sens(1, 3_00, 0, 0, 2)
    assert _impact(before, {"a": after["a"]}, COPIES).sens.adherents == 2
    one, two = (
        lire(maquette(before, COPIES, exercices=dict.fromkeys(item, "revise"))) for item in ((2026,), (2026, 2027))
    )
    opened = impacts(one, two)[-1].beside()
    assert opened is not None
    assert opened.sens.adherents == 2


def test_a_member_of_whom_nothing_is_asked_any_more_moves_and_is_counted_once() -> None:
    leaves = "{service: S03, debut: 2024-01-01, fin: 2027-01-01}"
    members = {"a": Membre("copieurs: 1"), "b": Membre("copieurs: 2", leaves)}
    one, two = (
        lire(maquette(members, COPIES, exercices=dict.fromkeys(item, "revise"))) for item in ((2026,), (2026, 2027))
    )
    opened = impacts(one, two)[-1].beside()
    assert opened is not None
    assert opened.sens == Sens(0, 0, 1, 6_00, 2)


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ({"a": A_DIX._replace(adhesion=DEPART), "b": B_CINQ}, 3_500_00),
        ({"b": B_CINQ}, 7_000_00),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": B_CINQ._replace(adhesion=DEPART)}, 5_250_00),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": Membre("postes: 6, copieurs: 0")}, 2_800_00),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": B_CINQ, "c": Membre("postes: 1")}, 2_800_00),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": Membre("postes: 10")}, 0),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": B_CINQ, "c": Membre("postes: 6")}, 0),
        ({"a": Membre("postes: 9, copieurs: 4"), "b": B_CINQ}, 0),
        ({"a": A_DIX._replace(adhesion=DEPART), "b": Membre("postes: 4, copieurs: 0")}, 3_500_00),
        ({"a": A_DIX, "b": B_CINQ}, 0),
    ],
    ids=[
        *("half", "whole", "two", "some taken over", "a smaller one arrives", "all taken over", "a larger one arrives"),
        *("fewer", "one leaves, one counts fewer", "same"),
    ],
)
def test_the_payroll_that_a_departure_leaves_is_what_nobody_who_counts_more_brings(
    after: dict[str, Membre], left: int
) -> None:
    sides = [maquette(membres, COPIES, forfait="2024-01-01: 700.00") for membres in ({"a": A_DIX, "b": B_CINQ}, after)]
    (impact,) = impacts(*map(lire, sides))
    assert impact.payroll_left() == left


def test_a_payroll_that_costs_more_for_as_many_workstations_takes_nobody_over() -> None:
    after = {"a": A_DIX._replace(adhesion=DEPART), "b": B_CINQ}
    sides = (({"a": A_DIX, "b": B_CINQ}, "700.00"), (after, "710.00"))
    (impact,) = impacts(*(lire(maquette(who, COPIES, forfait=f"2024-01-01: {price}")) for who, price in sides))
    assert impact.payroll_left() == 3_450_00


def test_one_whose_lines_move_and_whose_total_does_not_pays_neither_more_nor_less() -> None:
    couts = {**COPIES, "postes": Cout("cout: 3.00", annuel="cout * postes")}
    before, after = ({"a": Membre(f"copieurs: {rows[0]}, postes: {rows[1]}")} for rows in ((1, 2), (2, 1)))
    found = _impact(before, after, couts).sens
    assert found == Sens(0, 0, 0, 0, 1)


def test_the_payroll_of_who_comes_is_not_left() -> None:
    sides = [
        maquette({"a": A_DIX._replace(adhesion=day)}, COPIES, forfait="2024-01-01: 700.00")
        for day in (ARRIVEE, "debut: 2024-01-01")
    ]
    (impact,) = impacts(*map(lire, sides))
    assert impact.payroll_left() == 0


def test_who_leaves_now_is_said_with_its_day_and_whether_nobody_else_moves() -> None:
    gone = B_CINQ._replace(adhesion=DEPART)
    base, alone, together = (
        lire(maquette(membres, COPIES))
        for membres in (
            {"a": A_DIX, "b": gone},
            {"a": A_DIX._replace(adhesion=DEPART), "b": gone},
            {"a": A_DIX._replace(adhesion=DEPART), "b": gone, "c": gone},
        )
    )
    for head, own in ((alone, True), (together, False)):
        found = comparer(base, head, pourquoi=False)
        assert found.departures() == {"a": date(2026, 7, 1)}
        assert found.comes_from("a", {Partie.PERIMETRE}) is own
    assert comparer(base, together, pourquoi=False).comes_from("a", {Partie.PRIX})


def test_who_comes_is_said_with_its_first_day() -> None:
    before, after = {"a": A_DIX}, {"a": A_DIX, "b": B_CINQ._replace(adhesion=ARRIVEE)}
    found = comparer(lire(maquette(before, COPIES)), lire(maquette(after, COPIES)), pourquoi=False)
    assert found.arrivals() == {"b": date(2026, 7, 1)}
