"""Who bears what an exit in mid-year frees: the three policies, each worked out by hand.

1 200,00 € are shared by workstations. Laxou (30) leaves on 1 July; the métropole (10) and Nancy (20) stay.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.engine.lignes import Terme
from tests.essais import contribution, montants
from tests.maquette import Cout, Membre, maquette

PARTI = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
MEMBRES = {
    "metropole": Membre("postes: 10"),
    "nancy": Membre("postes: 20"),
    "laxou": Membre("postes: 30", souscriptions=PARTI),
}
PARTAGE = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}


@pytest.mark.parametrize(
    ("politique", "parts"),
    [
        # 30 × 6/12 = 15 of 45: 1200 × 10/45, 20/45, 15/45; the cent goes to the largest remainder.
        ("repartie", {"metropole": 26_667, "nancy": 53_333, "laxou": 40_000}),
        # The weights are those of a whole year: 10, 20 and 30 of 60.
        ("gelee", {"metropole": 20_000, "nancy": 40_000, "laxou": 60_000}),
        # The weight freed, 15, goes to the métropole: 25, 20 and 15 of 60.
        ("gestionnaire", {"metropole": 50_000, "nancy": 40_000, "laxou": 30_000}),
    ],
)
def test_an_exit_in_july_is_shared_as_the_policy_says(politique: str, parts: dict[str, int]) -> None:
    assert parts == montants(maquette(MEMBRES, PARTAGE, part_liberee=politique), "reseau")


@pytest.mark.parametrize("politique", ["repartie", "gelee", "gestionnaire"])
def test_an_entry_in_july_frees_nothing(politique: str) -> None:
    membres = MEMBRES | {"laxou": Membre("postes: 30", souscriptions="{service: S03, debut: 2026-07-01}")}
    parts = {"metropole": 26_667, "nancy": 53_333, "laxou": 40_000}
    assert parts == montants(maquette(membres, PARTAGE, part_liberee=politique), "reseau")


@pytest.mark.parametrize("politique", ["repartie", "gelee", "gestionnaire"])
def test_the_end_of_a_component_frees_nothing(politique: str) -> None:
    membres = MEMBRES | {"laxou": Membre("postes: 30")}
    couts = {"reseau": PARTAGE["reseau"]._replace(suite="fin: 2026-07-01")}
    parts = {"metropole": 20_000, "nancy": 40_000, "laxou": 60_000}
    assert parts == montants(maquette(membres, couts, part_liberee=politique), "reseau")


@pytest.mark.parametrize(
    ("politique", "parts"),
    [
        # Three months out of the nine of the component: weights 10, 20 and 30 × 3/9.
        ("repartie", {"metropole": 30_000, "nancy": 60_000, "laxou": 30_000}),
        ("gelee", {"metropole": 20_000, "nancy": 40_000, "laxou": 60_000}),
        ("gestionnaire", {"metropole": 60_000, "nancy": 40_000, "laxou": 20_000}),
    ],
)
def test_an_exit_before_the_end_of_a_component_frees_the_months_left_to_it(
    politique: str, parts: dict[str, int]
) -> None:
    leaving = Membre("postes: 30", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-04-01}")
    couts = {"reseau": PARTAGE["reseau"]._replace(suite="fin: 2026-10-01")}
    files = maquette(MEMBRES | {"laxou": leaving}, couts, part_liberee=politique)
    assert parts == montants(files, "reseau")


@pytest.mark.parametrize("politique", ["gelee", "gestionnaire"])
def test_a_hole_between_two_stays_frees_nothing(politique: str) -> None:
    stays = "{service: S03, debut: 2024-01-01, fin: 2026-04-01}, {service: S03, debut: 2026-10-01}"
    files = maquette(MEMBRES | {"laxou": Membre("postes: 30", souscriptions=stays)}, PARTAGE, part_liberee=politique)
    assert montants(files, "reseau") == {"metropole": 26_667, "nancy": 53_333, "laxou": 40_000}


@pytest.mark.parametrize("politique", ["repartie", "gelee", "gestionnaire"])
def test_an_average_already_counts_the_exit_whatever_the_policy(politique: str) -> None:
    membres = {
        "metropole": Membre("stockage: 10"),
        "nancy": Membre("stockage: 20"),
        "laxou": Membre("stockage: 30", souscriptions=PARTI),
    }
    couts = {"reseau": Cout("cout: 1200.00", annuel="cout * part(stockage)")}
    parts = {"metropole": 20_000, "nancy": 40_000, "laxou": 60_000}
    assert parts == montants(maquette(membres, couts, part_liberee=politique), "reseau")


@pytest.mark.parametrize("politique", ["repartie", "gelee", "gestionnaire"])
def test_a_unit_price_stops_with_the_exit_whatever_the_policy(politique: str) -> None:
    couts = {"reseau": Cout("prix: 100.00", annuel="prix * postes")}
    parts = {"metropole": 100_000, "nancy": 200_000, "laxou": 150_000}
    assert parts == montants(maquette(MEMBRES, couts, part_liberee=politique), "reseau")


SANS_RESEAU = {
    "metropole": Membre("postes: 10", souscriptions=""),
    "laxou": MEMBRES["laxou"],
    "nancy": MEMBRES["nancy"],
}


def test_the_managing_body_bears_a_freed_share_of_a_service_that_it_does_not_have() -> None:
    # 30 × 6/12 = 15 of 50 for the métropole, whose own workstations are elsewhere.
    files = maquette(SANS_RESEAU, PARTAGE, part_liberee="gestionnaire")
    assert montants(files, "reseau") == {"metropole": 36_000, "laxou": 36_000, "nancy": 48_000}
    # It takes nothing there: what it paid when it had the service has no line at zero.
    (had,) = [item for item in contribution(maquette(MEMBRES, PARTAGE)).lignes if item.adherent == "metropole"]
    assert contribution(files).a_zero(had) is None


def test_a_freed_share_of_a_component_that_ends_is_counted_in_its_own_twelfths() -> None:
    # Of nine months, six are Laxou's: 5 × 6/12; three are freed: 5 × 3/12. Over 4: 10 and 5.
    membres = {"metropole": SANS_RESEAU["metropole"], "laxou": Membre("postes: 5", souscriptions=PARTI)}
    couts = {"reseau": PARTAGE["reseau"]._replace(suite="fin: 2026-10-01")}
    (calcul,) = contribution(maquette(membres, couts, part_liberee="gestionnaire")).calculs
    assert calcul.termes == (Terme("postes", Fraction(1200), (10, 5), 4, libere=Fraction(5, 4), porteur=1),)
    assert [calcul.termes[0].repris(rang) for rang in range(2)] == [0, Fraction(5, 4)]
    assert calcul.partages == (80_000, 40_000)


def test_who_comes_frees_nothing_and_nobody_bears_it() -> None:
    membres = MEMBRES | {"laxou": Membre("postes: 30", souscriptions="{service: S03, debut: 2026-07-01}")}
    (calcul,) = contribution(maquette(membres, PARTAGE, part_liberee="gestionnaire")).calculs
    assert calcul.termes == (Terme("postes", Fraction(1200), (30, 20, 40), 2),)


def test_a_freed_share_is_shared_when_the_managing_body_is_no_adherent() -> None:
    membres = {nom: membre for nom, membre in MEMBRES.items() if nom != "metropole"}
    # 30 × 6/12 = 15 of 35.
    assert montants(maquette(membres, PARTAGE, part_liberee="gestionnaire"), "reseau") == {
        "laxou": 51_429,
        "nancy": 68_571,
    }


def test_the_managing_body_bears_no_unit_price_of_a_service_that_it_does_not_have() -> None:
    couts = {
        "annuel": Cout("prix: 100.00", annuel="prix * postes"),
        "factuel": Cout("prix: 100.00", factuel="prix * postes"),
    }
    files = maquette(SANS_RESEAU, couts, part_liberee="gestionnaire")
    assert montants(files, "annuel") == {"laxou": 150_000, "nancy": 200_000}
    assert montants(files, "factuel") == {"laxou": 300_000, "nancy": 200_000}


def test_the_managing_body_keeps_its_place_in_the_order_of_the_ties() -> None:
    # Laxou keeps 1, the métropole takes 1: the cent goes to the first SIREN.
    membres = {
        "laxou": Membre("postes: 2", souscriptions=PARTI, siren="200000008"),
        "metropole": Membre("", souscriptions="", siren="100000009"),
    }
    files = maquette(membres, {"reseau": Cout("cout: 0.01", annuel="cout * part(postes)")}, part_liberee="gestionnaire")
    assert montants(files, "reseau") == {"metropole": 1, "laxou": 0}
