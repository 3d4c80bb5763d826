"""What one beneficiary owes, computed from what the cost was for everybody: the same cents as the whole computation."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.engine.contribution import couts
from convention.engine.lignes import Bornes, Calcul, Terme
from convention.engine.partage.cout import shared_cents, shared_cents_at
from convention.engine.partage.repartition import apportion, apportion_at, share, share_at
from convention.engine.partage.reprise import Remplacement, Tous, reprise
from convention.engine.presence import tie
from convention.model.mots.communs import Reliquat
from convention.model.resolution import resolve
from tests.compare.causes.causes_naives import effects, naive_effects, vues
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.vue import Vue


POIDS = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@given(st.integers(-50, 50), POIDS)
def test_the_part_of_one_is_its_part_among_all(total: int, weights: list[int]) -> None:
    assert tuple(share_at(total, weights, rank) for rank in range(len(weights))) == share(total, weights).parts


@given(st.integers(1, 7), st.lists(st.integers(-20, 20), min_size=1, max_size=8))
def test_the_rounded_share_of_one_is_its_share_among_all(denominator: int, numerators: list[int]) -> None:
    total = sum(numerators) // denominator
    alone = tuple(apportion_at(total, numerators, denominator, rank) for rank in range(len(numerators)))
    assert alone == apportion(total, numerators, denominator).parts


def test_a_part_is_exact_whatever_the_size_of_the_amount() -> None:
    # 10¹⁸ + 1 = 3 × 333 333 333 333 333 333 + 2: the two cents go to the first ones.
    parts, total = [333_333_333_333_333_334, 333_333_333_333_333_334, 333_333_333_333_333_333], 10**18 + 1
    assert [share_at(total, [1, 1, 1], rank) for rank in range(3)] == parts
    assert [apportion_at(total, [total] * 3, 3, rank) for rank in range(3)] == parts


def test_opposite_shares_that_make_nothing_keep_their_signs() -> None:
    # 1,5 and −1,5 cents: the cent that is left goes to the first one.
    assert [apportion_at(0, [3, -3], 2, rank) for rank in range(2)] == [2, -2]


@pytest.mark.parametrize(
    "bornes", [None, Bornes((Fraction(3), None, None), (Fraction(0),) * 3, Reliquat.REPARTI, {}, None)]
)
@pytest.mark.parametrize(
    "termes",
    [
        # Nobody has any weight: nothing is recovered.
        (Terme("a", Fraction("10.00"), (0, 0, 0), 1), Terme("b", Fraction("5.00"), (0, 0, 0), 1)),
        (Terme("a", Fraction("10.00"), (1, 2, 4), 1),),
        # Its weights alone are somebody's: the other term is not recovered.
        (Terme("a", Fraction("10.00"), (1, 2, 4), 1), Terme("b", Fraction("5.00"), (0, 0, 0), 1)),
        (Terme("a", Fraction("10.004"), (1, 2, 4), 3), Terme("b", Fraction("0.003"), (5, 0, 1), 2)),
        (Terme("a", Fraction("-10.00"), (1, 2, 4), 1), Terme("b", Fraction("0.07"), (5, 0, 1), 1)),
    ],
)
def test_the_cents_of_one_are_those_that_the_sharing_among_all_gives_it(
    termes: tuple[Terme, ...], bornes: Bornes | None
) -> None:
    alone = tuple(shared_cents_at(termes, bornes, rank) for rank in range(3))
    assert alone == shared_cents(termes, 3, bornes).partage.parts


def _textes(couts: Mapping[str, Cout], laxou: str, nancy: str) -> dict[str, str]:
    membres = {
        "metropole": Membre("postes: 40"),
        "laxou": Membre("postes: 10", laxou),
        "nancy": Membre("postes: 20", nancy),
    }
    return maquette(membres, couts, part_liberee="gestionnaire")


@pytest.mark.parametrize("reliquat", ["reparti", "gestionnaire", "non_recouvre"])
def test_who_joins_a_cost_from_which_it_is_exempted_has_the_causes_of_the_whole_computation(reliquat: str) -> None:
    exempt = f"exonerations: [{{adherents: [laxou], reliquat: {reliquat}, motif: essai}}]"
    before, after = ({"reseau": Cout(f"cout: {cout}", "cout * part(postes)", suite=exempt)} for cout in (1200, 1500))
    toute, courte = "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
    sides = vues(_textes(before, "", toute), _textes(after, toute, courte))
    assert effects(sides)
    assert effects(sides) == naive_effects(sides)


# --- one beneficiary replaced, against the whole computation ---


LIGNES = "pricing/couts-de-possession.yaml"
METROPOLE, LAXOU, NANCY, PULNOY = "100000009", "200000008", "300000007", "400000006"
"""Sirens: they order the beneficiaries, hence who has the last cent."""
JUILLET = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
RESTENT = {
    "metropole": Membre("postes: 40, stockage: 7, consommables: 3", siren=METROPOLE),
    "nancy": Membre("postes: 20, stockage: 5.5, consommables: 1", siren=NANCY),
    # There eight months of twelve.
    "pulnoy": Membre("postes: 7, stockage: 2", "{service: S03, debut: 2026-05-01}", siren=PULNOY),
}
TROIS = {
    "metropole": Membre("", siren=METROPOLE),
    "nancy": Membre("postes: 1", siren=NANCY),
    "pulnoy": Membre("postes: 1", siren=PULNOY),
}
RIEN = {nom: membre._replace(valeurs="") for nom, membre in RESTENT.items()}
ENTIERS = {nom: RESTENT[nom] for nom in ("metropole", "nancy")}
PARTIS = {nom: membre._replace(souscriptions="") for nom, membre in RESTENT.items()}
SANS_METROPOLE = RESTENT | {"metropole": RESTENT["metropole"]._replace(souscriptions="")}
POSTES, DEUX_CLES = "cout * part(postes)", "cout * part(postes) + autre * part(stockage)"
CREDIT, CREDIT_DEUX_CLES = "(0 - cout) * part(postes)", "(0 - cout) * part(postes) + autre * part(stockage)"
PLAFOND, PLANCHER = "plafond: {{formule: {}, reliquat: {}}}", "plancher: {{formule: {}}}"
CHACUN, PLEIN = (
    "plafond: {{formule: {}, reliquat: non_recouvre}}",
    PLAFOND.format("450 + 0 * consommables", "non_recouvre"),
)
EXONERATION = "{{adherents: [{}], reliquat: {}, motif: essai}}"


class Cas(NamedTuple):
    """What Laxou was and becomes (None: it has not the service), the others, a cost and its limits."""

    avant: Membre | None
    apres: Membre
    autres: Mapping[str, Membre] = MappingProxyType(RESTENT)
    formule: str = POSTES
    cout: str = "1000.01"
    borne: str = ""
    exoneration: str = ""
    part_liberee: str = "gestionnaire"

    def calcul(self, membres: Mapping[str, Membre], laxou: Membre | None) -> tuple[Vue, Calcul]:
        """Compute the cost for some members, and Laxou if it is there."""
        everybody = {**membres, "laxou": laxou or self.apres._replace(souscriptions="")}
        cost = Cout(f"cout: {self.cout}, autre: 100.01", self.formule, suite=f"exonerations: [{self.exoneration}]")
        files = maquette(everybody, {"reseau": cost}, part_liberee=self.part_liberee)
        files[LIGNES] += f"      {self.borne}\n"
        vue = resolve(lire(files), 2026)
        (calcul,) = couts(vue)
        return vue, calcul

    def repris(self) -> int:
        """Return the cents of Laxou from what the cost was for everybody before."""
        beside = {"metropole": self.autres["metropole"]._replace(valeurs="")}
        vue, tous = self.calcul(self.autres, self.avant)
        avant = None if self.avant is None else self.calcul(beside, self.avant)[1]
        apres = self.calcul(beside, self.apres)[1]
        return reprise(Tous(tous), avant, apres, apres.beneficiaires.index("laxou"), partial(tie, vue.regles))

    def entier(self) -> int:
        """Return the cents of Laxou as the whole computation of what it becomes gives them."""
        _, calcul = self.calcul(self.autres, self.apres)
        return calcul.partages[calcul.beneficiaires.index("laxou")]


def laxou(valeurs: str, souscriptions: str = "{service: S03, debut: 2024-01-01}", siren: str = LAXOU) -> Membre:
    return Membre(valeurs, souscriptions, siren=siren)


DIX, VINGT = laxou("postes: 10, stockage: 1, consommables: 1"), laxou("postes: 20, stockage: 4, consommables: 1")
PREMIER, DERNIER = laxou("postes: 1", siren="000000000"), laxou("postes: 1", siren="500000005")


@pytest.mark.parametrize(
    "cas",
    [
        pytest.param(Cas(DIX, DIX), id="the same"),
        pytest.param(Cas(DIX, VINGT), id="another quantity"),
        pytest.param(Cas(DIX, VINGT, cout="1000.015"), id="a cost that is not whole cents"),
        pytest.param(Cas(DIX, VINGT, formule=DEUX_CLES), id="other quantities of two keys"),
        pytest.param(Cas(DIX, laxou("postes: 10, stockage: 4"), formule=DEUX_CLES), id="one of two keys"),
        # Half a year weighs half: 12 and 6 of July are not the same, nor 3 of July and 6.
        *(
            pytest.param(Cas(avant, apres, part_liberee=policy), id=f"{name}: {policy}")
            for policy in ("repartie", "gelee", "gestionnaire")
            for name, avant, apres in (
                ("it leaves with less", laxou("postes: 12"), laxou("postes: 6", JUILLET)),
                ("it stays with more", laxou("postes: 3", JUILLET), laxou("postes: 6")),
            )
        ),
        pytest.param(
            Cas(laxou("postes: 3", JUILLET), laxou("postes: 6"), SANS_METROPOLE), id="the managing body goes with it"
        ),
        pytest.param(Cas(DIX, DIX._replace(souscriptions=JUILLET), SANS_METROPOLE), id="the managing body comes"),
        # Twice as much for half the year: it weighs the same, and the managing body takes as much.
        pytest.param(
            Cas(laxou("postes: 10", siren=""), laxou("postes: 20", JUILLET, siren=""), SANS_METROPOLE),
            id="the managing body comes and it weighs the same",
        ),
        # Amounts of which no floating number keeps the cents.
        pytest.param(Cas(DIX, VINGT, cout="999999998.99"), id="a large amount"),
        pytest.param(
            Cas(DIX, laxou("postes: 20.123457, stockage: 4.765433"), formule=DEUX_CLES, cout="999999998.99"),
            id="a large amount and two keys",
        ),
        *(
            pytest.param(
                Cas(avant, apres, formule=formule, borne=borne, part_liberee=policy), id=f"{name}: {formule}, {policy}"
            )
            for policy in ("repartie", "gelee", "gestionnaire")
            for formule in (POSTES, DEUX_CLES)
            for name, avant, apres, borne in (
                ("it leaves", DIX, DIX._replace(souscriptions=JUILLET), ""),
                ("it leaves as before, with more", laxou("postes: 12", JUILLET), laxou("postes: 30", JUILLET), ""),
                # A workstation costs 13,39 €, then 14,35 €.
                ("it leaves the others above", DIX, DIX._replace(souscriptions=JUILLET), CHACUN.format("14 * postes")),
                # Pulnoy alone meets its cap, and what it leaves goes to the others: 66,98 € over 66,50 €.
                (
                    "it leaves one above its cap",
                    DIX,
                    DIX._replace(souscriptions=JUILLET),
                    PLAFOND.format("9.5 * postes + 100 * consommables", "reparti"),
                ),
                # A cap that reads a flow is that of a whole year.
                ("it leaves with less under caps", laxou("postes: 12"), laxou("postes: 6", JUILLET), PLEIN),
                ("it stays with more under caps", laxou("postes: 3", JUILLET), laxou("postes: 6"), PLEIN),
            )
        ),
        # Its own cap falls, those of the others are far.
        pytest.param(
            Cas(
                DIX,
                DIX._replace(valeurs="postes: 20, consommables: 0.1"),
                ENTIERS,
                borne=CHACUN.format("1000 * consommables"),
            ),
            id="its own cap falls beneath its part",
        ),
        pytest.param(
            Cas(DIX, VINGT, TROIS, cout="0.01", borne=CHACUN.format("0 * postes")), id="a cent that nobody may pay"
        ),
        pytest.param(Cas(DIX, VINGT, formule=CREDIT), id="a credit"),
        pytest.param(Cas(DIX, VINGT, cout="0"), id="nothing to share"),
        pytest.param(Cas(DIX, laxou("postes: 0")), id="it counts nothing any more"),
        pytest.param(Cas(DIX, laxou("postes: 0"), TROIS), id="it counts nothing among equals"),
        pytest.param(Cas(DIX, laxou("postes: 0, stockage: 0"), RIEN), id="nobody counts anything any more"),
        pytest.param(
            Cas(DIX, laxou("postes: 0, stockage: 3"), RIEN, formule=DEUX_CLES), id="nobody counts one of two keys"
        ),
        pytest.param(Cas(DIX, VINGT, formule=CREDIT_DEUX_CLES, cout="99.99"), id="two keys, of which a credit"),
        pytest.param(Cas(DIX, VINGT, formule=CREDIT_DEUX_CLES), id="two keys that make a credit"),
        pytest.param(Cas(DIX, VINGT, formule=DEUX_CLES, cout="0"), id="two keys, of which one shares nothing"),
        *(
            pytest.param(Cas(DIX, apres, formule=formule, borne=borne), id=f"{name}: {formule}")
            for formule in (POSTES, CREDIT, DEUX_CLES)
            for name, apres, borne in (
                ("far from its cap", VINGT, PLAFOND.format("'5000'", "reparti")),
                ("at its own cap", VINGT, PLAFOND.format("10 * postes", "non_recouvre")),
                ("another at its cap", VINGT, PLAFOND.format("'450'", "non_recouvre")),
                ("another brought beneath its cap", VINGT, PLAFOND.format("'500'", "non_recouvre")),
                ("another brought above its cap", laxou("postes: 1, stockage: 1"), PLAFOND.format("'550'", "reparti")),
                ("far from its floor", VINGT, PLANCHER.format("'1'")),
                ("another at its floor", laxou("postes: 90, stockage: 4"), PLANCHER.format("'60'")),
                ("beneath its own floor", laxou("postes: 1, stockage: 1"), PLANCHER.format("'30'")),
            )
        ),
        *(
            pytest.param(
                Cas(DIX, VINGT, formule=formule, exoneration=EXONERATION.format(nom, reliquat)),
                id=f"{nom} is exempted: {formule}, {reliquat}",
            )
            for formule in (POSTES, DEUX_CLES)
            for nom in ("nancy", "laxou")
            for reliquat in ("gestionnaire", "non_recouvre", "reparti")
        ),
        pytest.param(Cas(None, VINGT), id="it comes"),
        pytest.param(Cas(None, VINGT, formule=DEUX_CLES), id="it comes for two keys"),
        pytest.param(
            Cas(None, VINGT, PARTIS, borne=PLAFOND.format("'90'", "gestionnaire")), id="it comes alone above its cap"
        ),
        pytest.param(
            Cas(None, VINGT, PARTIS, borne=PLAFOND.format("'5000'", "gestionnaire")),
            id="it comes alone beneath its cap",
        ),
        pytest.param(Cas(None, VINGT, borne=PLAFOND.format("'300'", "reparti")), id="it comes beneath its cap"),
        pytest.param(Cas(DIX, VINGT, borne=PLAFOND.format("10 * postes", "reparti")), id="its cap follows"),
        pytest.param(Cas(DIX, VINGT, borne=PLANCHER.format("20 * postes")), id="its floor follows"),
        pytest.param(
            Cas(
                DIX,
                DIX._replace(valeurs="postes: 10, consommables: 2"),
                borne=PLAFOND.format("50 * consommables", "reparti"),
            ),
            id="its cap alone moves",
        ),
        pytest.param(
            Cas(DIX, DIX._replace(valeurs="postes: 10, consommables: 2"), borne=PLANCHER.format("200 * consommables")),
            id="its floor alone moves",
        ),
        pytest.param(Cas(None, VINGT, borne=PLAFOND.format("11 * postes", "reparti")), id="it comes under caps"),
        pytest.param(Cas(None, VINGT, borne=PLANCHER.format("'150'")), id="it comes above floors"),
        *(
            pytest.param(
                Cas(DIX, laxou(f"postes: {postes}"), formule="cout / 3 * part(postes)", cout=cout),
                id=f"a third of {cout} to {postes} of them",
            )
            for cout in ("0.08", "0.10", "0.11", "0.14", "0.20")
            for postes in (5, 8, 13, 30)
        ),
        pytest.param(Cas(None, VINGT, borne=PLANCHER.format("250 * consommables")), id="it comes among unequal floors"),
        *(
            pytest.param(
                Cas(None, apres, TROIS, cout=cout, exoneration=EXONERATION.format("nancy", reliquat)),
                id=f"it comes {place}, {cout} and an exemption: {reliquat}",
            )
            for place, apres in (("first", PREMIER), ("last", DERNIER), ("between", laxou("postes: 1")))
            for cout in ("0.01", "0.02")
            for reliquat in ("gestionnaire", "non_recouvre", "reparti")
        ),
    ],
)
def test_the_cents_of_one_beneficiary_replaced_are_those_of_the_whole_computation(cas: Cas) -> None:
    cents = cas.repris()
    assert (cents, type(cents)) == (cas.entier(), int)


@given(st.integers(-50, 50), POIDS, st.integers(1, 3), st.lists(st.integers(-5, 25), min_size=1, max_size=3))
def test_each_part_is_that_of_the_whole_sharing_once_the_weight_is_replaced(
    total: int, weights: list[int], scale: int, gains: list[int]
) -> None:
    replaced = Remplacement(weights)
    for gain in gains:
        # The same gain brings all of them to the same total: what is kept of one serves the next.
        for rank, weight in enumerate(weights):
            new = max(weight * scale + gain, 0)
            others = [other * scale for other in weights]
            expected = share(total, [*others[:rank], new, *others[rank + 1 :]]).parts[rank]
            assert replaced.part(total, rank, new, scale) == expected


@pytest.mark.parametrize(
    ("total", "weights", "rank", "weight", "expected"),
    [
        (100, [10, 20], 0, 20, 50),
        # 33,33 each: the cent that is left goes to the first one.
        (100, [1, 5, 1], 1, 1, 33),
        (100, [5, 1, 1], 0, 1, 34),
        (-100, [5, 1, 1], 0, 1, -34),
        # Two cents for three: the last one has none.
        (101, [1, 1, 5], 2, 1, 33),
        (100, [1, 2], 0, 0, 0),
        (100, [7], 0, 0, 0),
        (100, [0, 0], 1, 3, 100),
        (0, [1, 2], 1, 5, 0),
    ],
)
def test_parts_worked_out_by_hand(total: int, weights: list[int], rank: int, weight: int, expected: int) -> None:
    assert Remplacement(weights).part(total, rank, weight, 1) == expected


def test_a_total_weight_follows_the_one_that_is_replaced() -> None:
    # 1 and 2 become 1 and 2,5: 3,5, that is 7 over 2.
    assert Remplacement([1, 2]).total(1, 5, 2) == 7
