"""An exercice that opens is compared with the one before, when the convention covers both whole."""

from __future__ import annotations

import pytest

from convention.compare.comparaison import comparer
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

COUTS = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
MEMBRES = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}


@pytest.mark.parametrize(("effet", "compare"), [("2024-01-01", True), ("2025-09-01", False)])
def test_an_exercice_that_opens_is_compared_with_no_part_of_a_year(effet: str, compare: bool) -> None:  # noqa: FBT001 (a parameter of the case)
    path = "pricing/exercices/2026.yaml"
    files = maquette(MEMBRES, COUTS, exercices={2025: "previsionnel", 2026: "previsionnel"})
    head = edited(files, "catalogue/convention.yaml", "effet: 2024-01-01", f"effet: {effet}")
    base = {place: text for place, text in head.items() if place != path}
    (opened,) = [item for item in comparer(lire(base), lire(head)).impacts if item.exercice == 2026]
    assert (opened.precedent is not None) is compare
