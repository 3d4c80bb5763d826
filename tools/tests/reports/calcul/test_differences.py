"""What makes a line cost another amount is told once, only what makes an amount, and a grid by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.calcul.differences import differences
from tests.espaces import espaces
from tests.essais import FIGES, contribution, fichiers, lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne

DEPOT = lire(fichiers(FIGES / "syndicat"))


def _line(annee: int, composant: str, adherent: str) -> Ligne:
    (found,) = [
        item
        for item in calculer(resolve(DEPOT, annee)).lignes
        if (item.calcul.objet, item.adherent) == (composant, adherent)
    ]
    return found


def test_a_tier_that_costs_more_is_told_by_its_grid() -> None:
    old, new = (_line(annee, "assistance", "pierrelune") for annee in (2026, 2027))
    assert (
        espaces(differences(old, new, DEPOT))
        == "barème « Assistance, selon le nombre de postes » : 420,00 € au lieu de 400,00 €"
    )


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
    assert espaces(differences(old, new, lire(sides[1]))) == text
