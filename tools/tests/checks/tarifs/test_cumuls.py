"""A key that adds up amounts cannot add up what is computed from it, nor what does not exist."""

from __future__ import annotations

import pytest

from convention.checks.registry import run
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, lire

CLES = "pricing/cles.yaml"


@pytest.mark.parametrize(
    ("ecrit", "par", "attendu"),
    [
        (
            "cumul: {composants: [hebergement, licences]}",
            "cumul: {composants: [hebergement, minimum-socle]}",
            ("TAR016", "la clé « socle_numerique » additionne « minimum-socle », qui se calcule d'après elle"),
        ),
        (
            "cumul: {composants: [veille], precedent: oui}",
            "cumul: {composants: [veille]}",
            ("TAR016", "la clé « veille_precedente » additionne « veille », qui se calcule d'après elle"),
        ),
        (
            "cumul: {composants: [hebergement, licences]}",
            "cumul: {composants: [hebergement, licenses]}",
            ("REF001", "le composant « licenses » n'existe pas"),
        ),
        (
            "cumul: {composants: [hebergement, licences]}",
            "cumul: {composants: [hebergement, licences, licences]}",
            ("TAR016", "la clé « socle_numerique » compte deux fois « licences »"),
        ),
    ],
)
def test_a_sum_of_amounts_that_turns_round_counts_one_twice_or_names_nothing_is_refused(
    ecrit: str, par: str, attendu: tuple[str, str]
) -> None:
    files = fichiers(FIGES / "syndicat")
    assert files[CLES].count(ecrit) == 1
    found = run(lire(edited(files, CLES, ecrit, par)), errors_only=True)
    assert [(item.code, espaces(item.message)) for item in found] == [attendu]


def test_a_sum_of_amounts_may_turn_round_through_the_year_before() -> None:
    assert not run(lire(fichiers(FIGES / "syndicat")), errors_only=True)
