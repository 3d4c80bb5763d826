"""Pages as texts: typography, hostile labels, links between them, determinism."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.base.french import FINE, INSECABLE
from convention.cli.mkdocs.ecrits import ecrits
from convention.model.cadre.hors_donnees import CONFIGURATION
from convention.model.mots.vie import Niveau
from convention.model.texte.articles import Passage
from convention.model.texte.clauses import Clauses
from convention.site.acces import Acces
from convention.site.pages import GENRES, commun, navigation
from convention.site.rendu.page import adresse, ancre, lien, passage
from convention.site.rendu.passages import Rangee, mot_a_mot
from convention.site.rendu.rendu import rendre
from convention.site.rendu.typographie import typographier
from tests.essais import edited, fichiers_nancy, lire
from tests.site.lecture import (
    CHEZ_ESSEY,
    JOUR,
    bord_seul,
    liens_rompus,
    lire_html,
    ordinaire,
    page_dite,
    page_reelle,
    pages,
    pages_reelles,
    site_de,
)

if TYPE_CHECKING:
    from pathlib import Path

NIVEAUX = ("public", *(pytest.param(one, marks=pytest.mark.long) for one in ("adherents", CHEZ_ESSEY)))
HOSTILE = "<script>alert(1)</script> & *gras* {#x} `code` [lien](http://exemple.invalid) \"'"


@pytest.mark.long
@pytest.mark.parametrize("niveau", NIVEAUX)
def test_every_link_of_every_page_leads_to_a_page_and_to_an_anchor_that_exist(niveau: str) -> None:
    found = pages_reelles(niveau, JOUR)
    read = {uri: page_reelle(niveau, JOUR, uri) for uri, text in found.items() if isinstance(text, str)}
    assert liens_rompus(found, read) == []


@pytest.mark.parametrize("donnees", ["nancy", "ecoles"])
def test_an_annexe_has_one_name_in_the_menu_in_its_tab_and_at_its_head(donnees: str) -> None:
    site = site_de(donnees)
    common = commun(site)
    groups = [group for entry in navigation(site) if isinstance(entry, dict) for group in entry.values()]
    entries = [item for group in groups if isinstance(group, list) for item in group if isinstance(item, dict)]
    names = {uri: name for item in entries for name, uri in item.items() if str(uri).startswith("annexes/")}
    annexes = (genre for genre in GENRES if "annexes" in genre.__module__)
    found = {page.uri: page for genre in annexes for page in genre(site) if page.uri in names}
    assert {uri: page.titre for uri, page in found.items()} == {uri: names[uri] for uri in found}
    found.pop("annexes/forfait.md", None)  # whose head says what it is counted by
    for uri, page in found.items():
        head = re.search(r"^# (.+?) *(?:\{.*)?$", rendre(page, common), re.MULTILINE)
        assert head is not None
        assert ordinaire(head[1]).replace(" : ", ", ", 1) == ordinaire(names[uri])


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_no_anchor_is_written_twice_on_a_page(niveau: str) -> None:
    for uri, text in pages_reelles(niveau, JOUR).items():
        if isinstance(text, str):
            anchors = re.findall(r'(?:\bid="|\{#)([^"}]+)', text)
            assert len(anchors) == len(set(anchors)), uri


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_a_page_weighs_at_most_300_kilobytes(niveau: str) -> None:
    for uri, text in pages_reelles(niveau, JOUR).items():
        if isinstance(text, str):
            assert len(text.encode()) < 260_000, uri


def test_a_hostile_label_appears_as_the_text_that_it_is() -> None:
    files = fichiers_nancy()
    path = "catalogue/services/S09.yaml"
    for before in ("nom_court: Télétravail", "libelle: Fourniture d'une solution de Télétravail"):
        key = before.partition(":")[0]
        written = HOSTILE.replace("'", "''")
        files = edited(files, path, before, f"{key}: '{written}'")
    found = pages(lire(files), JOUR, Acces(Niveau.PUBLIC))
    for uri, text in found.items():
        if isinstance(text, str):
            assert "<script>" not in text, uri
            assert 'http://exemple.invalid"' not in text
    page = found["annexes/catalogue.md"]
    assert isinstance(page, str)
    assert "<script>alert(1)</script> & *gras*" in lire_html(page).texte
    csv = found["donnees/services.csv"]
    assert isinstance(csv, bytes)
    assert "<script>" in csv.decode()


METIER = {
    "commit",
    "merge",
    "branch",
    "pull",
    "push",
    "request",
    "diff",
    "git",
    "YAML",
    "null",
    "None",
    "error",
    "value",
}
"""Words of those who program, and English ones: only the pages that explain messages and words may hold them."""


@pytest.mark.long
def test_no_page_asks_its_reader_for_english_or_for_git() -> None:
    for uri in pages_reelles("adherents", JOUR):
        if uri.endswith(".md") and uri not in {"diagnostics.md", "glossaire.md"}:
            assert METIER & set(re.findall(r"[^\W\d_]+", page_reelle("adherents", JOUR, uri).texte)) == set(), uri


def test_control_characters_are_shown_never_sent() -> None:
    for uri, text in pages_reelles(CHEZ_ESSEY, JOUR).items():
        if isinstance(text, str):
            assert not re.search("[\x00-\x08\x0b-\x1f]", text), uri


def test_french_typography_is_set_on_text_and_not_on_tags() -> None:
    html = "<p title='a : b'>l'article 8 : « oui » ; 1er janvier 2026, 1 234 € !</p><svg><text>1er</text></svg>"
    html += "<code>a : b</code><math><mi>moyens d'impression, 1er</mi></math>"
    found = typographier(html)
    assert f"l’article{INSECABLE}8{INSECABLE}: «{INSECABLE}oui{INSECABLE}»{FINE}; 1<sup>er</sup>" in found
    assert f"1{FINE}234{INSECABLE}€{FINE}!" in found
    assert "<text>1er</text>" in found
    assert "<code>a : b</code>" in found
    assert "<mi>moyens d’impression, 1er</mi>" in found
    assert "title='a : b'" in found


def test_the_name_of_the_site_and_the_title_of_a_page_have_the_apostrophes_of_its_text(tmp_path: Path) -> None:
    site = site_de("mini")
    assert "site_name: Convention d’essai" in ecrits(tmp_path, site, {})[CONFIGURATION].decode()
    assert 'title: "CCAS d’Aubépine, exercice 2026"' in bord_seul(site, "ccas-aubepine")


def test_addresses_and_links_are_those_of_directories() -> None:
    assert adresse("index.md") == ""
    assert adresse("exercices/index.md") == "exercices/"
    assert adresse("donnees/cles.csv") == "donnees/cles.csv"
    assert lien("services/s04.md", "annexes/organigramme.md#s04") == "../../annexes/organigramme/#s04"
    assert lien("index.md", "convention.md") == "convention/"
    assert lien("convention.md", "index.md") == "../"
    assert lien("convention.md", "#article-8") == "#article-8"
    assert ancre("préambule") == "preambule"


@pytest.mark.parametrize(
    ("clauses", "page"),
    [
        ({"appels": "article 8.3"}, "convention.md#article-8-3"),
        ({"appels": "annexe 9", "tarifs": "annexe 9"}, "annexes/tarifs.md"),
        ({"appels": "annexe 9"}, "convention.md#annexe-9"),
        ({}, "convention.md"),
    ],
)
def test_what_a_rule_comes_from_is_read_on_its_page(clauses: dict[str, str], page: str) -> None:
    assert passage(Clauses.model_validate(clauses), "appels") == page


def test_a_list_of_the_convention_keeps_what_stands_under_each_item() -> None:
    (passage,) = mot_a_mot(
        [Passage(texte="Le socle :\n- S03 Infrastructures\n  - Télécoms\n  - Systèmes\n- S04 Parcs")]
    )
    assert [(bloc.genre, bloc.lignes) for bloc in passage.blocs] == [
        ("p", (("Le socle :", ()),)),
        ("ul", (("S03 Infrastructures", ("Télécoms", "Systèmes")), ("S04 Parcs", ()))),
    ]


def test_a_table_of_the_convention_keeps_its_columns_from_passage_to_passage() -> None:
    first, second = mot_a_mot(
        [
            Passage(texte="Numéro | Famille | Service | Clé | Coût\nS04 | Impression\n- Copieur | nb copieurs"),
            Passage(texte="- Serveur | | coût ÷ nb"),
        ]
    )
    (table,) = first.blocs
    assert table.entetes == ("Service", "Clé", "Coût")
    assert table.rangees == (Rangee(("S04", "Impression"), groupe=True), Rangee(("Copieur", "nb copieurs", "")))
    assert [(bloc.repris, bloc.rangees) for bloc in second.blocs] == [(True, (Rangee(("Serveur", "", "coût ÷ nb")),))]


def test_the_role_of_a_body_begins_as_the_convention_does_by_what_announces_its_list() -> None:
    html = pages_reelles("public", JOUR)["gouvernance.md"]
    assert isinstance(html, str)
    announced, first = (
        "le comité de pilotage est sollicité pour :</p>",
        "<ul><li>Définir et suivre les axes stratégiques",
    )
    assert f"{announced} {first}" in " ".join(ordinaire(html).split())


def test_a_dashboard_does_not_repeat_under_its_title_the_name_that_it_has() -> None:
    for nom, told in (("metropole-grand-nancy", "1 150 postes de travail."), ("laxou", "Commune de Laxou. ")):
        html = pages_reelles("adherents", JOUR)[f"adherents/{nom}.md"]
        assert isinstance(html, str)
        (under,) = re.findall('<p class="sous-titre">(.*?)<', html)
        assert ordinaire(under).strip().startswith(told)


def test_the_sentence_under_the_prerequisites_says_what_their_tables_say() -> None:
    text = page_reelle("adherents", JOUR, "annexes/catalogue.md").texte
    asked = (
        "demande S02 Applications, S03.4 Systèmes et une dérogation des archives départementales, faute de service "
        "d'archives"
    )
    assert f"S03.5 Archivage électronique {asked}. S07 TICE demande" in text
    assert f"S03.5 Archivage électronique {asked} " in text


def test_every_page_has_a_title_and_a_description_of_its_own() -> None:
    for uri, text in pages_reelles(CHEZ_ESSEY, JOUR).items():
        if isinstance(text, str):
            head = text.partition("\n---\n")[0]
            assert re.search(r'^title: "[^"]+"$', head, re.MULTILINE), uri
            assert re.search(r'^description: ".{20,}"$', head, re.MULTILINE), uri


def test_a_date_is_never_cut_at_the_end_of_a_line() -> None:
    found = typographier("<p>du 3 décembre 2026 au 1er mars 2027</p>")
    assert f"3{INSECABLE}décembre{INSECABLE}2026" in found
    assert f"1<sup>er</sup>{INSECABLE}mars{INSECABLE}2027" in found


def test_a_name_that_its_long_name_elides_is_elided_on_every_page() -> None:
    for uri in pages_reelles("adherents", JOUR):
        if uri.endswith(".md"):
            assert not re.search("[Dd]e (Heillecourt|Houdemont)", page_reelle("adherents", JOUR, uri).texte), uri


def test_what_people_say_stands_once_in_the_glossary_whatever_the_site_writes_for_it() -> None:
    said = "## Qui\n\n| terme | définition | fichiers |\n| abonné | Qui souscrit. | abonnes |\n\n"
    said += "| on dit aussi | ce qui est écrit |\n| --- | --- |\n| litige, désaccord | contestation, contester |\n"
    text = page_dite(site_de("villages", "public")._replace(textes={"glossaire": said}), "glossaire.md")
    assert text.endswith(
        "Ce que l'on dit aussi {#synonymes} litige, désaccord Ici : « contestation » , « contester » ."
    )
