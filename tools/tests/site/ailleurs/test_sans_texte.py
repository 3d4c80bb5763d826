"""The site of a convention that says little: what its data do not say is on no page, what they say is.

Knows: `depots/`, a convention made by « convention nouveau », the pages. Must not know: amounts.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire as acces
from tests.essais import FIGES, fichiers
from tests.essais import lire as depot_de
from tests.site.lecture import JOUR, lire_html, pages, pages_figees

if TYPE_CHECKING:
    from collections.abc import Mapping

CONVENTIONS = ("villages", "ecoles", "hopitaux", "syndicat")


@cache
def _pages(nom: str, niveau: str = "adherents") -> Mapping[str, str]:
    return {
        uri: lire_html(text).texte
        for uri, text in pages_figees(nom, niveau, JOUR).items()
        if uri.endswith(".md") and uri != "diagnostics.md" and isinstance(text, str)
    }


@pytest.mark.parametrize("nom", CONVENTIONS)
@pytest.mark.parametrize(
    "said",
    [
        "le texte de l'annexe",
        "telle qu'elle a été signée",
        "signé par le gestionnaire avec chaque adhérent",
        "La méthode est fixée, les montants sont actualisés",
        "aucun flux n'est branché",
        "Investissement 0,00 €",
        "1 vos ",
        "d'après un barème ou un indice",
        "compris dans l'adhésion",
        "responsable de la sécurité",
        "à mesurer l'étendue",
        "forment un socle",
        "Service du socle",
    ],
)
def test_no_page_says_what_nobody_said(nom: str, said: str) -> None:
    assert [uri for uri, text in _pages(nom).items() if said in text] == []


@pytest.mark.parametrize("nom", CONVENTIONS)
def test_the_page_of_prices_gives_those_in_force_to_the_adherents_alone(nom: str) -> None:
    depot, told = depot_de(fichiers(FIGES / nom)), _pages(nom)["annexes/tarifs.md"]
    annee = depot.exercice_courant
    assert f"En {annee}." in told
    assert f"En {annee}." not in _pages(nom, "public")["annexes/tarifs.md"]
    modes = [mode for item in depot.lignes.values() for mode in (item.factuel, item.annuel, item.direct) if mode]
    assert told.count("Exemple de calcul : ") == sum(len(mode.exemples) for mode in modes)


def test_the_tiers_of_a_grid_are_on_the_pages_of_prices_and_of_its_service() -> None:
    told = [uri for uri, text in _pages("syndicat").items() if "De 10 à 49 postes : 400,00 €" in text]
    assert told == ["services/n04.md", "annexes/tarifs.md"]


@pytest.mark.parametrize(
    ("nom", "told"),
    [
        ("syndicat", "chaque année jusqu'en 2028."),
        ("villages", "son texte ne change que par avenant."),
        # Villages, and the association that manages: not every member is governed by elected people.
        ("villages", "Vous êtes élu, ou dirigez un adhérent"),
        ("syndicat", "Vous êtes maire ou élu"),
        # By the name that the data give it, else by what it is.
        ("villages", "Vous êtes de l'association"),
        ("syndicat", "Vous êtes de l'équipe du gestionnaire"),
    ],
)
def test_the_home_page_says_what_the_data_say(nom: str, told: str) -> None:
    assert told in _pages(nom)["index.md"]


def test_an_inhabitant_is_sent_to_the_town_hall_only_where_most_members_are_communes() -> None:
    files = fichiers(FIGES / "villages")
    one = {
        path: text.replace("type: commune", "type: groupement") if "ormeval" not in path else text
        for path, text in files.items()
    }
    told = [
        "mairie" in str(pages(depot_de(data), JOUR, acces("public"))["exercices/index.md"]) for data in (files, one)
    ]
    assert told == [True, False]


def test_what_is_renewed_once_is_said_so() -> None:
    assert depot_de(fichiers(FIGES / "villages")).convention.reconductions == 1
    assert "se renouvelle une fois, jusqu'en" in _pages("villages")["index.md"]


def test_the_columns_of_what_nobody_pays_are_left_out() -> None:
    assert "0,00 0,00" not in _pages("villages")["exercices/index.md"]
    assert "Investissement" not in _pages("villages")["exercices/2026.md"]


@pytest.mark.parametrize("niveau", ["adherents", "adherent:val-dore"])
def test_the_simulator_opens_on_one_who_pays(niveau: str) -> None:
    depot = depot_de(fichiers(FIGES / "ecoles"))
    assert depot.convention.gestionnaire == "val-dore"
    assert 'data-adherent="college-des-tilleuls"' in str(pages_figees("ecoles", niveau, JOUR)["simulateur.md"])


@pytest.mark.parametrize(
    ("nom", "said"),
    [
        ("hopitaux", "Votre établissement ou groupement Choisir… "),
        ("villages", "Votre commune Choisir… "),
    ],
)
def test_the_home_page_calls_those_who_choose_what_they_are(nom: str, said: str) -> None:
    assert said in _pages(nom)["index.md"]


@pytest.mark.parametrize(
    ("nom", "said"),
    [("villages", "sur le modèle que donne aux organismes publics la loi"), ("ecoles", "d'après la loi")],
)
def test_a_law_on_public_bodies_is_cited_to_an_association_as_a_model_only(nom: str, said: str) -> None:
    assert f", {said} n° 2005-102" in _pages(nom, "public")["accessibilite.md"]


@pytest.mark.parametrize("nom", CONVENTIONS)
def test_the_shares_of_a_year_that_are_printed_add_up_to_their_total(nom: str) -> None:
    for uri, text in pages_figees(nom, "adherents", JOUR).items():
        if uri.startswith("exercices/20") and isinstance(text, str):
            rows = [row for row in lire_html(text).rangees if len(row) > 2 and row[2].endswith(" %")]
            shares = [Decimal(row[2].removesuffix(" %").replace(",", ".")) for row in rows]
            assert sum(shares[:-1]) == shares[-1] == 100
