"""What is typed in the simulator: nothing is affirmed while a value is missing, nothing is erased without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.site.simulateur.simulateur import quantites
from tests.site.lecture import CHEZ_ESSEY, JOUR, ordinaire, site_reel
from tests.site.simulateur.simulation import ESSEY_2027, ouvrir, phrase

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
FAUTES = (
    ("copieurs", "6,5", "écrire un nombre entier : cette quantité se compte en copieurs"),
    ("copieurs", "−3", "une quantité ne peut pas être négative"),
    ("copieurs", "abc", "écrire un nombre en chiffres, par exemple 12"),
    ("copieurs", "1 000 000 000", "écrire un nombre de 0 à 1 650"),
    ("copieurs", "1651", "écrire un nombre de 0 à 1 650"),
    ("stockage", "1.200", "il se lit de deux façons, écrire 1200 ou 1,200"),
    ("stockage", "2,1234567", "six décimales au plus"),
    ("stockage", ",", "écrire un nombre en chiffres, par exemple 12,5"),
)
"""What is typed, and why it does not count."""


def test_no_verdict_is_given_while_an_entry_is_missing_and_the_banner_leads_to_its_field(
    page: Page, adresse: str
) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    page.get_by_label("S09 Télétravail").check()
    assert phrase(page) == "Résultat incomplet : saisir le nombre de comptes de télétravail."
    assert ordinaire(page.locator("#sim-manques").inner_text()) == (
        "Résultat incomplet. À saisir : nombre de comptes de télétravail."
    )
    assert "(résultat incomplet)" in page.locator("#sim-mien caption").first.inner_text()
    page.locator("#sim-exporter").click()
    alerte = page.get_by_role("alert")
    assert ordinaire(alerte.inner_text()).strip() == (
        "SCENARIO.yaml n'est pas exporté. Il faut d'abord saisir : « nombre de comptes de télétravail »."
    )
    page.get_by_role("button", name="saisir le nombre de comptes de télétravail").click()
    page.keyboard.type("12")
    assert page.get_by_label("Nombre de comptes de télétravail").input_value() == "12"
    assert phrase(page).startswith("Essey-lès-Nancy paierait ")
    assert (alerte.is_visible(), page.locator("#sim-manques li").count()) == (False, 0)


def test_what_is_no_quantity_stays_as_typed_with_its_reason_and_is_not_counted(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    before = page.locator("#sim-mien").inner_text()
    for place, saisi, raison in FAUTES:
        field = page.locator(f"#q-{place}")
        field.fill(saisi)
        page.keyboard.press("Tab")
        assert (field.input_value(), field.get_attribute("aria-invalid")) == (saisi, "true")
        note = page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
        assert ordinaire(note) == f"« {ordinaire(saisi)} » n'est pas compté : {raison}."
        assert phrase(page).startswith("Résultat incomplet : corriger ")
        assert page.locator("#sim-mien").inner_text().replace(" (résultat incomplet)", "") == before
        field.fill("")
        assert field.get_attribute("aria-invalid") is None
        assert phrase(page).startswith("Essey-lès-Nancy paierait ")


def test_a_value_that_nobody_types_is_named_with_what_fixes_it_and_nothing_is_exported(
    page: Page, adresse: str
) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    page.get_by_label("S10 Colibris").check()
    assert phrase(page) == (
        "Résultat incomplet : rien n'est fixé pour « parts fixées par les conventions Colibris ». Voir pourquoi"
    )
    page.get_by_role("button", name="Voir pourquoi").click()
    why = (
        "Rien n'est fixé pour Essey-lès-Nancy dans « parts fixées par les conventions Colibris » : c'est une décision "
        "qui fixe la part de chacun, elle ne se saisit pas ici. Le coût de « Plateforme Colibris » est donc compté "
        "sans cette valeur."
    )
    assert ordinaire(page.evaluate("document.activeElement.innerText")) == f"Résultat incomplet. {why}"
    page.locator("#sim-exporter").click()
    assert ordinaire(page.get_by_role("alert").inner_text()).strip() == (
        f"SCENARIO.yaml n'est pas exporté. {why} Pour exporter le reste, retirez S10 Colibris."
    )


def test_two_fields_of_workstations_say_what_each_is_for_and_first_is_raised(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    notes = [page.locator(f"#q-{place}-note").inner_text() for place in ("postes_forfait", "postes")]
    assert [ordinaire(text) for text in notes] == ["sert au forfait", "sert au calcul de « Messagerie électronique »"]
    page.get_by_label("S05 SIG").uncheck()
    assert page.locator("#note-S05").inner_html().endswith("retiré le 1<sup>er</sup>&nbsp;janvier 2027")


GROUPER = """async (adresse) => {
  const { grouper } = await import(`${adresse}assets/scripts/simulateur/formulaire.js`);
  const cout = (service, place) => ({ service, cles: { nombre: { places: [place] } } });
  const quantites = { habitants: { saisie: true }, comptes: { saisie: true } };
  const pret = { situation: { places_du_forfait: ["habitants"], quantites }, couts: [] };
  pret.couts = [cout("S01", "comptes"), cout("S02", "habitants")];
  return Object.fromEntries(grouper(pret));
}"""


def test_what_a_fee_and_one_service_count_stands_with_the_fee(page: Page, adresse: str) -> None:
    page.goto(adresse)
    assert page.evaluate(GROUPER, adresse) == {"commun": ["habitants"], "S01": ["comptes"]}


def test_what_a_key_counts_whole_is_typed_whole() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    found = quantites(site, site.chiffres.vues[2027], site.chiffres.contributions[2027].calculs)
    assert (found["copieurs"]["entiere"], found["stockage"]["entiere"]) == (True, False)
