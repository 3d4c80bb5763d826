"""A grid with several measures says which of the tiers that they reach holds."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from convention.site.acces import lire as acces
from convention.site.annexes.en_vigueur import en_vigueur
from convention.site.ensemble import assembler
from tests.essais import FIGES, fichiers, lire
from tests.site.lecture import ordinaire

if TYPE_CHECKING:
    from convention.site.ensemble import Site


@cache
def site() -> Site:
    return assembler(lire(fichiers(FIGES / "syndicat")), date(2026, 11, 29), acces("adherents"), {})


def test_the_prices_of_a_grid_say_which_of_its_tiers_holds() -> None:
    titles = {
        ordinaire(grid.titre)
        for calcul in site().chiffres.contributions[2026].calculs
        if calcul.service == "N05" and calcul.ligne_tarif
        for grid in en_vigueur(site(), calcul.ligne_tarif, calcul.formule).grilles
    }
    assert titles == {
        "Barème « Délégué mutualisé, première année », la plus haute des deux tranches atteintes",
        "Barème « Délégué mutualisé, années suivantes », la plus haute des deux tranches atteintes",
        "Barème « Paramétrage, selon la population et le nombre d'agents », la plus basse des deux tranches atteintes",
    }
