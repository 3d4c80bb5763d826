"""Calls: what they ask for adds up to what the year was, for everybody, those who left included (art. 8.3)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest

from convention.engine.appels.appels import _days, appeler, deja_appele
from convention.engine.contribution import calculer
from convention.model.mots.communs import Nature, Phase
from convention.model.resolution import resolve
from tests.engine.appels.petits_appels import APPELS_PASSES, appelle, avec_appels
from tests.essais import fichiers_nancy, lire, nancy

FIGES = {"saulxures-les-nancy": 25_000_00, "seichamps": 30_000_00}


def _by_payer(files: dict[str, str], exercice: int, phase: Phase) -> dict[tuple[str, str], int]:
    depot = lire(files)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for ligne in calculer(resolve(depot, exercice, phase)).lignes:
        called = ligne.calcul.nature is not Nature.DIRECT and ligne.adherent != depot.convention.gestionnaire
        if called and ligne.montant:
            sums[ligne.adherent, str(ligne.calcul.section)] += ligne.montant
    return dict(sums)


def _called(files: dict[str, str], exercice: int) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (annee, identite), cents in deja_appele(lire(files), "9999-12").items():
        if annee == exercice:
            sums[identite[0], identite[4]] += cents
    return {key: cents for key, cents in sums.items() if cents}


@pytest.mark.parametrize("exercice", [2024, 2025])
def test_advance_balance_and_regularisation_are_what_the_year_was(exercice: int) -> None:
    assert _called(fichiers_nancy(), exercice) == _by_payer(fichiers_nancy(), exercice, Phase.REALISE)


def test_no_advance_takes_more_than_a_cent_from_the_exact_share() -> None:
    (advance, *_) = appeler(nancy(), "2026-04").volets
    half = [item for item in advance.montants if item.identite[0] not in FIGES]
    assert [item for item in half if abs(item.montant - Fraction(item.base, 2)) >= 1] == []


def test_the_revised_amounts_of_an_exercice_were_called_by_its_advances_and_its_balance() -> None:
    depot = lire(appelle(avec_appels(), *APPELS_PASSES))
    assert {annee: list(_days(depot, annee)) for annee in (2024, 2025)} == {
        2024: [date(2024, 4, 15), date(2024, 10, 15)],
        2025: [date(2025, 4, 15), date(2025, 10, 15)],
    }


def test_an_amount_frozen_on_the_attribution_de_compensation_is_the_advance_of_its_section() -> None:
    (advance, *_) = appeler(nancy(), "2026-04").volets
    called = {
        nom: sum(item.montant for item in advance.of(nom) if item.identite[4] == "fonctionnement") for nom in FIGES
    }
    assert called == FIGES
    invested = [item for nom in FIGES for item in advance.of(nom) if item.identite[4] == "investissement"]
    assert [item for item in invested if abs(item.montant - Fraction(item.base, 2)) >= 1] == []
