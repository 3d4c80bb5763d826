"""The search: what the index holds of a page, and what forty questions find first, in a real Chromium."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from convention.cli.mkdocs.recherche import PageLue, Partie, index, mots, parties
from tests.site.chromium import servi
from tests.site.construction import TOUS, construit
from tests.site.lecture import ESSEY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ATTENDUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("serveur d'impression", ("services/s04/#indirect-annuel-serveur-impression",)),
    ("serveurs d’impressions", ("services/s04/#indirect-annuel-serveur-impression",)),
    ("wifi", ("services/s03/",)),
    ("boîte aux lettres", ("services/s08/", "annexes/tarifs/#messagerie")),
    ("messageries", ("services/s08/",)),
    ("mesagerie", ("services/s08/",)),
    ("clé de repartition", ("annexes/tarifs/#cles",)),
    ("telephonie", ("services/s04/", "services/s03/", "annexes/tarifs/")),
    ("télétravail", ("services/s09/",)),
    ("teletravial", ("services/s09/",)),
    ("S09", ("services/s09/",)),
    ("copieurs", ("services/s04/", "annexes/tarifs/#copieur")),
    ("photocopieuse", ("services/s04/", "annexes/tarifs/#copieur")),
    ("cartographie", ("services/s05/",)),
    ("numérique éducatif", ("services/s07/", "annexes/axes/#numerique-educatif")),
    ("écoles", ("services/s07/",)),
    ("logiciel de paie", ("services/s02/",)),
    ("application de l'état civil", ("services/s02/",)),
    ("sauvegardes", ("services/s03/",)),
    ("résilier", ("gouvernance/#procedure-resiliation", "convention/#article-13")),
    ("quitter la convention", ("gouvernance/#procedure-resiliation", "convention/#article-13")),
    ("adhérer", ("gouvernance/#procedure-adhesion", "convention/#article-3-1")),
    ("droit de vote", ("gouvernance/",)),
    ("qui décide", ("gouvernance/",)),
    ("comité de pilotage", ("gouvernance/#comite-de-pilotage", "convention/#article-7-1")),
    ("contester", ("gouvernance/#procedure-contestation",)),
    ("à qui s'adresser", ("gouvernance/#contacts",)),
    ("RGPD", ("rgpd-et-securite/", "convention/#article-10")),
    ("DPO", ("gouvernance/#contacts", "rgpd-et-securite/")),
    ("cybersecurite", ("rgpd-et-securite/",)),
    ("violation de données", ("rgpd-et-securite/#violation",)),
    ("avenant", ("avenants/",)),
    ("forfait", ("annexes/forfait/",)),
    ("poste de travail", ("annexes/forfait/",)),
    ("organigramme", ("annexes/organigramme/",)),
    ("l'annexe 4", ("annexes/tarifs/",)),
    ("tarifs", ("annexes/tarifs/",)),
    ("article 8.3", ("convention/#article-8-3",)),
    ("article 11", ("convention/#article-11",)),
    ("durée de la convention", ("convention/#article-14",)),
    ("combien coûte", ("exercices/",)),
    ("combien ça coûte", ("exercices/",)),
    ("combien coûte un poste", ("annexes/forfait/", "annexes/forfait/")),
    ("coût d'un poste", ("annexes/forfait/", "annexes/forfait/")),
    ("prix d'un poste", ("annexes/forfait/", "annexes/forfait/")),
    ("impôts", ("exercices/",)),
    ("quelles économies", ("exercices/2026/#equilibre",)),
    ("appel d'offres", ("services/s02/#indirect-factuel-application-marches",)),
    ("combien paie Essey", (f"adherents/{ESSEY}/",)),
    ("Vandœuvre", ("adherents/vandoeuvre-les-nancy/",)),
    ("laxoux", ("adherents/laxou/",)),
    ("simulateur", ("simulateur/",)),
    ("glossaire", ("glossaire/",)),
)
"""What people type, and what comes first; several pages: they come among the first three."""
TROUVES = "[...document.querySelectorAll('.trouve')].map(item => item.querySelector('a').href)"


def trouver(page: Page, question: str) -> list[str]:
    """Type a question, and return where its results lead."""
    page.fill(".md-search__input", question)
    found: list[str] = page.evaluate(TROUVES)
    return found


def ouvrir(page: Page, adresse: str) -> None:
    """Open a page, and its search."""
    page.goto(adresse)
    page.locator(".md-search__input").click()
    page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.startsWith('Tapez')")


@pytest.mark.long
@pytest.mark.navigateur
def test_what_people_type_finds_first_the_page_that_answers(page: Page, adresse: str) -> None:
    ouvrir(page, adresse)
    missed = {}
    for question, wanted in ATTENDUS:
        found = [url.removeprefix(adresse) for url in trouver(page, question)]
        first = found[: 1 if len(wanted) == 1 else 3]
        if not all(any(url.startswith(want) for url in first) for want in wanted):
            missed[question] = found[:3]
    assert missed == {}
    assert len(ATTENDUS) >= 40


@pytest.mark.long
@pytest.mark.navigateur
def test_who_is_signed_in_finds_the_page_of_its_own_body_first(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with servi(construit(tmp_path_factory, TOUS) / "courant/prive") as adresse:
        ouvrir(page, adresse)
        asked = {
            "mes crédits": "#credits",
            "à payer": "#echeancier",
            "mes états": "#documents",
            "quantités à valider": "#quantites",
            "ma page": "",
            "mon organisme": "",
        }
        assert {question: trouver(page, question)[0] for question in asked} == {
            question: f"{adresse}chez-moi/{place}" for question, place in asked.items()
        }


@pytest.mark.long
@pytest.mark.navigateur
def test_nothing_of_the_search_is_asked_for_before_somebody_searches(page: Page, adresse: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(adresse)))
    page.goto(adresse, wait_until="networkidle")
    assert not [url for url in asked if "recherche" in url or url.startswith("assets/racines")]
    ouvrir(page, adresse)
    assert "recherche.json" in asked
    assert not [url for url in asked if "://" in url]


@pytest.mark.long
@pytest.mark.navigateur
def test_the_keyboard_alone_searches_goes_from_a_result_to_the_next_and_follows_it(page: Page, adresse: str) -> None:
    ouvrir(page, adresse)
    page.keyboard.type("avenant")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second: str = page.evaluate("document.activeElement.href")
    assert second == page.evaluate("document.querySelectorAll('.md-search-result__list a')[1].href")
    page.keyboard.press("Enter")
    page.wait_for_url(second)


@pytest.mark.long
@pytest.mark.navigateur
def test_a_question_that_finds_nothing_says_what_to_do(page: Page, adresse: str) -> None:
    ouvrir(page, adresse)
    assert trouver(page, "xyzzy") == []
    assert "essayez un autre mot" in page.inner_text(".md-search-result__meta")


@pytest.mark.long
@pytest.mark.navigateur
def test_more_pages_than_are_shown_are_counted(page: Page, adresse: str) -> None:
    ouvrir(page, adresse)
    trouver(page, "quantité")
    shown, told = page.locator(".md-search-result__list .trouve").count(), page.inner_text(".md-search-result__meta")
    found = re.match(r"(\d+) pages sur (\d+), les plus proches", told)
    assert found is not None
    assert int(found[1]) == shown < int(found[2])


@pytest.mark.long
@pytest.mark.navigateur
def test_a_search_on_a_phone_shows_its_results(navigateur: Browser, adresse: str) -> None:
    context = navigateur.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(adresse)
    page.locator("[data-bascule=__search]").first.click()
    page.wait_for_function("document.activeElement.matches('.md-search__input')")
    page.keyboard.type("messagerie")
    page.wait_for_selector(".trouve a", state="visible", timeout=10_000)
    context.close()


def test_words_are_compared_without_accent_capital_elision_nor_what_tells_nothing() -> None:
    assert mots("L’Écriture des œuvres, qu'on aligne à l'article 8.3") == [
        "ecriture",
        "oeuvres",
        "aligne",
        "article",
        "8.3",
    ]


def test_a_page_is_cut_at_its_titles_and_a_part_leads_to_its_place() -> None:
    html = (
        '<h1 id="page">Page</h1><p>Début.</p>'
        '<section id="un"><h3>Un <span class="mention">à confirmer</span></h3>'
        "<table><tr><td>a</td><td>b</td></tr></table></section>"
        '<h2 id="deux">Deux</h2><p>Fin<br>vraie</p>'
        '<details class="calcul"><p>caché</p></details><svg><text>dessin</text></svg>'
    )
    assert parties(html) == (
        Partie("Page", "", "Début.", "Début."),
        Partie("Un", "un", "a b", ""),
        Partie("Deux", "deux", "Fin vraie", "Fin vraie"),
    )


def test_what_a_result_shows_of_a_part_is_its_sentences_and_not_the_cells_of_its_tables() -> None:
    caption = '<caption>Qui paie quoi.<small class="defil__mot">Le tableau continue.</small></caption>'
    rows = "<tr><td>Nancy</td><td>12</td></tr>"
    said = {
        "phrases": f'<h2 id="a">A</h2><p class="renvoi">art. 8</p><table>{caption}{rows}</table><p>Chacun paie.</p>',
        "rangs": f'<h2 id="b">B</h2><table>{rows}</table>',
    }
    pages = [PageLue(nom, f"{nom}/", 1, "", parties(html)) for nom, html in said.items()]
    found = json.loads(index(pages, []))
    assert [extract for *_, extract in found["parties"]] == ["Qui paie quoi. Chacun paie.", "Nancy 12"]
    assert found["mots"]["nancy"][::2] == [0, 1]


def test_what_a_result_shows_is_written_as_the_page_writes_it() -> None:
    html = (
        '<h2 id="a">Au 1<sup>er</sup> janvier</h2><p>Clé : <q>« nb de postes »</q>. Le <b>vote</b>, au 1<sup>er</sup> '
        'mai (<a href="#b">étape par étape</a>).</p><ol><li><span class="vh">à venir : </span>Réunion</li></ol>'
    )
    (part,) = parties(html)
    assert (part.titre, part.dit) == (
        "Au 1er janvier",
        "Clé : « nb de postes ». Le vote, au 1er mai (étape par étape). Réunion",
    )


def test_who_says_the_word_of_the_street_finds_the_word_of_the_convention() -> None:
    page = PageLue(
        "P", "p/", 1, "", (Partie("T", "t", "le délégué à la protection des données"), Partie("U", "u", "rien"))
    )
    found = json.loads(index([page], [("DPO", "délégués à la protection des données"), ("mot", "qui")]))
    assert found["mots"]["dpo"] == [0, found["mots"]["dpo"][1]]
    assert "mot" not in found["mots"]


def test_an_amount_is_in_the_index_only_when_a_title_says_it() -> None:
    page = PageLue("P", "p/", 1, "", (Partie("Article 8.3", "a", "12345 euros"),))
    found = json.loads(index([page], []))["mots"]
    assert "8.3" in found
    assert "12345" not in found
