"""`engine.cumuls`: which amounts are brought to a full year, and what a cost reads of others."""

from __future__ import annotations

import pytest

from convention.engine.cumuls import behind
from convention.model.resolution import resolve
from tests.essais import contribution, lire
from tests.maquette import Cout, Membre, maquette

CLES = "pricing/cles.yaml"
JUILLET = "{service: S03, debut: 2026-07-01}"
COUTS = {
    "reseau": Cout("prix: 120.00", annuel="prix"),
    "frais": Cout("taux: 0.10", annuel="taux * reseaux"),
    "majoration": Cout("taux: 0.10", annuel="taux * abaque", suite="abaque: frais_cumules"),
    "temoin": Cout("taux: 0.10", annuel="taux * postes"),
}
SOMMES = (
    "  reseaux: {libelle: x, unite: €, pluriel: €, cumul: {composants: [reseau]}}\n"
    "  frais_cumules: {libelle: x, unite: €, pluriel: €, cumul: {composants: [frais]}}\n"
)


def _files() -> dict[str, str]:
    membres = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 1", souscriptions=JUILLET)}
    files = maquette(membres, COUTS)
    return {**files, CLES: files[CLES] + SOMMES}


def test_only_the_amount_of_who_is_there_for_a_part_of_the_year_is_brought_to_a_full_one() -> None:
    (calcul,) = [item for item in contribution(_files()).calculs if item.composant == "frais"]
    found = {nom: rang in calcul.decomptes["reseaux"].ramenes for rang, nom in enumerate(calcul.beneficiaires)}
    assert found == {"laxou": True, "metropole": False}


@pytest.mark.parametrize(
    ("composant", "lus"),
    [
        ("reseau", set()),
        ("temoin", set()),
        ("frais", {"reseau"}),
        ("majoration", {"frais", "reseau"}),
        ("inconnu", set()),
    ],
)
def test_a_cost_reads_the_amounts_of_those_that_its_keys_add_up_at_once_or_through_others(
    composant: str, lus: set[str]
) -> None:
    assert behind(resolve(lire(_files()), 2026).regles, [composant]) == lus


def test_a_cost_whose_row_is_unknown_reads_nothing() -> None:
    regles = resolve(lire(_files()), 2026).regles
    assert behind(regles._replace(lignes={}), ["frais"]) == set()
