"""The home page shows each reader first what is theirs, and promises only what the site shows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.engine.appels.petits_appels import COUTS, MEMBRES, avec_calendrier
from tests.essais import FIGES, edited, fichiers
from tests.maquette import Membre, maquette
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    bord_seul,
    lire_html,
    page_dite,
    page_reelle,
    page_seule,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_the_site_of_an_adherent_opens_on_what_it_pays_and_what_awaits_it() -> None:
    text = page_reelle(CHEZ_ESSEY, JOUR, "index.md").texte.replace("1 er", "1er")
    paid = text.index("Essey-lès-Nancy En 2026, la commune devrait payer 108 368,46 € de fonctionnement")
    asked = text.index(
        "À faire. 46 984,77 € à payer, sur 54 182,73 € appelés le 15 octobre 2026 (appel reçu le 22 octobre 2026), "
        "7 197,96 € étant suspendus · pour 2026, 4 quantités à compter"
    )
    assert text.index("L'informatique mise en commun") < paid < asked < text.index("Chacun choisit dans un catalogue")


def test_who_has_signed_in_is_led_from_the_home_page_to_its_own_page() -> None:
    site = site_reel("adherents", JOUR)._replace(propres=True)
    links = lire_html(page_seule(site, "index.md")).liens
    own = [link.partition("#")[2] for link in links if link.startswith("/prive/chez-moi/")]
    assert own[0] == ""  # the button
    assert {"echeancier", "documents", "credits", "pourquoi"} <= set(own)
    headings = set(re.findall(r"\{#([a-z-]+)\}", bord_seul(site.chez_lui(ESSEY), ESSEY)))
    assert set(own) - headings == {""}


def test_who_has_nothing_to_enter_next_year_reads_so_where_the_home_page_leads() -> None:
    members = {**MEMBRES, "nancy": Membre("postes: 3", adhesion="debut: 2024-01-01, fin: 2027-01-01")}
    years = {2026: "previsionnel", 2027: "previsionnel"}
    files = maquette(members, COUTS, forfait="2024-01-01: 0.00", exercices=years)
    site = site_de(files, "adherent:nancy")
    own, links = bord_seul(site, "nancy"), lire_html(page_seule(site, "index.md")).liens
    assert [link.rpartition("/")[2] for link in links if "budget" in link] == ["#budget"]
    assert "budget" in re.findall(r"\{#([a-z-]+)\}", own)
    assert "Rien : aucun montant n'est prévu en 2027." in lire_html(own).texte


def test_the_site_of_all_promises_nothing_that_only_one_s_own_page_shows() -> None:
    text = page_reelle("adherents", JOUR, "index.md").texte
    assert "Reste-t-il des crédits" not in text
    assert "Ce que nous devons payer" not in text


def test_the_avenant_under_way_is_among_what_comes_next_and_what_it_lacks_is_said_once() -> None:
    text = page_reelle("public", JOUR, "index.md").texte
    lacking = "Il manque la délibération des 22 parties"
    assert f"sur l'avenant n° 1, par chaque partie, au plus tard {lacking}." in text
    assert "Prise d'effet prévue de l'avenant n° 1 Il ne s'applique pas encore." in text
    assert text.count(lacking) == 1


def test_the_public_site_has_an_entry_for_the_inhabitants_and_promises_no_amount_of_an_adherent() -> None:
    text = page_reelle("public", JOUR, "index.md").texte
    assert "Vous êtes habitant" in text
    assert "ce que chacun paie" not in text
    assert "Ce que paie chaque adhérent n'est montré qu'aux adhérents." in text
    told = page_reelle("public", JOUR, "exercices/index.md").texte
    assert "se demandent à la mairie : toute personne y a droit." in told


def test_services_that_all_go_to_each_are_not_said_to_be_chosen_where_only_a_part_of_one_is() -> None:
    files = maquette(MEMBRES, COUTS, forfait="2024-01-01: 7.00")
    for code in ("S03", "S04"):
        path = f"catalogue/services/{code}.yaml"
        files[path] = re.sub("^obligatoire: non$", "obligatoire: oui", files[path], flags=re.MULTILINE)
    text = page_dite(site_de(files), "index.md")
    # S03.2 is on demand.
    assert "Chacun bénéficie des 3 services du catalogue, et choisit ce qu'il y prend." in text


@pytest.mark.parametrize(
    ("jour", "told"),
    [
        (
            date(2028, 12, 31),
            "En vigueur depuis le 1er janvier 2025, la convention se renouvelle chaque année jusqu'en 2028",
        ),
        (date(2029, 1, 1), "La convention fut en vigueur du 1er janvier 2025 à la fin de 2028."),
    ],
)
def test_a_convention_that_is_over_is_not_said_to_be_in_force(jour: date, told: str) -> None:
    site = site_de("syndicat", "public", jour)
    assert told in page_dite(site, "index.md").replace("1 er", "1er").replace("’", "'")


def test_a_convention_that_ends_within_a_year_says_its_last_day() -> None:
    lasts = "effet: 2025-09-01\nduree_annees: 3\nreconductions: 0\n"
    files = fichiers(FIGES / "syndicat")
    files["catalogue/convention.yaml"] = files["catalogue/convention.yaml"].replace(
        "effet: 2025-01-01\nduree_annees: 1\nreconductions: 3\n", lasts
    )
    told = page_dite(site_de(files, "public", date(2026, 11, 30)), "index.md")
    assert "court jusqu'au 31 août 2028" in told.replace("’", "'")


def test_a_convention_renewed_by_years_and_months_says_how_many_months() -> None:
    files = fichiers(FIGES / "syndicat")
    files["catalogue/convention.yaml"] = files["catalogue/convention.yaml"].replace(
        "duree_annees: 1\n", "duree_annees: 1\nduree_mois: 6\n"
    )
    told = page_dite(site_de(files, "public", date(2026, 11, 30)), "index.md")
    assert "se renouvelle tous les 18 mois jusqu'en 2030" in told.replace("’", "'")


def test_those_who_are_all_to_join_later_in_the_year_are_not_told_as_nobody() -> None:
    members = {**MEMBRES, "nancy": Membre("postes: 3", adhesion="debut: 2026-07-01")}
    files = maquette(members, COUTS, forfait="2024-01-01: 7.00")
    for day, told in ((date(2026, 3, 1), "partageront"), (date(2026, 7, 1), "partagent")):
        text = page_dite(site_de(files, "public", day), "index.md")
        assert f"Metropole et 1 autre adhérent {told} des services communs." in text


def test_the_strip_names_the_only_share_that_is_left() -> None:
    site = site_de("mini")
    text = page_dite(site, "index.md")
    assert "Métropole : 85,5 %, Aubépine : 10,5 %, Bruyère : 2,9 % et CCAS d'Aubépine : 1,1 %." in text


def test_of_a_year_without_calls_the_home_page_says_no_sums() -> None:
    files = maquette(MEMBRES, COUTS, forfait="2024-01-01: 7.00", exercices={2025: "realise", 2026: "previsionnel"})
    files = edited(files, "pricing/exercices/2025.yaml", "statut: ouvert", "statut: clos")
    called = {"2025-04": "{genre: acompte, exercice: 2025, taux: 1}", "2026-04": "{genre: solde, exercice: 2026}"}
    told = [
        "Les sommes d'une année sont" in page_dite(site_de(data), "index.md")
        for data in (avec_calendrier(files, {"2025-04": called["2025-04"]}), avec_calendrier(files, called))
    ]
    assert told == [False, True]


@pytest.mark.long
@pytest.mark.navigateur
def test_who_reads_its_own_page_is_remembered_and_who_reads_another_s_is_not(
    page: Page, servir: Callable[[str], str]
) -> None:
    remembered = {}
    for nom in ("laxou", ESSEY, "nancy"):
        page.goto(f"{servir(CHEZ_ESSEY)}adherents/{nom}/")
        remembered[nom] = page.evaluate("__md_get('__adherent')")
    assert remembered == {"laxou": None, ESSEY: ESSEY, "nancy": ESSEY}


@pytest.mark.long
@pytest.mark.navigateur
def test_what_leads_to_a_dashboard_leads_to_the_one_that_is_chosen_and_the_choice_is_kept(
    page: Page, servir: Callable[[str], str]
) -> None:
    address = servir("adherents")
    page.goto(address)
    link = page.get_by_role("link", name="Ce que nous payons, et pourquoi cela a changé")
    assert link.get_attribute("href") == "adherents/"
    page.get_by_label("Votre commune ou établissement").select_option("laxou")
    page.goto(address)
    assert page.get_by_label("Votre commune ou établissement").input_value() == "laxou"
    assert link.get_attribute("href") == "adherents/laxou/#pourquoi"
    page.get_by_role("link", name="Ouvrir son tableau de bord").click()
    assert page.url == f"{address}adherents/laxou/"
    page.get_by_role("button", name="Retenu sur cet appareil : l’oublier").click()
    page.goto(address)
    assert link.get_attribute("href") == "adherents/"


def test_the_home_says_which_of_two_amounts_of_the_flat_fee_is_made_up() -> None:
    text = page_reelle("public", JOUR, "index.md").texte
    assert "710,60 € 700,00 € en 2024, annexe 3 ; en 2026 : démonstration" in text


def test_a_flat_fee_that_has_no_value_yet_is_not_told() -> None:
    site = site_de(maquette({"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}, {}), "adherents")
    assert "Services 3 au catalogue" in page_dite(site, "index.md")
