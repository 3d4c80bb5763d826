"""Who may read a sentence of an avenant: the public only what holds neither a price nor an adherent."""

from __future__ import annotations

import pytest

from convention.compare.changements.changements import changements
from convention.reports.avenant.json import level
from tests.essais import edited, fichiers_nancy, lire

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
