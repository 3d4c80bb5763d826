"""A credit may make a cost negative, never what an adherent owes in all."""

from __future__ import annotations

from convention.checks.registry import run
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, lire

FONTAZUR = "adherents/fontazur/adherent.yaml"
N03 = "pricing/composants/N03.yaml"


def _told(avoir: str, nom: str = "Fontazur") -> list[tuple[str, str]]:
    files = fichiers(FIGES / "syndicat")
    files[FONTAZUR] = files[FONTAZUR].replace("nom: Fontazur", f"nom: {nom}", 1)
    assert files[N03].count("avoir_annuel: 2100.00") == 1
    changed = files[N03].replace("avoir_annuel: 2100.00", f"avoir_annuel: {avoir}")
    found = run(lire({**files, N03: changed}), errors_only=True)
    return [(item.code, espaces(item.message)) for item in found if item.code == "TAR034"]


def test_a_credit_that_leaves_something_to_pay_is_nobody_s_error() -> None:
    assert _told("21000.00") == []


def test_a_credit_beyond_what_somebody_owes_is_told_of_each() -> None:
    told = _told("900000.00")
    # 900 000.00 given back by 210 computers, 85 714.29 for 20; Fontazur owes 33 232.45, and 300.00 of penalties.
    assert ("TAR034", "en 2026, les avoirs rendraient à Fontazur plus qu'il ne doit : −52 181,84 €") in told


def test_who_is_given_back_too_much_is_named_with_its_article() -> None:
    assert any(
        "les avoirs rendraient aux Fontaines plus" in message for _, message in _told("900000.00", "Les Fontaines")
    )
