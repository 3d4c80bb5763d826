"""`engine.cumuls`: which amounts are brought to a full year, and what a cost reads of others."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.engine.cumuls import behind, cumulate
from convention.model.resolution import resolve
from tests.essais import contribution, lire
from tests.maquette import Cout, Membre, maquette

CLES = "pricing/cles.yaml"
JUILLET = "{service: S03, debut: 2026-07-01}"
COUTS = {
    "reseau": Cout("prix: 120.00", annuel="prix"),
    "frais": Cout("taux: 0.10", annuel="taux * reseaux"),
    "majoration": Cout("taux: 0.10", annuel="taux * abaque", suite="abaque: frais_cumules"),
    "reunis": Cout("taux: 0.10", annuel="taux * reseaux + taux * abaque", suite="abaque: postes"),
    "temoin": Cout("taux: 0.10", annuel="taux * postes"),
}
SOMMES_DU_RESEAU = "  reseaux: {libelle: x, unite: €, pluriel: €, cumul: {composants: [reseau]}}\n"
SOMMES = f"{SOMMES_DU_RESEAU}  frais_cumules: {{libelle: x, unite: €, pluriel: €, cumul: {{composants: [frais]}}}}\n"


def _files() -> dict[str, str]:
    membres = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 1", souscriptions=JUILLET)}
    files = maquette(membres, COUTS)
    return {**files, CLES: files[CLES] + SOMMES}


def test_only_the_amount_of_who_is_there_for_a_part_of_the_year_is_brought_to_a_full_one() -> None:
    (calcul,) = [item for item in contribution(_files()).calculs if item.composant == "frais"]
    found = {nom: rang in calcul.decomptes["reseaux"].ramenes for rang, nom in enumerate(calcul.beneficiaires)}
    assert found == {"laxou": True, "metropole": False}


def test_who_only_bears_what_an_exit_frees_was_there_for_no_part_of_the_year() -> None:
    membres = {
        "metropole": Membre("postes: 1", souscriptions=""),
        "laxou": Membre("postes: 1", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}"),
    }
    couts = {"reseau": Cout("prix: 120.00", annuel="prix * part(postes)"), "frais": COUTS["frais"]}
    files = maquette(membres, couts, part_liberee="gestionnaire")
    calculs = {item.composant: item for item in contribution({**files, CLES: files[CLES] + SOMMES_DU_RESEAU}).calculs}
    reseau, counted = calculs["reseau"], cumulate("reseaux", [calculs["reseau"]], ["laxou", "metropole"])
    assert dict(zip(reseau.beneficiaires, reseau.presences, strict=True)) == {"laxou": Fraction(1, 2), "metropole": 0}
    assert counted.ramenes == {0}


@pytest.mark.parametrize(
    ("composant", "lus"),
    [
        ("reseau", set()),
        ("temoin", set()),
        ("frais", {"reseau"}),
        ("majoration", {"frais", "reseau"}),
        ("reunis", {"reseau"}),
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
