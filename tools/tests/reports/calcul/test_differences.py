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


def test_a_share_by_another_key_is_told_with_the_part_of_the_year_that_weighs_it() -> None:
    members = {
        "a": Membre("postes: 4, mobiles: 2", adhesion="debut: 2024-01-01, fin: 2026-07-01"),
        "b": Membre("postes: 3, mobiles: 9"),
    }
    sides = [
        maquette(members, {"c": Cout("cout: 80.00", annuel=f"cout * part({key})")}) for key in ("postes", "mobiles")
    ]
    (old, new) = (next(ligne for ligne in contribution(files).lignes if ligne.adherent == "a") for files in sides)
    told = "2 mobiles, 6 mois sur 12, sur 10, au lieu de 4 postes, 6 mois sur 12, sur 5"
    assert espaces(differences(old, new, lire(sides[1]))) == told


def _moved(cout: Cout, *valeurs: str) -> str:
    """Say what moved for `a`, there from July in 2026, all year in 2027."""
    members = {"a": Membre(valeurs[0], adhesion="debut: 2026-07-01"), "b": Membre("postes: 3")}
    sides = [members, {**members, "a": Membre(valeurs[-1], adhesion="debut: 2026-07-01")}]
    years = {2026: "previsionnel", 2027: "previsionnel"}
    texts = [maquette(side, {"c": cout}, exercices=years) for side in sides]
    old, new = (
        next(item for item in calculer(resolve(lire(files), annee)).lignes if item.adherent == "a")
        for files, annee in zip(texts, years, strict=True)
    )
    return espaces(differences(old, new, lire(texts[1])))


def test_the_part_of_the_year_is_told_where_it_makes_the_amount() -> None:
    told = _moved(Cout("cout: 9.00", annuel="cout * postes"), "postes: 2", "postes: 3")
    assert told == "3 postes au lieu de 2, toute l'année au lieu de 6 mois sur 12"


def test_the_part_of_the_year_is_no_reason_of_what_is_counted_over_it() -> None:
    told = _moved(Cout("prix: 9.00", annuel="prix * consommables"), "consommables: 2", "consommables: 3")
    assert told == "3 consommables au lieu de 2"


def test_what_is_due_in_the_first_exercice_alone_is_told_by_the_exercice_of_presence() -> None:
    cout = Cout("frais: 9.00", factuel="si(rang = 1; frais; frais / 2) * consommables")
    assert _moved(cout, "consommables: 2") == "deuxième exercice de présence au lieu du premier"
