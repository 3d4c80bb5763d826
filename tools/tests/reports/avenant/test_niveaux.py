"""The sentences of an avenant that are kept: who may read each, and that none says again what another one says."""

from __future__ import annotations

import pytest

from convention.compare.changements.changements import changements
from convention.compare.comparaison import comparer
from convention.reports.avenant.json import consigned, level
from tests.essais import edited, fichiers_nancy, lire
from tests.reports.etat.etats import tel_quel

SOUSCRIPTIONS = "adherents/tomblaine/souscriptions.yaml"


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        ("catalogue/services/S09.yaml", "nom_court: Télétravail", "nom_court: Travail à distance", "public"),
        ("pricing/forfait.yaml", "montant: 710.60", "montant: 710.70", "public"),
        (
            "pricing/composants/S04.yaml",
            "2027: {cout_maintenance: 4800.00}",
            "2027: {cout_maintenance: 1.00}",
            "adherents",
        ),
        (
            "pricing/couts-de-possession.yaml",
            "{cout_annuel: 62400.00, postes: 112, total: {postes: 4801}, attendu: 1455.70}",
            "{cout_annuel: 62400.00, postes: 0, total: {postes: 4801}, attendu: 0.00}",
            "adherents",
        ),
        (
            SOUSCRIPTIONS,
            "  - {service: S08, debut: 2024-01-01}\n",
            "  - {service: S08, debut: 2024-02-01}\n",
            "adherents",
        ),
    ],
)
def test_a_sentence_is_public_when_it_can_hold_neither_a_price_nor_an_adherent(
    path: str, before: str, after: str, expected: str
) -> None:
    files = fichiers_nancy()
    found = changements(lire(files), lire(edited(files, path, before, after)))
    assert {str(level(item)) for item in found} == {expected}


COPIEURS = [f"adherents/essey-les-nancy/quantites/{annee}.yaml" for annee in (2027, 2028)]
FORFAIT = "pricing/forfait.yaml"


def _phrases(files: dict[str, str]) -> list[str]:
    kept = consigned(1, comparer(lire(fichiers_nancy()), lire(files)))
    assert len(kept.contenu.phrases) == len(kept.niveaux) == len(kept.sujets_dits) == len(kept.services_dits)
    return [tel_quel(text) for text in kept.contenu.phrases]


def test_a_quantity_that_moves_alike_in_two_years_is_kept_once_with_both() -> None:
    files = fichiers_nancy()
    for path in COPIEURS:
        files = edited(files, path, "      copieurs: 6\n", "      copieurs: 7\n")
    (told,) = _phrases(files)
    assert "7 copieurs au lieu de 6 en 2027 et 2028" in told


def test_quantities_that_move_otherwise_in_two_years_are_kept_each() -> None:
    files = fichiers_nancy()
    for path, count in zip(COPIEURS, (7, 8), strict=True):
        files = edited(files, path, "      copieurs: 6\n", f"      copieurs: {count}\n")
    told = _phrases(files)
    assert [text.partition(" (")[0] for text in told] == [
        "Essey-lès-Nancy : 7 copieurs au lieu de 6 en 2027",
        "Essey-lès-Nancy : 8 copieurs au lieu de 6 en 2028",
    ]


def test_a_fee_that_one_act_sets_for_two_years_is_kept_once() -> None:
    act = "montant: 720.00, reference: Délibération inventée, origine: demonstration, verifie_le: 2026-11-25"
    new = "".join(f"  - {{date: {annee}-01-01, {act}}}\n" for annee in (2027, 2028))
    files = fichiers_nancy()
    (told,) = _phrases({**files, FORFAIT: files[FORFAIT] + new})
    assert "720,00" in told
    assert "est remplacé par « 720,00 € » à compter du 1er janvier 2027 (" in told
