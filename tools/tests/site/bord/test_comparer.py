"""« Comparer »: each adherent is of one size, whose excluded end is told; a part of a year is compared with nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from convention.site.bord.montants.comparer import TAILLES, annees, comparer, taille
from tests.essais import FIGES, edited, fichiers
from tests.maquette import Membre, maquette
from tests.site.lecture import ESSEY, ordinaire, site_de, site_reel

if TYPE_CHECKING:
    from collections.abc import Mapping

JOUR = date(2026, 11, 29)
SYNDICAT = fichiers(FIGES / "syndicat")
HAUTE_BRUME = "adherents/haute-brume/adherent.yaml"
DEPUIS = "adhesion: {debut: 2026-07-01,"


def phrase(files: Mapping[str, str], nom: str, jour: date = JOUR) -> str:
    found = comparer(site_de(files, "adherents", jour), nom)
    assert found is not None
    return ordinaire(found.phrase)


def phrase_reelle(nom: str) -> str:
    found = comparer(site_reel("adherents", JOUR), nom)
    assert found is not None
    return ordinaire(found.phrase)


@pytest.mark.parametrize(("low", "high"), list(pairwise(TAILLES)))
def test_a_bound_belongs_to_the_size_that_it_begins_and_to_no_other(low: int, high: int) -> None:
    assert taille(Fraction(low)) == (low, high)
    assert taille(Fraction(high) - Fraction(1, 100)) == (low, high)
    assert taille(Fraction(high)) != (low, high)


def test_the_largest_size_has_no_end() -> None:
    assert taille(Fraction(TAILLES[-1])) == taille(Fraction(99_999)) == (TAILLES[-1], None)


def test_whoever_is_at_the_limit_of_two_sizes_is_compared_in_one_of_them_only() -> None:
    site = site_reel("adherents", JOUR)
    sizes = site.tailles(site.exercice)
    assert sizes["maxeville"] == 160
    alike = [nom for nom, count in sizes.items() if nom != ESSEY and 80 <= count < 160]
    told = phrase_reelle(ESSEY)
    assert f"la médiane des {len(alike)} autres adhérents de 80 à moins de 160 postes (" in told
    assert (
        "Trop peu d'adhérents de 160 à moins de 400 postes pour qu'une médiane en dise quelque chose."
        in phrase_reelle("maxeville")
    )


def test_the_first_and_the_last_size_are_told_by_their_only_bound() -> None:
    assert "Trop peu d'adhérents de moins de 20 postes pour" in phrase_reelle("dommartemont")
    assert "Trop peu d'adhérents de 400 postes ou plus pour" in phrase_reelle("nancy")


@pytest.mark.parametrize(
    ("adhesion", "jour", "told"),
    [
        (DEPUIS, JOUR, "adhérent depuis le 1er juillet 2026"),
        (DEPUIS, date(2026, 3, 1), "adhérent à partir du 1er juillet 2026"),
        (
            "adhesion: {debut: 2026-07-01, fin: 2026-12-01,",
            JOUR,
            "adhérent depuis le 1er juillet 2026, jusqu'au 30 novembre 2026 inclus",
        ),
    ],
)
def test_who_is_there_for_a_part_of_the_year_is_not_compared_with_a_whole_one(
    adhesion: str, jour: date, told: str
) -> None:
    files = edited(SYNDICAT, HAUTE_BRUME, DEPUIS, adhesion)
    said = phrase(files, "haute-brume", jour)
    assert f"par poste de travail, pour une partie de l'année seulement : {told}." in said
    assert said.endswith("Ce montant ne se compare pas à celui d'une année entière.")
    assert "médiane" not in said


def test_who_is_there_for_a_part_of_the_year_counts_in_the_median_of_nobody() -> None:
    aside = "Ceux qui ne sont pas adhérents toute l'année n'y sont pas comptés."
    for nom in ("fontazur", "pierrelune"):
        said = phrase(SYNDICAT, nom)
        assert "Trop peu d'adhérents de 20 à moins de 40 postes pour" in said
        assert said.endswith(aside)
    # Of another size, nobody is left out.
    assert aside not in phrase(SYNDICAT, "rochemiel")
    whole = edited(SYNDICAT, HAUTE_BRUME, DEPUIS, "adhesion: {debut: 2026-01-01,")
    assert aside not in phrase(whole, "fontazur")


def test_where_a_part_of_a_year_is_due_in_full_it_is_a_whole_year() -> None:
    convention = "catalogue/convention.yaml"
    files = edited(SYNDICAT, convention, "    mode: mensuel\n", "    mode: aucun\n")
    assert "une partie de l'année" not in phrase(files, "haute-brume")


def test_the_amounts_of_two_years_to_come_are_several() -> None:
    members = {"metropole": Membre("postes: 4"), "nancy": Membre("postes: 4")}
    years = dict.fromkeys((2026, 2027, 2028), "previsionnel")
    files = maquette(members, {}, forfait="2024-01-01: 700.00", exercices=years)
    found = annees(site_de(files, "adherents", JOUR), "nancy")
    assert found is not None
    told = "2027 et 2028 : montants estimés avec un forfait de 700,00 € par poste, repris de 2024, rien n'étant fixé."
    assert ordinaire(found.note) == told
