"""Which calls are waited for on a day: those that ask money of an open exercice, and that nothing seals."""

from __future__ import annotations

from datetime import date

import pytest

from convention.engine.appels.echeances import unsealed
from tests.engine.appels.petits_appels import appelle, avec_appels
from tests.essais import lire

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
