"""What a census asks each member: what bills it, in that year and that phase, and nothing that it does not count."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from convention.edition.classeur.cadre import subject
from convention.edition.classeur.export import workbook_bytes
from convention.edition.classeur.feuilles.quantites import figure
from convention.edition.classeur.importation import Bilan
from convention.edition.classeur.recensement import Recensement, census, census_bytes, census_text
from convention.edition.refus import RefusError
from convention.model.documents.quantites import Place
from tests.edition.classeur.classeurs import DEPOT
from tests.essais import FIGES, charger, fichiers, fichiers_nancy, lire

ESSEY = "essey-les-nancy"


def demandes(files: dict[str, str], exercice: int) -> dict[str, list[str]]:
    return {nom: list(map(str, places)) for nom, places in census(lire(files), exercice).attendus.items()}


def test_a_member_is_asked_what_bills_it() -> None:
    assert demandes(DEPOT, 2026) == {nom: ["postes", "stockage"] for nom in ("amont", "aval", "metropole")}


def test_before_prices_are_known_it_is_asked_what_it_counted_the_year_before() -> None:
    year = {"pricing/exercices/2027.yaml": DEPOT["pricing/exercices/2026.yaml"]}
    assert demandes({**DEPOT, **year}, 2027)["amont"] == ["postes", "stockage"]


@pytest.mark.parametrize("origine", ["demonstration", "convention"])
def test_a_workbook_says_that_its_figures_are_made_up_when_some_are(origine: str) -> None:
    said = {path: text.replace("origine: demonstration", f"origine: {origine}") for path, text in DEPOT.items()}
    sujet = subject(lire(said), 2026)
    asked = census(sujet.depot, 2026).attendus["amont"]
    for content in (census_bytes(sujet, "amont", asked), workbook_bytes(sujet)):
        sheet = load_workbook(io.BytesIO(content))["Lisez-moi"]
        told = sheet["A2"].value == "Données de démonstration, sans valeur comptable."
        assert told is (origine == "demonstration")


def test_what_the_forfait_was_called_on_is_asked_in_the_forecast_only() -> None:
    asked = {annee: demandes(fichiers_nancy(), annee)[ESSEY] for annee in (2026, 2027)}
    assert ("postes_forfait" in asked[2027], "postes_forfait" in asked[2026]) == (True, False)
    assert {"postes", "application-finances:comptes"} < set(asked[2026])


def test_what_is_published_or_a_sum_is_asked_of_nobody() -> None:
    every = {place for places in demandes(fichiers_nancy(), 2027).values() for place in places}
    assert not every & {"population", "parts_colibris", "moyens_impression"}


def test_a_closed_year_is_not_counted() -> None:
    with pytest.raises(RefusError, match="est clos"):
        census(charger(fichiers_nancy()).depot, 2024)


def test_nothing_is_asked_of_who_counts_zero_of_everything() -> None:
    # The département bears the service for its colleges, and has no pupil. A laundry has no bed, but has lines.
    colleges, hospitals = lire(fichiers(FIGES / "ecoles")), lire(fichiers(FIGES / "hopitaux"))
    assert census(colleges, 2027).exempts == ("val-dore",)
    assert set(census(colleges, 2027).attendus) == {nom for nom in colleges.dossiers if nom != "val-dore"}
    assert census(hospitals, 2026).exempts == ()
    assert census(hospitals, 2026).attendus["blanchisserie-des-monts"] == [Place("lignes"), Place("lits")]


def test_nothing_is_asked_of_who_has_left() -> None:
    later = fichiers(FIGES / "hopitaux")
    later["pricing/exercices/2027.yaml"] = later["pricing/exercices/2026.yaml"].replace("2026-", "2027-")
    later["pricing/exercices/2027.yaml"] = later["pricing/exercices/2027.yaml"].replace("2026", "2027")
    asked = census(charger(later).depot, 2027).attendus
    assert ("fontanelle" in asked, "orvelle" in asked) == (True, False)


def test_beside_what_is_asked_stands_what_was_really_counted_the_year_before() -> None:
    # 210 lines were foreseen, 216 counted; nobody counted the beds anew.
    before = subject(lire(fichiers(FIGES / "hopitaux")), 2026).precedente
    assert [figure(before, Place(cle), "aubrelac") for cle in ("lignes", "lits")] == ["216", "150"]


def test_what_is_left_blank_is_told_apart_whatever_commas_names_hold() -> None:
    left = {"amont": ("Postes", "Population, en habitants")}
    back = Recensement(2026, Bilan((), (), ()), ("amont",), (), left, ())
    assert ": Postes ; Population, en habitants\n" in census_text(charger(DEPOT).depot, back)
