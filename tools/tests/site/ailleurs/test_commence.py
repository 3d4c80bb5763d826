"""The site of a convention written by `nouveau`, whose first exercice is still to come.

Knows: answers, the pages, a day. Must not know: amounts but the one that it works by hand.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.edition.nouveau.depot import files
from convention.edition.nouveau.lecture import read_answers
from convention.loading.yaml.noeuds import read_nodes
from convention.site.acces import lire as acces
from tests.essais import lire
from tests.site.lecture import bord_dit, bord_seul, pages, pages_lues, pages_reelles, site_de

if TYPE_CHECKING:
    from collections.abc import Mapping

AVANT, PENDANT, APRES = date(2026, 11, 29), date(2027, 6, 14), date(2028, 2, 10)
REPONSES = """\
titre: Convention informatique de la vallée de l'Orge bleue
gestionnaire: Orge-Bleue
exercice: 2027
preavis_mois: 6
origine: demonstration
source: inventé pour l'exemple
forfait_par_poste: 120.00
adherents:
  - {nom: Orge-Bleue, type: epci, siren: "200000107", quantites: {postes: 40, boites: 60}}
  - {nom: Valfleur, siren: "100000108", insee: "00001", quantites: {postes: 12, boites: 15}}
services:
  - {nom: Maintenance, partage: prix-par-poste, montant: 85.00}
  - {nom: Messagerie, partage: par-unite, unite: boîte, montant: 2400.00}
  - {nom: Sauvegarde, partage: forfait, montant: 300.00, option: oui, pour: [Valfleur]}
  - {nom: Archivage, partage: prix-par-unite, unite: boîte, montant: 4.50, option: oui, pour: [Valfleur]}
