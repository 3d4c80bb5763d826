"""Which calls are waited for on a day, and which is still to carry what (art. 8.3)."""

from __future__ import annotations

from datetime import date

import pytest

from convention.engine.appels.cloture import actual
from convention.engine.appels.echeances import (
    corrected,
    echeances,
    regularised_on,
    regularising,
    to_come,
    unsealed,
)
from convention.engine.appels.sceller import rectify, seal_closing
from tests.engine.appels.petits_appels import appelle, avec_appels, avec_sceaux
from tests.essais import edited, lire

VOLETS = {
    "2025-04": "{genre: acompte, exercice: 2025, taux: 0.5}",
    "2025-10": "{genre: previsionnel, exercice: 2026}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}",
}


@pytest.mark.parametrize(
    ("jour", "attendus"),
    [
        (date(2025, 4, 14), []),
        (date(2025, 4, 15), ["2025-04"]),
        # A forecast is announced, never sealed.
        (date(2026, 4, 14), ["2025-04"]),
        (date(2026, 4, 15), ["2025-04", "2026-04"]),
    ],
)
def test_a_call_is_waited_for_from_its_day_a_forecast_never(jour: date, attendus: list[str]) -> None:
    assert list(unsealed(lire(avec_appels(volets=VOLETS)), jour)) == attendus


def test_a_sealed_call_is_waited_for_no_more_nor_is_one_of_a_closed_exercice() -> None:
    sealed = appelle(avec_appels(volets=VOLETS), "2025-04")
    assert list(unsealed(lire(sealed), date(2026, 12, 31))) == ["2026-04"]
    closed = avec_appels(volets=VOLETS)
    path = "pricing/exercices/2025.yaml"
    closed[path] = closed[path].replace("statut: ouvert", "statut: clos")
    assert list(unsealed(lire(closed), date(2026, 12, 31))) == ["2026-04"]


CYCLE = {
    "2024-04": "{genre: acompte, exercice: 2024, taux: 0.5}",
    "2024-10": "{genre: solde, exercice: 2024}",
    "2025-04": "{genre: regularisation, exercice: 2024}",
    "2025-10": "{genre: solde, exercice: 2025}",
    "2026-04": "{genre: regularisation, exercice: 2025}",
}


def test_what_is_left_of_an_exercice_is_asked_by_its_balance_then_by_its_regularisation_until_they_are_sealed() -> None:
    opened = lire(avec_appels(volets=CYCLE))
    assert [item.date for item in to_come(opened, 2025)] == [date(2025, 10, 15), date(2026, 4, 15)]
    sealed = lire(appelle(avec_appels(volets=CYCLE), "2024-04", "2024-10"))
    assert [item.date for item in to_come(sealed, 2024)] == [date(2025, 4, 15)]
    assert to_come(sealed, 2026) == ()


def test_only_a_closed_exercice_that_was_corrected_goes_with_the_regularisation_of_a_later_one() -> None:
    files = appelle(avec_appels(volets=CYCLE), "2024-04", "2024-10", "2025-04")
    assert regularising(lire(files), 2024) is None
    closing = seal_closing(actual(lire(files), 2024), date(2025, 3, 1))
    moved = edited(files, "adherents/nancy/quantites/2024.yaml", "postes: ", "postes: 1")
    depot = lire(avec_sceaux(moved, rectify(closing, actual(lire(moved), 2024), date(2025, 6, 20), "oubli")))
    assert regularising(depot, 2024) == echeances(depot)["2026-04"]
    assert regularising(depot, 2025) == echeances(depot)["2026-04"]
    assert [corrected(depot, echeance) for echeance in ("2025-05", "2025-06", "2026-04")] == [[], [2024], [2024]]


def test_a_correction_that_a_sealed_call_carried_waits_for_no_other() -> None:
    volets = {**CYCLE, "2025-10": "{genre: regularisation, exercice: 2024}"}
    files = appelle(avec_appels(volets=volets), "2024-04", "2024-10", "2025-04")
    closing = seal_closing(actual(lire(files), 2024), date(2025, 3, 1))
    moved = edited(files, "adherents/nancy/quantites/2024.yaml", "postes: ", "postes: 1")
    moved = avec_sceaux(moved, rectify(closing, actual(lire(moved), 2024), date(2025, 6, 20), "oubli"))
    told = [[item.date for item in to_come(lire(data), 2024)] for data in (moved, appelle(moved, "2025-10"))]
    assert told == [[date(2025, 10, 15)], []]


def test_an_exercice_was_regularised_on_the_day_when_a_call_before_a_milestone_carried_its_own_regularisation() -> None:
    depot = lire(appelle(avec_appels(volets=CYCLE), "2024-04", "2024-10", "2025-04", "2025-10"))
    told = [(2024, "2025-04"), (2024, "2025-10"), (2025, "2026-04")]
    assert [regularised_on(depot, *asked) for asked in told] == ["", "2025-04-15", ""]
