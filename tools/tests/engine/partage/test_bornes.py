"""`engine.partage.bornes`: caps, floors and exemptions, against the definition of what they must give."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convention.engine.lignes import Bornes
from convention.engine.partage.bornes import bound
from convention.formulas.columns import Colonne
from convention.model.mots.communs import Reliquat

ZERO = Fraction(0)
CENTS = st.integers(0, 60).map(Fraction)
RELIQUATS = st.sampled_from(list(Reliquat))


class Limitees(NamedTuple):
    """What each one pays."""

    exactes: tuple[Fraction, ...]


class Case(NamedTuple):
    """Shares of one cost, with a cap (or none) and a floor for each."""

    parts: tuple[Fraction, ...]
    plafonds: tuple[Fraction | None, ...]
    planchers: tuple[Fraction, ...]

    def bound(
        self,
        reliquat: Reliquat = Reliquat.REPARTI,
        exoneres: dict[int, Reliquat] | None = None,
        gestionnaire: int | None = None,
    ) -> Limitees:
        common = lcm(*(part.denominator for part in self.parts))
        parts = Colonne(tuple(int(part * common) for part in self.parts), common)
        bornes = Bornes(self.plafonds, self.planchers, reliquat, exoneres or {}, gestionnaire)
        return Limitees(tuple(bound(parts, bornes).exactes))


@st.composite
def cases(draw: st.DrawFn, *, caps: bool = True, floors: bool = True) -> Case:
    count = draw(st.integers(1, 5))
    parts = draw(st.lists(st.builds(Fraction, st.integers(0, 300), st.integers(1, 4)), min_size=count, max_size=count))
    cap = st.one_of(st.none(), CENTS) if caps else st.none()
    floor = CENTS if floors else st.just(ZERO)
    return Case(
        tuple(parts),
        tuple(draw(st.lists(cap, min_size=count, max_size=count))),
        tuple(draw(st.lists(floor, min_size=count, max_size=count))),
    )


def low(case: Case) -> list[Fraction]:
    """Return what each one pays at least: its floor, or its cap when that is lower."""
    pairs = zip(case.planchers, case.plafonds, strict=True)
    return [floor if cap is None else min(floor, cap) for floor, cap in pairs]


def can_be_met(case: Case) -> bool:
    """Tell whether some sharing of the cost keeps every limit, somebody being there to pay it."""
    total = sum(case.parts)
    movable = [cap for part, cap in zip(case.parts, case.plafonds, strict=True) if part]
    most = sum(cap for cap in movable if cap is not None) + sum(
        floor for part, floor in zip(case.parts, low(case), strict=True) if not part
    )
    return sum(low(case)) <= total and (None in movable or total <= most)


def by_trial(case: Case) -> list[Fraction]:
    """Find, among all the ways to hold each one at its floor, at its cap or at neither, the one that holds together.

    Those held at neither keep their proportions; nobody is held at a limit that its proportion does not reach.
    """
    total, floors = sum(case.parts, ZERO), low(case)
    for held in product(("floor", "cap", "free"), repeat=len(case.parts)):
        free = sum((part for part, how in zip(case.parts, held, strict=True) if how == "free"), ZERO)
        kept = [
            floor if how == "floor" else cap if how == "cap" else ZERO
            for how, floor, cap in zip(held, floors, case.plafonds, strict=True)
        ]
        if None in kept or not free:
            continue
        scale = (total - sum(amount for amount in kept if amount is not None)) / free
        amounts = [
            part * scale if how == "free" else amount or ZERO
            for part, how, amount in zip(case.parts, held, kept, strict=True)
        ]
        if scale >= 0 and _holds(case, held, scale, floors):
            return amounts
    raise AssertionError("aucune répartition ne tient")


def _holds(case: Case, held: tuple[str, ...], scale: Fraction, floors: list[Fraction]) -> bool:
    for part, how, floor, cap in zip(case.parts, held, floors, case.plafonds, strict=True):
        wanted = part * scale
        if how == "floor" and wanted > floor:
            return False
        if how == "cap" and (cap is None or wanted < cap):
            return False
        if how == "free" and (wanted < floor or (cap is not None and wanted > cap)):
            return False
    return True


def reachable(case: Case) -> bool:
    """Tell whether the cost is strictly between what all the floors and what all the caps make."""
    total = sum(case.parts)
    most = [cap if part else floor for part, cap, floor in zip(case.parts, case.plafonds, low(case), strict=True)]
    return sum(low(case)) < total and (None in most or total < sum(amount for amount in most if amount is not None))


@given(cases())
def test_the_shares_are_those_that_the_definition_gives(case: Case) -> None:
    assume(reachable(case))
    assert by_trial(case) == list(case.bound().exactes)


@given(cases())
def test_what_is_paid_is_the_cost_whenever_the_limits_allow_it(case: Case) -> None:
    assume(can_be_met(case))
    assert sum(case.parts) == sum(case.bound().exactes)


@given(cases(), RELIQUATS, st.integers(0, 4))
def test_nobody_but_the_managing_body_pays_more_than_its_cap(case: Case, reliquat: Reliquat, gestionnaire: int) -> None:
    assume(gestionnaire < len(case.parts))
    exact = case.bound(reliquat, gestionnaire=gestionnaire).exactes
    for rang, (amount, cap) in enumerate(zip(exact, case.plafonds, strict=True)):
        bears = reliquat is Reliquat.GESTIONNAIRE and rang == gestionnaire
        assert bears or cap is None or amount <= cap


@given(cases(caps=False))
def test_nobody_pays_less_than_its_floor_unless_floors_exceed_the_cost(case: Case) -> None:
    assume(sum(case.planchers) <= sum(case.parts))
    assert all(floor <= amount for floor, amount in zip(case.planchers, case.bound().exactes, strict=True))


@given(cases())
def test_those_that_no_limit_holds_keep_their_proportions(case: Case) -> None:
    exact = case.bound().exactes
    free = [
        (part, amount)
        for part, amount, floor, cap in zip(case.parts, exact, low(case), case.plafonds, strict=True)
        if floor < amount and (cap is None or amount < cap)
    ]
    assert all(first * other == second * one for first, one in free for second, other in free)


@given(cases(floors=False), RELIQUATS)
def test_caps_that_nobody_reaches_change_nothing(case: Case, reliquat: Reliquat) -> None:
    wide = case._replace(plafonds=tuple(part + 1 for part in case.parts))
    assert wide.parts == wide.bound(reliquat, gestionnaire=0).exactes


@given(cases(floors=False))
def test_what_caps_leave_is_paid_by_the_managing_body_or_by_nobody(case: Case) -> None:
    over = [ZERO if cap is None else max(part - cap, ZERO) for part, cap in zip(case.parts, case.plafonds, strict=True)]
    kept = case.bound(Reliquat.GESTIONNAIRE, gestionnaire=0).exactes
    assert sum(case.parts) == sum(kept)
    assert case.parts[0] + sum(over[1:]) == kept[0]
    assert sum(case.parts) - sum(over) == sum(case.bound(Reliquat.NON_RECOUVRE, gestionnaire=0).exactes)


@given(cases(), RELIQUATS, RELIQUATS)
def test_an_exempted_one_pays_nothing_and_its_share_goes_where_the_data_says(
    case: Case, reliquat: Reliquat, exemption: Reliquat
) -> None:
    assume(len(case.parts) > 1)
    # Whose part the others share comes here without any weight.
    parts = case.parts[:-1] + ((ZERO,) if exemption is Reliquat.REPARTI else case.parts[-1:])
    last = len(parts) - 1
    exact = case._replace(parts=parts).bound(reliquat, {last: exemption}, gestionnaire=0).exactes
    others = Case(parts[:-1], case.plafonds[:-1], case.planchers[:-1]).bound(reliquat, gestionnaire=0).exactes
    carried = parts[last] if exemption is Reliquat.GESTIONNAIRE else ZERO
    assert exact == (others[0] + carried, *others[1:], ZERO)


def test_a_managing_body_exempted_at_its_own_charge_pays_its_part() -> None:
    case = Case((Fraction(60), Fraction(40)), (None, None), (ZERO, ZERO))
    assert list(case.bound(Reliquat.REPARTI, {0: Reliquat.GESTIONNAIRE}, gestionnaire=0).exactes) == [60, 40]


def hundredths(*amounts: int | None) -> tuple[Fraction | None, ...]:
    return tuple(None if amount is None else Fraction(amount) for amount in amounts)


@pytest.mark.parametrize(
    ("parts", "plafonds", "planchers", "expected"),
    [
        # 800, 150 and 50 under 500: the 300 left go to the two others, 3 to 1.
        ((800, 150, 50), (500, 500, 500), (0, 0, 0), (500, 375, 125)),
        # The second one meets its cap in turn: 1 000 − 500 − 200.
        ((800, 150, 50), (500, 200, 500), (0, 0, 0), (500, 200, 300)),
        # All at their caps: 200 are paid by nobody.
        ((800, 150, 50), (500, 200, 100), (0, 0, 0), (500, 200, 100)),
        # 50 is brought to 150: the two others pay 850 instead of 950.
        ((800, 150, 50), (None, None, None), (150, 150, 150), (700, 150, 150)),
        # Floors of 600 each for a cost of 1 000: in proportion to the floors.
        ((800, 150, 50), (None, None, None), (600, 300, 300), (500, 250, 250)),
        # A floor above its cap: the cap holds.
        ((600, 300, 100), (None, None, 40), (0, 0, 90), (640, 320, 40)),
        # Nothing counted, and yet a floor: it is due.
        ((900, 100, 0), (None, None, None), (0, 0, 100), (810, 90, 100)),
        # Nobody counts anything: nothing is shared, whatever the floors.
        ((0, 0), (None, None), (10, 10), (0, 0)),
        # A credit has no limits, nor has one of its parts.
        ((-800, -200), (100, 100), (50, 50), (-800, -200)),
        ((900, 200, -100), (500, None, None), (0, 0, 50), (500, 600, -100)),
    ],
)
def test_limits_worked_out_by_hand(
    parts: tuple[int, ...],
    plafonds: tuple[int | None, ...],
    planchers: tuple[int, ...],
    expected: tuple[int, ...],
) -> None:
    case = Case(tuple(map(Fraction, parts)), hundredths(*plafonds), tuple(map(Fraction, planchers)))
    assert tuple(map(Fraction, expected)) == case.bound().exactes


def test_an_exemption_does_not_bring_the_credit_of_another_to_nothing() -> None:
    case = Case(tuple(map(Fraction, (90, 40, -30))), (None,) * 3, (ZERO,) * 3)
    assert list(case.bound(Reliquat.REPARTI, {1: Reliquat.NON_RECOUVRE}).exactes) == [90, 0, -30]


def test_its_own_share_is_told_without_what_it_bears_for_those_who_are_exempted() -> None:
    bornes = Bornes((None, None, None), (ZERO, ZERO, ZERO), Reliquat.REPARTI, {2: Reliquat.GESTIONNAIRE}, 0)
    bornage = bound(Colonne((50, 30, 20), 1), bornes)
    assert list(bornage.exactes) == [Fraction(70), Fraction(30), ZERO]
    assert [bornage.propre(rang) for rang in range(3)] == [Fraction(50), Fraction(30), ZERO]


def test_what_the_managing_body_bears_for_an_exemption_is_beside_its_own_cap() -> None:
    case = Case(tuple(map(Fraction, (50, 40, 10))), hundredths(50, 45, 45), (ZERO,) * 3)
    assert list(case.bound(Reliquat.REPARTI, {2: Reliquat.GESTIONNAIRE}, gestionnaire=0).exactes) == [60, 40, 0]


@pytest.mark.parametrize(
    ("plafonds", "reliquat", "exoneres", "lost"),
    [
        ((None, None, None), Reliquat.REPARTI, {}, "0"),
        ((500, None, None), Reliquat.REPARTI, {}, "0"),
        ((500, None, None), Reliquat.GESTIONNAIRE, {}, "0"),
        # 800,5 − 500.
        ((500, None, None), Reliquat.NON_RECOUVRE, {}, "300.5"),
        # And the whole 150,25 of who is exempted, unless the managing body (the last one) bears it.
        ((500, None, None), Reliquat.NON_RECOUVRE, {1: Reliquat.NON_RECOUVRE}, "450.75"),
        ((500, None, None), Reliquat.NON_RECOUVRE, {1: Reliquat.GESTIONNAIRE}, "300.5"),
        ((500, None, None), Reliquat.GESTIONNAIRE, {1: Reliquat.NON_RECOUVRE}, "150.25"),
        # Who is exempted has no cap to exceed.
        ((500, 100, None), Reliquat.NON_RECOUVRE, {0: Reliquat.NON_RECOUVRE}, "850.75"),
    ],
)
def test_what_is_declared_not_recovered_is_what_caps_and_exemptions_leave_to_nobody(
    plafonds: tuple[int | None, ...], reliquat: Reliquat, exoneres: dict[int, Reliquat], lost: str
) -> None:
    # 800,5, 150,25 and 50 cents.
    libres = Colonne((3202, 601, 200), 4)
    caps = tuple(None if cap is None else Fraction(cap) for cap in plafonds)
    assert bound(libres, Bornes(caps, (ZERO,) * 3, reliquat, exoneres, 2)).abandonne == Fraction(lost)


@pytest.mark.parametrize(
    ("shares", "plafonds", "exactes"),
    [
        # A limit that is no whole cent.
        ((1, 1), (Fraction(1, 3), None), ("1/3", "1")),
        # A cost that is negative, or nothing, has no limits.
        ((-300, 100), (None, Fraction(50)), ("-300", "100")),
        ((-100, 100), (None, Fraction(50)), ("-100", "100")),
        ((-100, 200), (None, Fraction(50)), ("-100", "50")),
    ],
)
def test_a_cost_has_limits_when_it_is_above_zero(
    shares: tuple[int, ...], plafonds: tuple[Fraction | None, ...], exactes: tuple[str, ...]
) -> None:
    bornes = Bornes(plafonds, (ZERO, ZERO), Reliquat.NON_RECOUVRE, {}, None)
    assert [*bound(Colonne(shares, 1), bornes).exactes] == [Fraction(share) for share in exactes]
