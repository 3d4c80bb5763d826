"""A grid with several measures: which of them gives the tier is told, with the rule that chooses it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.model.documents.cles import Cumul
from convention.model.mots.communs import ModeBareme
from convention.reports.calcul.consultation import tranche, tranche_atteinte
from convention.site.annexes.prix import en_vigueur
from tests.site.lecture import bord_dit, ordinaire, page_dite, site_de

if TYPE_CHECKING:
    from convention.model.vue import BaremeVu
    from convention.site.ensemble import Site


@cache
def site() -> Site:
    return site_de("syndicat", "adherents", date(2026, 11, 29))


def bareme(nom: str) -> BaremeVu:
    every = (item.tables for item in site().chiffres.contributions[2026].calculs if item.tables is not None)
    return next(found.baremes[nom] for found in every if nom in found.baremes)


@pytest.mark.parametrize(
    ("nom", "mesures", "told"),
    [
        ("suivi", (4000, 60), "à partir de 50 agents, la plus haute des deux"),
        ("suivi", (6000, 30), "à partir de 5 000 habitants, la plus haute des deux"),
        ("suivi", (1000, 25), "de 20 à 49 agents, la plus haute des deux"),
        ("suivi", (4000, 30), "de 2 500 à 4 999 habitants et de 20 à 49 agents"),
        ("parametrage", (4000, 60), "de 2 500 à 4 999 habitants, la plus basse des deux"),
        ("parametrage", (6000, 60), "à partir de 5 000 habitants et à partir de 50 agents"),
        ("assistance", (12,), "de 10 à 49 postes"),
    ],
)
def test_the_measure_that_gives_the_tier_is_told(nom: str, mesures: tuple[int, ...], told: str) -> None:
    found = tranche_atteinte(site().depot, bareme(nom), [Fraction(mesure) for mesure in mesures])
    assert ordinaire(found) == told


@pytest.mark.parametrize(
    ("cle", "told"),
    [
        ({}, "de 2 à moins de 10 To"),  # an average: 1,5 To is of the first tier
        ({"entier": True}, "de 2 à 9 To"),
        ({"comptage": None, "somme": ("postes", "stockage")}, "de 2 à moins de 10 To"),
        ({"comptage": None, "produit": ("postes", "agents")}, "de 2 à 9 To"),
        ({"comptage": None, "cumul": Cumul(composants=("hebergement",))}, "de 2 à moins de 10 To"),
        ({"comptage": None, "reference": "population"}, "de 2 à 9 To"),
    ],
)
def test_a_tier_ends_where_the_next_begins_unless_whole_things_are_counted(cle: dict[str, object], told: str) -> None:
    depot, nom = site().depot, "volume" if "somme" in cle or "produit" in cle else "stockage"
    vu = bareme("objets")
    vu = vu._replace(
        bareme=vu.bareme.model_copy(update={"mesures": {nom: "To"}, "mode": ModeBareme.PALIER}),
        tranches=tuple(
            item.model_copy(update={"a_partir_de": {nom: item.a_partir_de["stockage"]}}) for item in vu.tranches
        ),
    )
    depot = depot._replace(cles={**depot.cles, nom: depot.cles["stockage"].model_copy(update=cle)})
    assert ordinaire(tranche(depot, vu, 1)) == told


def test_of_what_is_paid_slice_by_slice_each_ends_where_the_next_begins() -> None:
    depot, vu = site().depot, bareme("objets")
    depot = depot._replace(cles={**depot.cles, "stockage": depot.cles["stockage"].model_copy(update={"entier": True})})
    told = [ordinaire(tranche(depot, vu, rang)) for rang in range(len(vu.tranches))]
    assert told == ["de 0 à 2 To", "de 2 à 10 To", "au-delà de 10 To"]


def test_the_prices_of_a_grid_say_which_of_its_tiers_holds() -> None:
    titles = {
        ordinaire(grid.titre)
        for calcul in site().chiffres.contributions[2026].calculs
        if calcul.service == "N05" and calcul.ligne_tarif
        for grid in en_vigueur(site(), calcul.ligne_tarif, calcul.formule)[1]
    }
    assert titles == {
        "Barème « Délégué mutualisé, première année », la plus haute des deux tranches atteintes",
        "Barème « Délégué mutualisé, années suivantes », la plus haute des deux tranches atteintes",
        "Barème « Paramétrage, selon la population et le nombre d'agents », la plus basse des deux tranches atteintes",
    }


def test_the_page_of_an_adherent_tells_which_measure_gave_its_tier_and_subtracts_what_is_rendered() -> None:
    text = bord_dit(site(), "valcendre")
    assert "950,00 € tranche à partir de 50 agents, la plus haute des deux" in text
    assert "480,00 € tranche de 2 500 à 4 999 habitants, la plus basse des deux" in text
    assert "Contrôle : 3 000,00 − 1 000,00 + 3 824,53" in text
    assert "+ −" not in text


def test_the_public_page_does_not_say_that_what_a_tier_gives_is_shared_or_billed_by_the_unit() -> None:
    public = site_de("syndicat", "public", date(2026, 11, 29))
    depot = public.depot
    (code,) = {item.service for item in depot.composants.values() if "assistance" in item.composant.ligne}
    page = page_dite(public, f"services/{code.lower()}.md")
    assert "dont le calcul est dit plus bas" in page
