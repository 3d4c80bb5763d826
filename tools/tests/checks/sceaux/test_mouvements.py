"""Who comes or leaves once the balance is called keeps no exercice open: its regularisation carries the difference."""

from __future__ import annotations

import pytest

from convention.checks.registry import memoires, run
from tests.checks.depots import plain
from tests.engine.appels.petits_appels import appelle
from tests.essais import FIGES, fichiers, lire

GARDES = memoires()
APPELE = appelle(fichiers(FIGES / "ecoles"), "2026-03", "2026-10")
CLOS = {
    **APPELE,
    "pricing/exercices/2026.yaml": APPELE["pricing/exercices/2026.yaml"].replace("statut: ouvert", "statut: clos"),
}
LAC, AULNES = "adherents/college-du-lac/adherent.yaml", "adherents/college-des-aulnes/adherent.yaml"


def _of(code: str, files: dict[str, str]) -> list[str]:
    return [item.message for item in run(lire(files), gardes=GARDES) if item.code == code]


def _leaves(files: dict[str, str], fin: str) -> dict[str, str]:
    return {**files, LAC: files[LAC].replace("debut: 2026-01-01", f"debut: 2026-01-01, fin: {fin}")}


def _enters(files: dict[str, str], debut: str) -> dict[str, str]:
    return {**files, AULNES: files[AULNES].replace("debut: 2027-09-01", f"debut: {debut}")}


def test_a_departure_or_an_arrival_after_the_balance_is_no_fault_of_a_closed_exercice() -> None:
    assert _of("SCE009", CLOS) == []
    assert _of("SCE009", _leaves(CLOS, "2026-11-01")) == []
    assert _of("SCE009", _enters(CLOS, "2026-12-01")) == []
    assert _of("SCE009", _enters(_leaves(CLOS, "2026-11-01"), "2026-12-01")) == []


def test_of_an_open_exercice_the_difference_is_still_told() -> None:
    assert _of("SCE008", _leaves(APPELE, "2026-11-01"))


@pytest.mark.parametrize("fin", ["2026-10-15", "2026-07-01"])
def test_a_departure_before_the_balance_is_a_fault(fin: str) -> None:
    assert _of("SCE009", _leaves(CLOS, fin))


def test_a_price_that_changes_is_a_fault_whoever_leaves() -> None:
    (prices,) = [path for path, text in CLOS.items() if "2026: {cout_annuel: 30080.00}" in text]
    files = {**CLOS, prices: CLOS[prices].replace("2026: {cout_annuel: 30080.00}", "2026: {cout_annuel: 31080.00}")}
    cost = " ne redonnent plus le coût annuel de « espace-numerique-de-travail »"
    for changed in (files, _leaves(files, "2026-11-01")):
        (said,) = _of("SCE009", changed)
        assert cost in plain(said)