"""


@cache
def _files(effet: str = "2027-01-01") -> Mapping[str, str]:
    root = read_nodes("reponses.yaml", f"{REPONSES}effet: {effet}\n".encode()).root
    assert root is not None
    reponses = read_answers(root, "reponses.yaml").reponses
    assert reponses is not None
    return files(reponses, AVANT)


@cache
def _texts(day: date, effet: str = "2027-01-01") -> Mapping[str, str]:
    return _read(pages(lire(dict(_files(effet))), day, acces("adherents")))


def _nancy() -> Mapping[str, str]:
    return _read(pages_reelles("adherents", date(2026, 11, 23)))


def _read(found: Mapping[str, str | bytes]) -> Mapping[str, str]:
    return {uri: page.texte for uri, page in pages_lues(found).items() if uri != "diagnostics.md"}


def _saying(texts: Mapping[str, str], word: str) -> set[str]:
    return {uri for uri, text in texts.items() if word in text.lower()}


def test_the_page_of_an_exercice_counts_the_forecasts_that_nobody_has_validated() -> None:
    told = _texts(AVANT)["exercices/2027.md"]
    assert "quantité prévue que l'adhérent n'a pas encore validée : 4 valeurs" in told


def test_an_exercice_is_to_come_until_its_year_begins() -> None:
    under = {day: _texts(day)["exercices/2027.md"].partition("quoi")[0] for day in (AVANT, PENDANT)}
    assert "Exercice à venir, montants estimés du prévisionnel : qui paierait" in under[AVANT]
    assert "Exercice ouvert, montants du prévisionnel : qui paie" in under[PENDANT]


def test_of_an_exercice_to_come_nothing_is_projected() -> None:
    # Four months of twelve, but the whole of a shared cost: 820.00 + 2400.00 × 15/75 + 300.00/3 + 4.50 × 15/3
    assert "Fonctionnement 2027 1 422,50 € prévisionnel" in _texts(PENDANT, "2027-09-01")["adherents/valfleur.md"]
    text = _texts(AVANT)["adherents/valfleur.md"]
    # 120.00 × 12 + 85.00 × 12 + 2400.00 × 15/75 + 300.00 + 4.50 × 15
    assert "Fonctionnement 2027 3 307,50 € prévisionnel" in text
    assert _saying(_texts(AVANT), "projection") | _saying(_texts(AVANT), "projeté") == set()
    assert (
        _saying(_texts(AVANT), "repris du prévisionnel") | _saying(_texts(PENDANT), "repris du prévisionnel") == set()
    )
    assert "Projection au 31 décembre 3 307,50 € projeté au 14 juin 2027" in _texts(PENDANT)["adherents/valfleur.md"]


@pytest.mark.parametrize(
    ("effet", "days", "told", "then"),
    [
        ("2027-01-01", (AVANT,), "au 1 er janvier 2027", PENDANT),
        ("2027-09-01", (AVANT, PENDANT), "au 1 er septembre 2027", APRES),
    ],
)
def test_before_its_first_day_a_convention_says_who_will_have_a_service_and_when(
    effet: str, days: tuple[date, ...], told: str, then: date
) -> None:
    for day in days:
        texts = _texts(day, effet)
        assert f"Abonné {told}" in texts["services/s03.md"]
        assert f"abonnés {told}" in texts["annexes/catalogue.md"]
        assert "S01 Maintenance va à chaque adhérent 2" in texts["annexes/catalogue.md"]
        assert "Valfleur pas encore" not in texts["services/s03.md"]
        assert _saying(texts, "au jour du site") == set()
        assert "Orge-Bleue et 1 autre adhérent partageront des services communs." in texts["index.md"]
        assert "Adhérents 2 dont le gestionnaire" in texts["index.md"]
    assert "Abonné au jour du site" in _texts(then, effet)["services/s03.md"]
    assert "Orge-Bleue et 1 autre adhérent partagent des services communs." in _texts(then, effet)["index.md"]


def test_the_price_of_a_unit_is_said_to_who_could_take_the_service() -> None:
    text = _texts(AVANT)["adherents/orge-bleue.md"]
    assert "Archivage En 2027, 4,50 € par boîte ; ceux qui l'ont en paient 67,50 € ensemble." in text


def test_a_budget_without_accounts_is_not_offered_to_be_pasted() -> None:
    lacking = bord_seul(site_de(_files(), "adherents", AVANT), "valfleur")
    given = pages_reelles("adherents", date(2026, 11, 23))["adherents/essey-les-nancy.md"]
    assert ["data-copie" in str(page) for page in (lacking, given)] == [False, True]


def test_of_an_exercice_that_is_over_and_still_open_nothing_is_projected_to_its_end() -> None:
    text = _texts(APRES)["adherents/valfleur.md"]
    assert "Fonctionnement 2027 3 307,50 € année finie, calculé au 10 février 2028" in text
    assert _saying(_texts(APRES), "31 décembre 3 307,50") == set()


def test_a_flat_fee_that_is_called_so_is_not_named_twice() -> None:
    text = _texts(AVANT)["adherents/valfleur.md"]
    assert "Dont forfait 1 440,00 € prévisionnel" in text
    assert "Ce montant suppose un forfait de 120,00 € par poste, fixé pour 2027." in text


def test_a_flat_fee_is_said_to_be_set_in_the_year_that_sets_it() -> None:
    assert _saying(_texts(AVANT), "à fixer") == set()
    nancy = _nancy()["annexes/forfait.md"]
    assert "tirets, rond vide : reconduit, à fixer" in nancy
    assert "délibération" not in nancy.partition("à fixer")[2][:20]


@pytest.mark.parametrize("word", ["prérequis", "il manque une condition", "partie la moins avancée", "ce qu'est un"])
def test_nothing_is_said_of_what_a_convention_has_not(word: str) -> None:
    assert _saying(_texts(AVANT), word) == set()
    assert _saying(_nancy(), word) != set()


def test_the_day_by_which_a_breach_is_notified_is_that_of_the_law_where_the_convention_says_none() -> None:
    assert "notifie la CNIL dans les 72 heures (article 33 du RGPD)" in _texts(AVANT)["rgpd-et-securite.md"]


def test_the_kinds_of_costs_are_those_of_the_convention() -> None:
    text = _texts(AVANT)["exercices/index.md"]
    assert "Forfait, coûts annuels. Chaque exercice est une année civile." in text
    assert _saying(_texts(AVANT), "coûts directs") == set()
    assert _saying(_texts(AVANT), "devis") == set()
    nancy = _nancy()["exercices/index.md"]
    assert "masse salariale, coûts directs, coûts indirects. Chaque exercice est une année civile." in nancy


def test_who_pays_nothing_is_told_so_and_is_shown_no_empty_table() -> None:
    # The département of the colleges manages the services of its colleges, and has no pupil.
    text = bord_dit(site_de("ecoles"), "val-dore")
    assert "En 2026, le Département ne devrait supporter aucune part." in text
    assert "Par service" not in text
    assert "0 quantité" not in text
