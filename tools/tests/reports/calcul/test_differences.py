"""What makes a line cost another amount is told once, and only what makes an amount."""

from __future__ import annotations

import pytest

from convention.reports.calcul.differences import differences
from tests.checks.depots import plain
from tests.essais import contribution, lire
from tests.maquette import Cout, Membre, maquette


@pytest.mark.parametrize(
    ("cout", "text"),
    [
        ("40.00", "1 poste au lieu de 2, abonnement : 11,00 € au lieu de 10,00 €, 4 postes au total au lieu de 5"),
        ("0.00", "abonnement : 11,00 € au lieu de 10,00 €"),
    ],
)
def test_what_moved_is_told_unless_it_makes_no_amount(cout: str, text: str) -> None:
    sides = [
        maquette(
            {"a": Membre(f"postes: {own}"), "b": Membre("postes: 3")},
            {"service": Cout(f"cout: {cout}, abonnement: {price}", annuel="abonnement + cout * part(postes)")},
        )
        for own, price in ((2, "10.00"), (1, "11.00"))
    ]
    (old, new) = (next(ligne for ligne in contribution(files).lignes if ligne.adherent == "a") for files in sides)
    assert plain(differences(old, new, lire(sides[1]))) == text
