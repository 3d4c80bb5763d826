"""`reports.etat.quantites`: what a statement says of the counts that it rests on, and who is to validate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.reports.calcul.contributions import forecasts
from convention.reports.etat.phrases import counted_text
from convention.reports.etat.quantites import awaited, quantities
from tests.espaces import espaces
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.model.depot import Depot

FORFAIT = "2024-01-01: 700.00"


def _depot(annuel: str, comptages: str = "") -> Depot:
    """Return one member that owes a flat fee by its workstations, and one other cost."""
    members = {"nancy": Membre("postes: 4, stockage: 2", comptages=comptages)}
    return lire(maquette(members, {"reseau": Cout("cout: 400.00", annuel=annuel)}, forfait=FORFAIT))


def test_a_count_of_a_flat_fee_is_said_to_be_taken_for_the_year_and_by_whom_and_not_to_wait_for_a_validation() -> None:
    depot = _depot("cout * part(stockage)")
    lines = calculer(resolve(depot, 2026)).lignes
    assert {item.texte: espaces(counted_text(item)) for item in quantities(depot, {2026: lines})} == {
        "4 postes": "Essai. Relevé du 30 septembre 2025, retenu par le gestionnaire pour tout l'exercice : un forfait "
        "n'est ni recompté ni validé.",
        "2 To sur 2": "Essai. Relevé du 30 septembre 2025, pas encore validé.",
    }
    assert espaces(awaited(depot, lines)) == "1 quantité n'est pas encore validée"


def test_a_count_that_another_cost_rests_on_too_is_validated_for_it() -> None:
    depot = _depot("cout * part(postes)")
    assert espaces(awaited(depot, calculer(resolve(depot, 2026)).lignes)) == "1 quantité n'est pas encore validée"


@pytest.mark.parametrize(("annuel", "nombre"), [("cout * part(stockage)", 1), ("cout * part(postes)", 1)])
def test_the_forecast_of_a_flat_fee_is_no_hypothesis_to_validate(annuel: str, nombre: int) -> None:
    depot = _depot(annuel)
    assert [item.nombre for item in forecasts(calculer(resolve(depot, 2026)), depot)] == [nombre]


@pytest.mark.parametrize(("validation", "dite"), [("", True), (", validation: 2027-01-15", False)])
def test_a_year_counted_and_validated_waits_for_no_count_of_the_flat_fee(validation: str, *, dite: bool) -> None:
    revised = "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 4, stockage: 2}}"
    actual = f"{{phase: realise, date: 2026-12-31, source: essai{validation}, valeurs: {{stockage: 3}}}}"
    depot = _depot("cout * part(stockage)", f"{revised}, {actual}")
    assert (awaited(depot, calculer(resolve(depot, 2026, Phase.REALISE)).lignes) != "") is dite
