"""`engine.compilation`: the part of a formula that is a cost whoever is there, seen when nobody is."""

from __future__ import annotations

import pytest

from tests.essais import contribution
from tests.generateur.textes import INDICE, first_line
from tests.maquette import Cout, Membre, maquette

LIGNES, SERIE = "pricing/couts-de-possession.yaml", "pricing/indices/salaires.yaml"
REVISION = "    revisions: {annuelle: {serie: salaires, base: 2023-01, mois: {2020: 2023-01, 2026: 2025-01}}}\n"


def unpaid(formule: str) -> int:
    """Return the cents that nobody pays, when nobody has the service."""
    files = maquette(
        {"laxou": Membre("postes: 10", souscriptions="")},
        {"contrat": Cout("fixe: 1013.00, autre: 10.00, prix: 7.00", annuel=formule)},
    )
    files[LIGNES] = files[LIGNES].replace("    annuel:", f"{REVISION}    annuel:")
    files[SERIE] = first_line(SERIE) + INDICE
    return sum(item.montant for item in contribution(files).controle.non_repartis)


@pytest.mark.parametrize(
    ("formule", "cents"),
    [
        ("fixe", 101_300),
        ("fixe + prix * postes", 101_300),
        ("prix * postes", 0),
        ("fixe + prix * postes + autre", 102_300),
        ("fixe - prix * postes - autre", 100_300),
        ("prix * postes - autre", -1_000),
        ("-(fixe + prix * postes)", -101_300),
        ("prix * postes - (autre - fixe + postes)", 100_300),
        ("(fixe + prix * postes) * (2 + postes)", 202_600),
        ("(fixe + prix * postes) / 2", 50_650),
        # A price in a function of a quantity is owed by those who are there.
        ("max(fixe; prix * postes) + autre", 1_000),
        ("si(rang = 1; fixe; 0) + autre", 1_000),
        # 1 013,00 × 108,7 ÷ 101,3 = 1 087,00.
        ("indice(fixe; annuelle) + prix * postes", 108_700),
        # The coefficients of the shares are a cost too.
        ("autre * part(postes) + fixe + prix * postes", 102_300),
    ],
)
def test_what_no_quantity_multiplies_is_a_cost_even_when_nobody_is_there(formule: str, cents: int) -> None:
    assert unpaid(formule) == cents
