"""Why a line moved: what comes to nothing is told by its quantity, and is no more invented than what was called."""

from __future__ import annotations

import pytest

from convention.engine.appels.appels import appeler
from convention.engine.appels.sceller import seal
from convention.model.mots.communs import Origine
from convention.reports.etat.etat import statement
from convention.reports.etat.phrases import reasons_text
from tests.engine.appels.petits_appels import appelle, avec_appels
from tests.espaces import espaces
from tests.essais import lire
from tests.maquette import Cout, Membre

VIDE = "{phase: realise, date: 2025-12-31, source: essai, valeurs: {postes: 0}}"


def _rendu(comptage: str) -> dict[str, str]:
    """Return the calls of 2025 sealed for who counted 3 postes, then its actual count; nothing is invented."""
    said = {path: text.replace("origine: demonstration", "origine: convention") for path, text in avec_appels().items()}
    files = appelle(said, "2024-04", "2024-10", "2025-04", "2025-10")
    path = "adherents/nancy/quantites/2025.yaml"
    return {**files, path: files[path].replace("}}]", f"}}}}, {comptage}]")}


def test_what_comes_to_nothing_for_who_is_still_there_is_told_by_its_quantity() -> None:
    depot = lire(_rendu(VIDE))
    (volet,) = statement(depot, appeler(depot, "2026-04"), "nancy").volets
    (line,) = volet.details
    assert espaces(line.motif) == "0 poste au lieu de 3 (−21,00)"
    (row,) = volet.rangees
    alone = row._replace(service=f"{row.code} {row.motifs[0].libelle}")
    assert [espaces(reasons_text(item)) for item in (row, alone)] == [
        f"{line.libelle} : {espaces(line.motif)}",
        espaces(line.motif),
    ]


def test_what_comes_to_nothing_is_no_more_invented_than_what_was_called() -> None:
    depot = lire(_rendu(VIDE))
    appel = appeler(depot, "2026-04")
    assert statement(depot, appel, "nancy").origine is Origine.CONVENTION
    assert seal(appel).origine == "convention"


def _partie(cout: str, fin: str = "2025-11-01") -> str:
    """Return why a line moved of who left, once the balance of October had called the whole year."""
    counted = "{phase: realise, date: 2025-12-31, source: essai, valeurs: {postes: 3, consommables: 9}}"
    membres = {
        "metropole": Membre("postes: 5, consommables: 1"),
        "nancy": Membre("postes: 3, consommables: 12", comptages=counted),
    }
    files = avec_appels(membres, {"copieur": Cout("prix: 7.00", annuel=cout)})
    files = appelle(files, "2024-04", "2024-10", "2025-04", "2025-10")
    path = "adherents/nancy/adherent.yaml"
    left = f"debut: 2024-01-01, fin: {fin}"
    depot = lire({**files, path: files[path].replace("debut: 2024-01-01", left)})
    (volet,) = statement(depot, appeler(depot, "2026-04"), "nancy").volets
    (line,) = volet.details
    return espaces(line.motif)


def test_a_departure_that_the_call_did_not_know_is_told_by_its_months() -> None:
    assert _partie("prix * postes") == "10 mois sur 12 au lieu de 12 mois sur 12 (−3,50)"


def test_a_departure_before_the_call_and_told_after_it_is_told_by_its_months() -> None:
    assert _partie("prix * postes", "2025-07-01") == "6 mois sur 12 au lieu de 12 mois sur 12 (−10,50)"


def test_a_departure_explains_nothing_of_what_is_counted_along_the_year() -> None:
    assert "mois" not in _partie("prix * consommables")


@pytest.mark.parametrize(
    ("limite", "motif"),
    [
        (
            "plafond: {formule: '3', reliquat: non_recouvre}",
            "9 consommables au lieu de 12, 10 mois sur 12 au lieu de 12 mois sur 12",
        ),
        ("plancher: {formule: '6.9'}", "9 consommables au lieu de 12, 10 mois sur 12 au lieu de 12 mois sur 12"),
        ("plafond: {formule: '9', reliquat: non_recouvre}", "9 consommables au lieu de 12, 10 consommables au total"),
    ],
    ids=["plafond", "plancher", "plafond jamais atteint"],
)
def test_a_departure_is_told_by_its_months_when_only_a_limit_that_it_reduces_makes_the_amount(
    limite: str, motif: str
) -> None:
    assert motif in _partie(f"prix * part(consommables)\n      {limite}")


@pytest.mark.parametrize(
    ("cout", "before", "after", "motif"),
    [
        (
            "prix * postes",
            "prix * postes",
            "2 * prix * postes",
            "prix, règle de calcul ou présence changés depuis l'appel (+21,00)",
        ),
        ("prix * postes", "postes: 3", "postes: 4", "quantité de 3 à l'appel, de 4 postes désormais (+7,00)"),
        (
            "prix * part(postes)",
            *("postes: 5", "postes: 7"),  # those of another: 7,00 € × 3 ÷ 8, tie to the first, then × 3 ÷ 10
            "prix, règle de calcul, total partagé ou présence changés depuis l'appel (−0,52)",
        ),
    ],
    ids=["formule", "quantité", "quantité d'un autre"],
)
def test_what_changed_since_a_line_was_called_is_told(cout: str, before: str, after: str, motif: str) -> None:
    files = avec_appels(couts={"copieur": Cout("prix: 7.00", annuel=cout)})
    called = appelle(files, "2024-04", "2024-10", "2025-04", "2025-10")
    depot = lire({nom: text if nom.endswith(".json") else text.replace(before, after) for nom, text in called.items()})
    (volet,) = [item for item in statement(depot, appeler(depot, "2026-04"), "nancy").volets if item.exercice == 2025]
    (line,) = volet.details
    assert espaces(line.motif) == motif
