"""The site of a group of hospitals: its own words, and nothing that its data do not say.

Knows: `depots/hopitaux`, the pages. Must not know: amounts.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire
from convention.site.bord.quantites import Attente, attente, courriel, quantites
from tests.conventions.dits import HOPITAUX
from tests.essais import FIGES, fichiers
from tests.essais import lire as depot_de
from tests.generateur.textes import avenant
from tests.site.lecture import (
    Page,
    liens_rompus,
    lire_html,
    ordinaire,
    page_dite,
    page_seule,
    pages,
    pages_figees,
    pages_lues,
    site_de,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


JOUR = date(2026, 3, 2)
NIVEAUX = ("public", "adherents", "adherent:orvelle")

# What belongs to another convention, or to what this one has not.
ETRANGER = re.compile(
    r"nancy|métropol|\bdsit\b|mairie|\bmaires?\b|conseil municipal|masse salariale|postes? de travail|par habitant|"
    r"\betp\b|0 axe|«\s?art\. |votre commune",
    re.IGNORECASE,
)


def _pages(niveau: str) -> Mapping[str, str | bytes]:
    return pages_figees("hopitaux", niveau, JOUR)


@cache
def _read(niveau: str) -> dict[str, Page]:
    return pages_lues(_pages(niveau))


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_no_page_speaks_of_what_a_group_of_hospitals_has_not(niveau: str) -> None:
    texts = {uri: page.texte for uri, page in _read(niveau).items() if uri != "diagnostics.md"}
    assert {uri: ETRANGER.findall(text) for uri, text in texts.items() if ETRANGER.search(text)} == {}


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_every_link_of_its_site_leads_somewhere(niveau: str) -> None:
    assert liens_rompus(_pages(niveau), _read(niveau)) == []


def test_those_who_have_a_service_are_counted_among_the_adherents_of_the_same_year() -> None:
    # Orvelle, of 2025, has left since; Fontanelle has come.
    text = page_dite(site_de("hopitaux", "adherents", date(2026, 11, 29)), "services/s01.md")
    assert "Bénéficiaires en 2025 5 sur 5 adhérents" in text
    assert "5 bénéficiaires en 2025 ; coût refacturé" in text


def test_what_a_later_count_has_replaced_is_never_asked_for_again() -> None:
    text = _text("adherents/aubrelac.md")
    assert "Aucune quantité à valider" in text
    assert "remplacée par le réalisé du 12 janvier 2026, validé le 26 janvier 2026" in text
    assert "2 quantités : 2 remplacées depuis" in text


def test_a_later_count_that_nobody_has_validated_is_asked_for_by_the_page_and_by_its_e_mail() -> None:
    path = "adherents/aubrelac/quantites/2025.yaml"
    files = {**fichiers(HOPITAUX)}
    files[path] = files[path].replace("    validation: 2026-01-26\n", "")
    site = site_de(files, "adherents", JOUR)
    found = quantites(site, "aubrelac")
    assert attente(found) == Attente(2, 0)
    _, lines = courriel(site, "aubrelac", found)
    assert [ordinaire(line) for line in lines if line.startswith("- ")] == [
        "- lignes : 216, le 12 janvier 2026",
        "- lits : 150, le 12 janvier 2026",
    ]
    text = page_dite(site, "adherents/aubrelac.md")
    assert "2 quantités sur 2 à valider" in text
    assert "remplacée par le réalisé du 12 janvier 2026, à valider" in text


AVENANT = avenant(
    "Le minimum se mesure sur les seules lignes",
    "2027-01-01",
    "Un établissement sans lit paie le même minimum qu'un autre",
)
ASSEMBLEE = re.compile(r"délib\w*|assemblée|\bvot(?:e|é|er|ent)\b|\bconseil\b", re.IGNORECASE)


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_where_directors_decide_no_page_of_an_amendment_has_an_assembly_vote(niveau: str) -> None:
    files = {**fichiers(HOPITAUX), "catalogue/avenants/1/avenant.yaml": AVENANT}
    shown = pages(depot_de(files), JOUR, lire(niveau))
    texts = {uri: page.texte for uri, page in pages_lues(shown).items() if uri != "diagnostics.md"}
    assert {uri: ASSEMBLEE.findall(text) for uri, text in texts.items() if ASSEMBLEE.search(text)} == {}
    assert "Décisions 0 sur " in texts["avenants/1.md"]


def _text(uri: str, niveau: str = "adherents") -> str:
    return ordinaire(_read(niveau)[uri].texte)


@pytest.mark.parametrize(
    ("uri", "sentence"),
    [
        ("index.md", "Chacun bénéficie des 2 services du catalogue."),
        ("index.md", "Vous dirigez un adhérent"),
        ("gouvernance.md", "Chaque établissement décide, puis signe."),
        ("annexes/tarifs.md", "minimum 1 200,00 €, montants dus pour les lignes et les lits 770,80 € : 429,20 €"),
        ("exercices/index.md", "qui paie quoi, par service et par nature."),
        ("exercices/2025.md", "pas encore émis"),
        ("adherents/blanchisserie-des-monts.md", "vos montants dus pour les lignes et les lits"),
        ("adherents/blanchisserie-des-monts.md", "Aucune quantité à valider"),
        ("adherents/aubrelac.md", "Quantités : dernier comptage le 12 janvier 2026, il y a 49 jours"),
        ("adherents/aubrelac.md", "5 appels pas encore émis, le premier du 20 janvier 2025"),
        ("adherents/sylvemont.md", "5 appels à sceller, le premier du 20 janvier 2025"),
        ("index.md", "Les sommes d'une année sont appelées en 4 fois"),
        ("rgpd-et-securite.md", "le catalogue, les formules, les totaux"),
    ],
)
def test_a_page_says_what_its_data_say(uri: str, sentence: str) -> None:
    assert sentence in _text(uri)


@pytest.mark.parametrize(
    ("uri", "sentence"),
    [
        ("index.md", "renvoie à son article"),
        ("index.md", "Ce que nous pouvons encore souscrire"),
        ("annexes/catalogue.md", "Chacun choisit"),
        ("gouvernance.md", "Les instances donnent un avis"),
        ("gouvernance.md", "après avis de l'instance consultée"),
        ("exercices/2026.md", "Autre fonctionnement"),
        ("adherents/aubrelac.md", "votre conseil"),
        ("adherents/aubrelac.md", "que je peux souscrire"),
        ("adherents/aubrelac.md", "Demander un service"),
    ],
)
def test_a_page_does_not_say_what_no_data_says(uri: str, sentence: str) -> None:
    assert sentence not in _text(uri)


def test_the_page_of_another_hospital_calls_it_in_the_masculine() -> None:
    assert "« vous » le désigne" in _text("adherents/aubrelac.md", "adherent:orvelle")


def test_its_group_of_hospitals_has_no_decision_to_show_without_procedures() -> None:
    files = {path: text for path, text in fichiers(HOPITAUX).items() if path != "catalogue/procedures.yaml"}
    site = site_de(files, "adherents", JOUR)
    assert "Qui décide d'un prix, d'une formule ou d'une quantité n'est pas encore dit ici" in page_dite(
        site, "gouvernance.md"
    )
    assert "gouvernance.md#qui-decide" not in page_seule(site, "index.md")


def test_what_a_year_that_is_over_costs_is_not_told_as_to_come() -> None:
    late = page_seule(site_de(fichiers(HOPITAUX), "adherents", date(2027, 3, 2)), "adherents/aubrelac.md")
    assert "Pour 2025, l'établissement doit 22 986,60 € de fonctionnement." in lire_html(late).texte


def test_a_call_whose_day_has_passed_is_not_told_as_to_come() -> None:
    calls = _text("exercices/2026.md").partition("Appels à contribution")[2]
    assert "date : Premier acompte de l'exercice 2026 pas encore émis" in calls
    assert "à venir : Deuxième acompte de l'exercice 2026" in calls


@pytest.mark.parametrize(
    ("depot", "uri", "sentence"),
    [
        (HOPITAUX, "adherents/sylvemont.md", "est le gestionnaire : sa part, supportée sans mandat ni titre"),
        (FIGES / "ecoles", "adherents/val-dore.md", "est le gestionnaire : aucune part ne lui est comptée."),
    ],
)
def test_the_share_of_a_managing_body_is_told_only_when_it_has_one(depot: Path, uri: str, sentence: str) -> None:
    shown = page_seule(site_de(fichiers(depot), "adherents", JOUR), uri)
    assert sentence in lire_html(shown).texte


def test_who_was_no_part_of_a_year_has_nothing_to_attach_to_it() -> None:
    kept = {
        nom: [uri for uri in _pages(f"adherent:{nom}") if "RATTACHEMENT" in uri] for nom in ("orvelle", "fontanelle")
    }
    assert {nom: len(found) for nom, found in kept.items()} == {"orvelle": 3, "fontanelle": 0}


def test_a_calendar_without_any_date_says_that_none_is_known() -> None:
    undated = {path: re.sub(r"jalons:\n(?: .*\n)+", "", text) for path, text in fichiers(HOPITAUX).items()}
    site = site_de(undated, "adherent:orvelle", date(2026, 11, 29))
    text = page_dite(site, "adherents/orvelle.md")
    assert "Aucune échéance à venir n'est connue." in text
    assert "Jour de cette page" not in text
