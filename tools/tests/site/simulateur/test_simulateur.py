"""The simulator's page in a real Chromium: prerequisites, links, exports, nothing said to the wrong reader."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

import pytest

from convention.site.simulateur.simulateur import exercices, fichier, situation
from tests.cli.commande import lancer
from tests.essais import FIGES, GRAND_NANCY, fichiers, nancy
from tests.site.acces import axe
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, ordinaire, site_de, site_reel
from tests.site.simulateur.simulation import ESSEY_2027, centimes, montants, ouvrir, phrase
from tests.site.test_niveaux import noms_tus
from tests.site.test_pages import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    Fenetre = tuple[int, Literal["dark", "light"]]

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
FOCUS = """(() => {
  const item = document.activeElement;
  const rang = [...document.querySelectorAll('*')].indexOf(item);
  return [!!item.closest('#simulation'), rang, getComputedStyle(item).outlineStyle !== 'none'];
})()"""
"""Where the keyboard is: whether in the simulator, its rank in the page, whether it shows."""


def test_a_quantity_moves_one_s_own_contribution_and_the_others_and_the_totals_add_up(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    assert phrase(page).startswith(
        "Essey-lès-Nancy paierait 108 365,46 € de fonctionnement en 2027, autant qu'avec ses choix actuels."
    )
    page.get_by_label("Nombre d’imprimantes").fill("17")
    assert "de plus qu'avec ses choix actuels" in phrase(page)
    assert montants(page, "#sim-autres", "Essey-lès-Nancy")[0] == "108 365,46"
    cents = centimes(page, "#sim-chacun")
    assert len(cents) == 23
    assert [sum(column) for column in zip(*cents[:-1], strict=True)] == cents[-1]
    assert cents[-1][2] == 0
    for table in page.locator("#sim-mien table").all():
        own = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
        assert own[-1] == page.locator("#sim-autres tr", has_text="Essey").locator("td").all_inner_texts()


def test_prerequisites_are_taken_too_and_a_service_that_another_asks_for_stays(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, f"simulateur/#adherent={ESSEY}&exercice=2027&sans=S03,S08")
    page.get_by_label("S09 Télétravail").check()
    assert page.get_by_label("S03 Infrastructures").is_checked()
    assert "S09 Télétravail demande S03 Infrastructures : pris aussi." in ordinaire(
        page.locator(".sim__dit:not(:empty)").inner_text()
    )
    page.get_by_label("S03 Infrastructures").click()
    assert page.get_by_label("S03 Infrastructures").is_checked()
    told = page.locator(".sim__dit:not(:empty)")
    assert ordinaire(told.inner_text()).startswith("S03 Infrastructures reste pris : S09 Télétravail le demande.")
    page.get_by_label("Nombre d’imprimantes").fill("8")
    assert told.count() == 0
    page.get_by_label("S03 Infrastructures").click()
    page.get_by_role("button", name="Retirer S03 et S09").click()
    assert not page.get_by_label("S03 Infrastructures").is_checked()
    assert not page.get_by_label("S09 Télétravail").is_checked()
    assert page.evaluate("document.activeElement.id") == "pris-S03"


def test_the_sentence_names_the_operating_budget_and_gives_the_investment_apart(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, f"simulateur/#adherent={ESSEY}&exercice=2026")
    assert phrase(page).startswith(
        "Essey-lès-Nancy paierait 108 365,46 € de fonctionnement en 2026, autant qu'avec ses choix actuels, et "
        "9 465,60 € d'investissement, autant qu'avant."
    )
    assert [montants(page, "#sim-mien", nom)[1] for nom in ("Fonctionnement", "Investissement", "Total")] == [
        "108 365,46",
        "9 465,60",
        "117 831,06",
    ]


def test_those_who_do_not_change_are_one_row_and_all_of_them_are_a_click_away(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    rows = page.locator("#sim-autres tbody th")
    assert [ordinaire(text) for text in rows.all_inner_texts()] == [
        "Essey-lès-Nancy, cet adhérent",
        "21 autres : inchangés",
        "Total",
    ]
    page.get_by_label("S09 Télétravail").check()
    page.get_by_label("Nombre de comptes de télétravail").fill("12")
    cents = centimes(page, "#sim-autres")
    assert [ordinaire(text) for text in rows.all_inner_texts()][-2:] == ["13 autres : inchangés", "Total"]
    assert [sum(column) for column in zip(*cents[:-1], strict=True)] == cents[-1]
    assert [row for row in cents[:-2] if row[2] == 0] == []
    page.get_by_text("Voir les 22 adhérents").click()
    page.get_by_label("Nombre de comptes de télétravail").fill("13")
    assert page.locator("#sim-chacun tbody tr:visible").count() == 23


def test_an_exported_scenario_gives_the_command_the_same_euros(page: Page, adresse: str, tmp_path: Path) -> None:
    fragment = "&avec=S07,S09,application-bibliotheques&sans=S05,portail-familles&q.postes=120&q.comptes_teletravail=12"
    ouvrir(page, adresse, f"{ESSEY_2027}{fragment}")
    for field in page.locator(".sim__quantite:not([hidden]) input").all():
        if not field.input_value():
            field.evaluate("item => item.closest('details') && (item.closest('details').open = true)")
            field.fill("9")
    assert page.locator("#sim-manques li").count() == 0
    with page.expect_download() as download:
        page.locator("#sim-exporter").click()
    scenario = tmp_path / download.value.suggested_filename
    download.value.save_as(scenario)
    run = lancer(GRAND_NANCY, "simuler", str(scenario), "--format", "json")
    assert (run.code, run.message) == (0, "")
    (answer,) = [item for item in json.loads(run.sortie)["exercices"] if item["exercice"] == 2027]
    moved = {item["adherent"]: (item["avant"], item["apres"]) for item in answer["adherents"]}
    assert len(moved) > 5
    rows = page.locator("#sim-chacun tbody tr:not(.total)").all()
    shown = {
        row.locator("th").all_text_contents()[0].removesuffix(", cet adhérent"): row.locator("td").all_text_contents()
        for row in rows
    }
    for nom, amounts in moved.items():
        cells = [
            ordinaire(text).replace(" ", "").replace(",", ".") for text in shown[nancy().dossiers[nom].identite.nom][:2]
        ]
        assert tuple(cells) == amounts, nom


def test_hostile_labels_appear_as_the_texts_that_they_are(page: Page, adresse: str) -> None:
    donnees = situation(site_reel(CHEZ_ESSEY, JOUR), 2027)
    hostile = f"<img src=x onerror=window.perdu=1>{HOSTILE}"
    for item in donnees["services"]:
        item["nom"] = hostile
    for item in donnees["adherents"]:
        item["nom"] = item["sujet"] = item["du"] = hostile
    for item in (*donnees["composants"].values(), *donnees["quantites"].values()):
        item["libelle"] = item["pluriel"] = hostile
    donnees["noms_des_services"] = dict.fromkeys(donnees["noms_des_services"], hostile)
    page.route("**/2027.json", lambda route: route.fulfill(json=donnees))
    ouvrir(page, adresse, f"{ESSEY_2027}&avec=S09,<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in page.locator("#sim-phrase").inner_text()
    page.locator("#q-comptes_teletravail").fill("12")
    page.get_by_label("S03").first.click()
    assert page.locator("#simulation :is(img, script)").count() == 0
    assert page.evaluate("window.perdu") is None
    assert "<script>alert(1)</script>" in page.locator("#sim-phrase").inner_text()
    assert "<script>alert(1)</script>" in page.locator("#sim-autres").inner_text()


def test_the_keyboard_alone_reaches_every_choice_and_shows_where_it_is(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, ESSEY_2027)
    wanted = page.evaluate(
        "[...document.querySelectorAll('#simulation :is(input, select, button, summary)')]"
        ".filter(item => item.offsetParent !== null && !item.closest('details:not([open]) > :not(summary)')).length"
    )
    page.locator("#sim-adherent").focus()
    reached, hidden = set(), []
    for _ in range(wanted + 5):
        inside, rank, shown = page.evaluate(FOCUS)
        if not inside:
            break
        reached.add(rank)
        hidden += [] if shown else [rank]
        page.keyboard.press("Tab")
    assert (len(reached), hidden) == (wanted, [])
    page.get_by_label("Nombre d’imprimantes").focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("Nombre d’imprimantes").input_value() == "8"
    page.get_by_label("S05 SIG").focus()
    page.keyboard.press("Space")
    assert "&sans=S05&q.imprimantes=8" in page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("niveau", "fragment", "fenetre"),
    [
        pytest.param(CHEZ_ESSEY, f"{ESSEY_2027}&avec=S09&sans=S05", (1440, "light"), marks=pytest.mark.long),
        (CHEZ_ESSEY, f"{ESSEY_2027}&avec=S09&q.postes=120", (320, "dark")),
        pytest.param(
            "public",
            "simulateur/#exercice=2027&avec=S03,S08&q.postes_forfait=112",
            (1440, "dark"),
            marks=pytest.mark.long,
        ),
        pytest.param("public", "simulateur/#exercice=2027&avec=S03,S04", (390, "light"), marks=pytest.mark.long),
    ],
)
def test_axe_finds_no_violation_and_nothing_is_asked_elsewhere(
    navigateur: Browser, servir: Callable[[str], str], niveau: str, fragment: str, fenetre: Fenetre
) -> None:
    adresse, (largeur, presentation) = servir(niveau), fenetre
    context = navigateur.new_context(viewport={"width": largeur, "height": 900}, color_scheme=presentation)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    ouvrir(page, adresse, fragment)
    if niveau != "public":
        page.locator("#sim-exporter").click()
        page.locator("#q-copieurs").fill("6,5")
        page.get_by_label("S03 Infrastructures").click()
    page.evaluate("document.querySelectorAll('article details').forEach(item => item.open = true)")
    found = axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()
    assert found == []
    assert wide <= 1
    assert [url for url in asked if not url.startswith((adresse, "data:"))] == []


# --- the public ---


def test_the_public_s_situation_has_no_adherent_no_quantity_and_no_price() -> None:
    site = site_reel("public", JOUR)
    names = noms_tus()
    for annee in exercices(site):
        donnees = situation(site, annee)
        text = json.dumps(donnees, ensure_ascii=False)
        assert not {nom for nom in names if nom in text}, fichier(annee)
        assert [item["id"] for item in donnees["adherents"]] == ["moi", "autres"]
        assert (donnees["comptages"], donnees["directs"], donnees["ensuite"]) == ({}, [], [])
        for cout in donnees["couts"]:
            assert (cout["valeurs"], cout["grilles"], cout["coefficients"], cout["exoneres"]) == ({}, {}, {}, {})
            assert (cout["plafond"], cout["plancher"]) == (None, None)


def test_the_public_reads_of_sections_only_where_everybody_has_some() -> None:
    def told(association: str) -> str:
        files, path = fichiers(FIGES / "mini"), f"adherents/{association}/adherent.yaml"
        files[path] = re.sub("type: .*", "type: association", files[path])
        return str(situation(site_de(files, "public"), 2026)["adherents"][0]["courant"])

    assert told("bruyere") == "hors investissement"
    # Who manages types nothing there.
    assert told("metropole-grandval") == "de fonctionnement"


def test_the_public_is_told_what_to_do_as_long_as_nothing_is_counted(page: Page, servir: Callable[[str], str]) -> None:
    def without_fee(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"forfait": None, "places_du_forfait": []})

    page.route(f"**/{fichier(2027)}", without_fee)
    ouvrir(page, servir("public"), "simulateur/#exercice=2027&avec=S09")
    assert phrase(page) == "Saisissez vos quantités et les prix."


def test_the_public_sees_the_forfait_and_the_shares_of_what_it_types(page: Page, servir: Callable[[str], str]) -> None:
    ouvrir(page, servir("public"), "simulateur/#exercice=2027")
    assert "Le forfait n'est pas compté" in ordinaire(page.locator("#sim-manques").inner_text())
    page.get_by_label("Nombre de postes de travail au 31 décembre").fill("112")
    assert montants(page, "#sim-mien", "Masse salariale")[-1] == "79 587,20"
    page.get_by_label("S09 Télétravail").check()
    assert page.get_by_label("S04 Parcs").is_checked()
    page.get_by_label("Nombre de comptes de télétravail", exact=True).fill("12")
    page.get_by_label("nombre de comptes de télétravail, total des autres").fill("300")
    page.locator("fieldset.sim__service", has=page.locator("#pris-S09")).locator("summary").click()
    page.locator("#q-prix-teletravail-indirect_annuel-cout_annuel").fill("72 000")
    assert montants(page, "#sim-mien", "Accès à distance") == ["3,85 %", "2 769,23"]
    told = phrase(page)
    assert told.startswith("Vous paieriez 82 356,43 € de fonctionnement en 2027, d'après ce que vous saisissez : ")
    assert " : forfait, et 1 coût compté sur " in told
    ouvrir(page, page.evaluate("location.href"))
    assert phrase(page) == told
