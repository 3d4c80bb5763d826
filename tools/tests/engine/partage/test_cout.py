"""`partage.cout`: from the terms of a formula to cents, limits included; what is given up, and by whose decision."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.money import round_half_up
from convention.base.period import Periode
from convention.engine.compilation import compile_formula
from convention.engine.lignes import Bornes, Terme
from convention.engine.partage.cout import own_cents, shared_cents
from convention.engine.presence import Presence
from convention.formulas.columns import Colonne
from convention.model.mots.communs import Reliquat
from tests.essais import montants
from tests.maquette import Cout, Membre, maquette

DIX = (Terme("postes", Fraction(10), (1, 2, 4), 1),)
"""10,00 € by 1, 2 and 4: 142,86, 285,71 and 571,43 cents."""
DEUX = (Terme("postes", Fraction("10.004"), (1, 1, 2), 1), Terme("stockage", Fraction("0.003"), (0, 0, 5), 1))
"""250,1, 250,1 and 500,5 cents."""
POIDS = st.lists(st.integers(0, 40), min_size=1, max_size=6)
IMPAIR = (Terme("postes", Fraction("10.01"), (1, 1, 0), 1),)


def bornes(plafonds: tuple[int | None, ...], reliquat: Reliquat, exoneres: dict[int, Reliquat] | None = None) -> Bornes:
    caps = tuple(None if cap is None else Fraction(cap) for cap in plafonds)
    return Bornes(caps, (Fraction(0),) * 3, reliquat, exoneres or {}, None)


@pytest.mark.parametrize(
    ("termes", "limites", "billed", "parts", "given_up"),
    [
        (DIX, None, 1_000, (143, 286, 571), 0),
        (DEUX, None, 1_001, (250, 250, 501), 0),
        # The cent that the cap takes from the third one is declared not recovered: 1 000 − 729.
        (DIX, bornes((None, None, 300), Reliquat.NON_RECOUVRE), 729, (143, 286, 300), 271),
        # The caps leave 700 cents to nobody, and no decision says so.
        (DIX, bornes((100, 100, 100), Reliquat.REPARTI), 300, (100, 100, 100), 0),
        # Only the exemption is declared: 142,86 cents.
        (DIX, bornes((None, 100, 100), Reliquat.REPARTI, {0: Reliquat.NON_RECOUVRE}), 200, (0, 100, 100), 143),
        # Half of 1 001 cents: 501 are billed, and 500 are given up.
        (IMPAIR, bornes((None, None, None), Reliquat.REPARTI, {0: Reliquat.NON_RECOUVRE}), 501, (0, 501, 0), 500),
        (DEUX, bornes((None, None, 400), Reliquat.NON_RECOUVRE), 900, (250, 250, 400), 101),
    ],
)
def test_what_is_billed_and_what_a_decision_gives_up_are_told_apart(
    termes: tuple[Terme, ...], limites: Bornes | None, billed: int, parts: tuple[int, ...], given_up: int
) -> None:
    found = shared_cents(termes, 3, limites)
    assert (found.recouvrable, found.partage.parts, found.abandonne) == (billed, parts, given_up)


def test_one_key_shares_the_exact_cost_as_several_do_before_any_limit() -> None:
    # 10,004 € are 500,2 cents each.
    terme = Terme("postes", Fraction("10.004"), (1, 1), 1)
    limites = Bornes((None, None), (Fraction(0),) * 2, Reliquat.REPARTI, {0: Reliquat.NON_RECOUVRE}, None)
    found = shared_cents((terme,), 2, limites)
    assert found.bornage is not None
    assert [*found.bornage.exactes] == [0, Fraction(2501, 5)]
    assert found.recouvrable == 500


@given(st.fractions(-100, 100, max_denominator=7000), POIDS, st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_a_cost_is_shared_the_same_whatever_the_number_of_terms_that_write_it(
    euros: Fraction, poids: list[int], parties: list[int]
) -> None:
    whole = sum(parties)
    termes = [Terme("postes", euros * part / whole, tuple(poids), 1) for part in parties]
    written = shared_cents(termes, len(poids)).partage
    assert written.parts == shared_cents([Terme("postes", euros, tuple(poids), 1)], len(poids)).partage.parts
    if sum(poids):
        exact = [100 * euros * weight / sum(poids) for weight in poids]
        assert sum(written.parts) == round_half_up(euros)
        assert all(abs(part - share) < 1 for part, share in zip(written.parts, exact, strict=True))
        assert all(part == 0 for part, weight in zip(written.parts, poids, strict=True) if not weight)


def test_a_managing_body_without_days_owes_no_price_of_its_own() -> None:
    membres = {
        "metropole": Membre("", souscriptions=""),
        "laxou": Membre("postes: 1", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}"),
    }
    files = maquette(membres, {"ligne": Cout("prix: 9.00", factuel="prix")}, part_liberee="gestionnaire")
    assert montants(files, "ligne") == {"laxou": 900}


JANVIER = Periode(date(2026, 1, 1), date(2027, 1, 1))
ENTIER, MOITIE, SANS = (
    Presence("a", (JANVIER,), Fraction(1)),
    Presence("b", (JANVIER,), Fraction(1, 2)),
    Presence("m", (), Fraction(0)),
)


@pytest.mark.parametrize(
    ("formule", "proratise", "cents"),
    [
        ("1.005 * comptes", False, (3_02, -3_02, 0)),
        ("1.005 * comptes", True, (3_02, -1_51, 0)),
        ("1 / 3", False, (33, 33, 0)),
        ("1 / 3", True, (33, 17, 0)),
        ("0 - 1 / 3", True, (-33, -17, 0)),
    ],
)
def test_unshared_terms_are_rounded_one_by_one_half_a_cent_away_from_zero_whatever_their_sign(
    formule: str, cents: tuple[int, ...], *, proratise: bool
) -> None:
    reste = compile_formula(formule)
    assert reste is not None
    assert reste.forme.reste is not None
    values: dict[str, Fraction | Colonne] = {"comptes": Colonne((3, -3, 3), 1)}
    assert own_cents(reste.forme.reste, values, (ENTIER, MOITIE, SANS), proratise=proratise) == cents
