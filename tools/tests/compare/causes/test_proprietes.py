"""`compare.causes.causes` on any two repositories: it agrees with its definition, adds up, and mirrors itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from convention.compare.causes.effets import CauseAdherent
    from convention.model.vue import Vue


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


@pytest.fixture(scope="module")
def causes(fictif: Vues) -> tuple[CauseAdherent, ...]:
    return explain(fictif)


def test_swapping_the_sides_negates_every_effect_on_a_line(fictif: Vues, causes: tuple[CauseAdherent, ...]) -> None:
    opposite = [
        [ligne._replace(effets=Effets(*(-cents for cents in ligne.effets))) for ligne in cause.lignes]
        for cause in explain(Vues(*fictif[::-1]))
    ]
    assert [list(cause.lignes) for cause in causes] == opposite


def test_the_lines_of_an_adherent_make_its_effects(causes: tuple[CauseAdherent, ...]) -> None:
    for cause in causes:
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


@exemples(60)
@given(depots(), depots())
def test_no_volume_is_said_of_a_cost_that_counts_the_same_for_the_same(before: Petit, after: Petit) -> None:
    sides = vues(before.textes(), after.textes())
    counted = [_counts(vue) for vue in sides]
    for cause in explain(sides):
        for ligne in cause.lignes:
            old, new = (found.get((ligne.objet, ligne.nature, ligne.section)) for found in counted)
            if old is not None and old == new:
                assert not any((ligne.effets.volume_propre, ligne.effets.volume_autres))


def _counts(vue: Vue) -> dict[tuple[str, str, str], object]:
    """Return what each cost counts, and for whom; expenses, which have a number of their own, are left out."""
    return {
        (calcul.objet, calcul.nature, calcul.section): (
            calcul.beneficiaires,
            [str(part) for part in calcul.presences],
            [[item.quantite(rang) for rang in range(len(item.numerateurs))] for item in calcul.decomptes.values()],
        )
        for calcul in calculer(vue).calculs
        if calcul.decomptes
    }


@pytest.mark.parametrize("shares", [[3, 3, -6], [-3, 3, 0], [1, 1, 1, 1], [5, -1, -7, 3], [0, 7, 5], [-2, 2, 0]])
def test_opposite_shares_are_rounded_to_opposite_cents(shares: list[int]) -> None:
    total = sum(shares) // 4
    opposite = largest_remainder(-total, [-share for share in shares], 4)
    assert tuple(-part for part in opposite) == largest_remainder(total, shares, 4)
