"""The situations of the simulator: a link opens one, the way back finds the one before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.site.simulateur.simulateur import fichier, situation
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, site_reel
from tests.site.simulateur.simulation import ESSEY_2027, annonce, ouvrir, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

METROPOLE = "metropole-grand-nancy"
pytestmark = [pytest.mark.long, pytest.mark.navigateur]


def test_a_link_opens_the_same_situation_and_says_what_it_could_not_take(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    page.get_by_label("S09 Télétravail").check()
    page.get_by_label("Nombre de comptes de télétravail").fill("12")
    page.get_by_label("Espace de stockage").fill("2,75")
    page.get_by_label("S05 SIG").uncheck()
    told, link = phrase(page), page.evaluate("location.href")
    quantites = "q.comptes_teletravail=12&q.stockage=2.75"
    assert link.endswith(f"#adherent={ESSEY}&exercice=2027&avec=S09&sans=S05&{quantites}")
    ouvrir(page, link)
    assert phrase(page) == told
    assert page.get_by_label("Espace de stockage").input_value() == "2,75"
    ouvrir(page, link + "&q.inconnue=1&q.copieurs=6.5")
    assert annonce(page).endswith(
        "laissé de côté : inconnue (inconnu en 2027) et copieurs (un nombre entier est attendu)."
    )


def test_choices_follow_to_another_exercice_and_the_way_back_finds_them_again(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, f"{ESSEY_2027}&avec=S09&q.comptes_teletravail=12")
    told = phrase(page)
    page.locator("#sim-exercice").select_option("2026")
    page.wait_for_url("**exercice=2026**")
    assert page.url.endswith(f"#adherent={ESSEY}&exercice=2026&avec=S09&q.comptes_teletravail=12")
    assert annonce(page) == "Vos choix de 2027 sont repris en 2026."
    page.get_by_label("Nombre de comptes de télétravail").fill("20")
    assert annonce(page) == ""
    page.go_back()
    page.wait_for_function("document.getElementById('sim-exercice').value === '2027'")
    assert phrase(page) == told
    page.go_forward()
    page.wait_for_function("document.getElementById('sim-exercice').value === '2026'")
    assert page.get_by_label("Nombre de comptes de télétravail").input_value() == "20"


def test_what_makes_no_sense_in_another_exercice_is_said(page: Page, adresse: str) -> None:
    donnees = situation(site_reel(CHEZ_ESSEY, JOUR), 2026)
    essey = next(item for item in donnees["adherents"] if item["id"] == ESSEY)
    essey["codes"] = sorted({*essey["codes"], "S09"} - {"S05"})
    page.route("**/2026.json", lambda route: route.fulfill(json=donnees))
    ouvrir(page, adresse, f"{ESSEY_2027}&avec=S09&sans=S05&q.comptes_teletravail=12")
    page.get_by_label("Nombre de copieurs").fill("6,5")
    page.locator("#sim-exercice").select_option("2026")
    page.wait_for_url("**exercice=2026**")
    assert annonce(page) == (
        "Vos choix de 2027 sont repris en 2026, sauf : S05 SIG (pas pris en 2026), S09 Télétravail (déjà pris en 2026) "
        "et nombre de copieurs (mal écrit)."
    )


def test_choices_do_not_follow_to_another_adherent_and_the_way_back_gives_them_again(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    page.get_by_label("Nombre d’imprimantes").fill("17")
    told = phrase(page)
    page.locator("#sim-adherent").select_option("tomblaine")
    page.wait_for_url("**#adherent=tomblaine&exercice=2027")
    assert annonce(page) == (
        "Les choix faits pour Essey-lès-Nancy ne valent pas pour Tomblaine : ils sont effacés ici. Le bouton "
        "« Précédent » du navigateur les rend."
    )
    page.go_back()
    page.wait_for_function(f"document.getElementById('sim-adherent').value === '{ESSEY}'")
    assert phrase(page) == told


def test_what_the_public_types_follows_to_another_exercice_and_the_way_back_finds_it_again(
    page: Page, servir: Callable[[str], str]
) -> None:
    ouvrir(page, servir("public"), "simulateur/#exercice=2027&avec=S03")
    page.locator("#q-postes_forfait").fill("112")
    told = phrase(page)
    page.locator("#sim-exercice").select_option("2026")
    page.wait_for_url("**exercice=2026&avec=S03&q.postes_forfait=112")
    assert annonce(page) == "Ce que vous avez saisi pour 2027 est repris en 2026."
    page.locator("#sim-defaire").click()
    page.wait_for_url("**exercice=2026")
    page.go_back()
    page.go_back()
    page.wait_for_function("document.getElementById('sim-exercice').value === '2027'")
    assert phrase(page) == told


def test_a_link_of_a_service_opens_it_and_the_choice_of_one_service_has_its_own(
    navigateur: Browser, adresse: str
) -> None:
    context = navigateur.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{adresse}services/s09/")
    page.get_by_role("link", name="Simuler ce service").click()
    page.wait_for_selector("#simulation:not([hidden])")
    assert page.get_by_label("S09 Télétravail").is_checked()
    page.get_by_label("Nombre de comptes de télétravail").fill("40")
    page.get_by_label("Nombre de copieurs").fill("7")
    told = phrase(page)
    page.get_by_role("button", name=re.compile(r"Copier le lien de ce choix\s*\(S09\)")).click()
    page.wait_for_function("document.getElementById('sim-etat').textContent.startsWith('Copié')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"#adherent={ESSEY}&exercice=2027&avec=S09&q.comptes_teletravail=40")
    ouvrir(page, link)
    assert page.get_by_label("Nombre de comptes de télétravail").input_value() == "40"
    assert phrase(page) != told
    context.close()


def test_the_adherent_kept_on_this_device_is_the_one_that_the_simulator_opens(
    page: Page, servir: Callable[[str], str]
) -> None:
    site = servir("adherents")
    page.goto(f"{site}adherents/tomblaine/")
    page.get_by_role("button", name="Retenir cet adhérent sur cet appareil").click()
    ouvrir(page, site, "simulateur/")
    assert page.locator("#sim-adherent").input_value() == "tomblaine"
    page.locator("#sim-adherent").select_option("laxou")
    page.wait_for_url("**adherent=laxou**")
    ouvrir(page, site, "simulateur/")
    assert page.locator("#sim-adherent").input_value() == "laxou"


def test_who_manages_the_services_and_shares_nothing_has_no_choice_to_make(page: Page, adresse: str) -> None:
    def exempt(route: Route) -> None:
        donnees = route.fetch().json()
        donnees["adherents"][donnees["gestionnaire"]]["presence"] = "0"
        route.fulfill(json=donnees)

    asked = ESSEY_2027.replace(ESSEY, METROPOLE)
    ouvrir(page, adresse, asked)
    assert page.get_by_label("Adhérent", exact=True).input_value() == METROPOLE
    page.route(f"**/{fichier(2027)}", exempt)
    ouvrir(page, adresse, asked)
    assert f"{METROPOLE} (pas dans l'exercice 2027, ses choix non plus)" in annonce(page)
    offered = page.locator("#sim-adherent option").evaluate_all("options => options.map(({ value }) => value)")
    assert (METROPOLE in offered, ESSEY in offered) == (False, True)
