"""The operation printed for a line, typed as it is, gives the amount of the line."""

from __future__ import annotations

from fractions import Fraction

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.calcul.operation import calculation
from convention.reports.calcul.quantite import exact_quantity
from tests.espaces import espaces
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

ENTREE_EN_JUILLET = Membre("postes: 4", souscriptions="{service: S03, debut: 2026-07-01}")


def operation(formule: str, montants: str) -> str:
    depot = lire(maquette({"a": ENTREE_EN_JUILLET}, {"service": Cout(montants, annuel=formule)}))
    (ligne,) = [item for item in calculer(resolve(depot, 2026)).lignes if item.adherent == "a"]
    return espaces(calculation(ligne, depot))


def test_a_presence_multiplies_the_whole_of_a_sum() -> None:
    assert operation("prix * postes + autre * postes", "prix: 10.00, autre: 5.00") == (
        "(10,00 € × 4 postes + 5,00 € × 4 postes) × 1/2"
    )


def test_a_presence_multiplies_the_whole_of_a_choice() -> None:
    assert operation("si(postes > 3; prix * postes; autre)", "prix: 10.00, autre: 5.00") == "10,00 € × 4 postes × 1/2"


def test_a_presence_multiplies_a_product_without_brackets() -> None:
    assert operation("prix * postes", "prix: 10.00") == "10,00 € × 4 postes × 1/2"


def test_a_quantity_that_is_no_decimal_can_be_typed_again_and_read() -> None:
    told = exact_quantity(Fraction(4345, 3)).replace("\u202f", " ").replace("\u00a0", " ")
    assert told == "(4 345/3, soit 1 448,333333…)"
