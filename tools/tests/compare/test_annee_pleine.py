"""A full year: twelve months for who is there on 31 December, nothing for who has left."""

from __future__ import annotations

from convention.compare.impact import AnneePleine, full_year
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

COUT = {"service": Cout("prix: 12.00", annuel="prix * postes")}


def _ecarts(arrivant: Membre) -> dict[str, int]:
    base = lire(maquette({"a": Membre("postes: 5")}, COUT))
    head = lire(maquette({"a": Membre("postes: 5"), "b": arrivant}, COUT))
    found = full_year(base, head, 2026)
    assert found is not None
    assert found.apres - found.avant == sum(found.ecarts.values())
    return dict(found.ecarts)


def test_a_stay_that_begins_in_the_year_costs_twelve_months() -> None:
    entered = Membre("postes: 10", souscriptions="{service: S03, debut: 2026-07-01}")
    assert _ecarts(entered) == _ecarts(Membre("postes: 10"))


def test_who_leaves_in_the_year_costs_nothing() -> None:
    left = Membre("postes: 10", souscriptions="{service: S03, debut: 2025-01-01, fin: 2026-07-01}")
    stayed = Membre("postes: 10")
    assert _ecarts(stayed)["b"] - _ecarts(left).get("b", 0) == 120_00


def test_an_exercice_that_a_side_does_not_have_is_not_compared() -> None:
    depot = lire(maquette({"a": Membre("postes: 5")}, COUT))
    assert full_year(depot, depot, 2031) is None


def test_an_exercice_that_one_side_alone_has_is_not_compared() -> None:
    one, two = (
        lire(maquette({"a": Membre("postes: 5")}, COUT, exercices=dict.fromkeys(annees, "previsionnel")))
        for annees in ((2026,), (2026, 2027))
    )
    assert (full_year(one, two, 2027), full_year(two, one, 2027)) == (None, None)


def test_an_exercice_that_the_convention_covers_in_part_has_no_full_year() -> None:
    path, files = "catalogue/convention.yaml", maquette({"a": Membre("postes: 5")}, COUT)
    begins = edited(files, path, "effet: 2024-01-01", "effet: 2026-04-15")
    ends = edited(
        edited(files, path, "effet: 2024-01-01", "effet: 2024-06-15"), path, "reconductions: 4", "reconductions: 1"
    )
    whole, *cut = map(lire, (files, begins, ends))
    assert full_year(whole, whole, 2026) is not None
    assert [full_year(*sides, 2026) for depot in cut for sides in ((depot, whole), (whole, depot))] == [None] * 4


def test_who_moves_is_told_in_the_order_of_the_names_and_who_does_not_is_left_out() -> None:
    base = lire(maquette({"d": Membre("postes: 5"), "a": Membre("postes: 5"), "c": Membre("postes: 1")}, COUT))
    head = lire(maquette({"d": Membre("postes: 8"), "b": Membre("postes: 2"), "c": Membre("postes: 1")}, COUT))
    # 12,00 € a workstation.
    found = full_year(base, head, 2026)
    assert found == AnneePleine(132_00, 132_00, {"a": -60_00, "b": 24_00, "d": 36_00})
    assert list(found.ecarts) == ["a", "b", "d"]
