"""`compare.causes.causes` on any two repositories: it agrees with its definition, adds up, and mirrors itself."""

from __future__ import annotations

import pytest
from hypothesis import given

from convention.compare.causes.completion import completed
from convention.compare.causes.effets import Effets, largest_remainder
from convention.compare.causes.recombinaison import by_adherent
from convention.engine.contribution import calculer
from tests.compare.causes.causes_naives import Vues, cote, effects, explain, naive_effects, vues
from tests.compare.causes.causes_tirees import Petit, depots
from tests.generateur import depot_fictif
from tests.preuves import exemples


@pytest.mark.long
@exemples(12)
@given(depots(), depots())
def test_the_effects_are_those_of_every_order_of_the_changes(before: Petit, after: Petit) -> None:
    sides = vues(before.textes(), after.textes())
    assert effects(sides) == naive_effects(sides)


@pytest.fixture(scope="module", params=[(1, 2), (3, 4), (5, 6)])
def fictif(request: pytest.FixtureRequest) -> Vues:
    first, second = request.param
    return vues(depot_fictif(5, 12, first), depot_fictif(6, 12, second))


def test_swapping_the_sides_negates_every_effect_on_a_line(fictif: Vues) -> None:
    forth, back = (explain(sides) for sides in (fictif, Vues(*fictif[::-1])))
    opposite = [
        [ligne._replace(effets=Effets(*(-cents for cents in ligne.effets))) for ligne in cause.lignes] for cause in back
    ]
    assert [list(cause.lignes) for cause in forth] == opposite


def test_the_lines_of_an_adherent_make_its_effects(fictif: Vues) -> None:
    for cause in explain(fictif):
        assert tuple(cause.effets) == tuple(map(sum, zip(*(ligne.effets for ligne in cause.lignes), strict=True)))


@pytest.mark.parametrize("groupe", ["perimetre", "volumes", "prix", "regles"])
def test_the_groups_that_did_not_change_are_exactly_zero(fictif: Vues, groupe: str) -> None:
    base, head = fictif
    found = effects(Vues(base, base._replace(**{groupe: getattr(head, groupe)})))
    for effets in found.values():
        sums = {"perimetre": effets[:2], "volumes": effets[2:4], "prix": effets[4:5], "regles": effets[5:]}
        assert not any(cents for nom, parts in sums.items() if nom != groupe for cents in parts)


def test_nothing_moves_when_nothing_changes(fictif: Vues) -> None:
    assert effects(Vues(fictif.base, fictif.base)) == {}


@exemples(30)
@given(depots(), depots())
def test_a_completed_side_computes_what_it_did(before: Petit, after: Petit) -> None:
    for own, other in (vues(before.textes(), after.textes()), vues(after.textes(), before.textes())):
        assert by_adherent(calculer(completed(cote(own), other))) == by_adherent(calculer(own))


@pytest.mark.parametrize("shares", [[3, 3, -6], [-3, 3, 0], [1, 1, 1, 1], [5, -1, -7, 3], [0, 7, 5], [-2, 2, 0]])
def test_opposite_shares_are_rounded_to_opposite_cents(shares: list[int]) -> None:
    total = sum(shares) // 4
    opposite = largest_remainder(-total, [-share for share in shares], 4)
    assert tuple(-part for part in opposite) == largest_remainder(total, shares, 4)
