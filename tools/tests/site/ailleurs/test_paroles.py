"""What pages and an avenant say of a convention's own text, and only when its data say so.

Knows: the frozen conventions, the pages. Must not know: amounts.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.essais import FIGES, edited, fichiers
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import bord_dit, lire_html, ordinaire, page_dite, pages_figees, pages_reelles, site_de

NANCY = date(2026, 11, 23)
AUTRES = ("syndicat", "villages", "ecoles", "hopitaux")
LICENCE = "Les données sont sous Licence Ouverte 2.0."
MUETTE = "La convention ne déclare pas de licence pour ses données."
ENGAGE = "seules les modalités de calcul ont valeur contractuelle"
BROUILLON = "« Cf carte mentale, à réintégrer ici après validation ». L'annexe est un brouillon"
EXTRAIT = "« Extrait : mise à jour en cours ». Le tableau n'est qu'un extrait"


def _texts(nom: str) -> dict[str, str]:
    nancy = nom == "nancy"
    found = pages_reelles("adherents", NANCY) if nancy else pages_figees(nom, "adherents", NANCY)
    return {uri: lire_html(page).texte for uri, page in found.items() if uri.endswith(".md") and isinstance(page, str)}


@pytest.mark.parametrize("nom", AUTRES)
def test_the_data_of_a_convention_that_declares_no_licence_are_said_to_have_none(nom: str) -> None:
    text = _texts(nom)["donnees-ouvertes.md"]
    assert (LICENCE in text, MUETTE in text) == (False, True)


def test_the_licence_of_the_data_is_the_one_that_the_convention_declares() -> None:
    text = _texts("nancy")["donnees-ouvertes.md"]
    assert (LICENCE in text, MUETTE in text) == (True, False)


@pytest.mark.parametrize("nom", AUTRES)
def test_estimates_are_said_to_bind_nobody_only_where_the_text_says_what_binds(nom: str) -> None:
    assert {uri for uri, text in _texts(nom).items() if ENGAGE in text} - {"diagnostics.md"} == set()


def test_what_binds_is_said_with_the_clause_that_says_it() -> None:
    text = _texts("nancy")["adherents/essey-les-nancy.md"]
    assert f"Ces montants sont des estimations. Ils n'engagent pas les parties : {ENGAGE} (annexe 4)." in text


def test_what_an_annexe_says_of_itself_heads_its_page_in_the_words_of_the_data() -> None:
    assert BROUILLON in _texts("nancy")["annexes/catalogue.md"]
    assert EXTRAIT in _texts("nancy")["annexes/tarifs.md"]


@pytest.mark.parametrize("nom", AUTRES)
def test_no_annexe_of_another_convention_says_what_that_one_says_of_itself(nom: str) -> None:
    heads = ("carte mentale", "mise à jour en cours", "l'annexe se dit")
    assert {uri for uri, text in _texts(nom).items() if any(head in text.lower() for head in heads)} == set()


def test_a_service_whose_levels_are_written_is_not_said_to_have_none() -> None:
    path, files = "catalogue/services/S03.yaml", fichiers(FIGES / "nancy")
    written = {**files, path: f"{files[path].rstrip()}\nniveaux_de_service: Rétabli en quatre heures ouvrées\n"}
    texts = [page_dite(site_de(data, "adherents", NANCY), "services/s03.md") for data in (files, written)]
    assert ["Délai de rétablissement" in text for text in texts] == [True, False]
    assert "Rétabli en quatre heures ouvrées" in texts[1]
    assert [text for text in texts if "la convention n'en fixe" in ordinaire(text)] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("roles_service_commun: [moe]", "selon les cas"),
        ("responsable: La directrice du syndicat", "La directrice du syndicat"),
        ("niveaux_de_service: Rétabli en quatre heures", "Rétabli en quatre heures"),
        ("infrastructure: oui", "seul le droit d'usage est refacturé"),
    ],
)
def test_each_thing_that_a_service_says_of_itself_is_on_its_page_when_the_convention_has_no_text_of_it(
    written: str, said: str
) -> None:
    path, files = "catalogue/services/S01.yaml", fichiers(FIGES / "villages")
    told = {**files, path: f"{files[path].rstrip()}\n{written}\n"}
    texts = [page_dite(site_de(data, "adherents"), "services/s01.md") for data in (files, told)]
    assert [said in text for text in texts] == [False, True]


@pytest.mark.parametrize(
    ("nom", "asked"), [("villages", (False, False)), ("ecoles", (True, False)), ("nancy", (True, True))]
)
def test_who_decides_of_a_quantity_or_a_subscription_is_said_where_there_are_any(
    nom: str, asked: tuple[bool, bool]
) -> None:
    text = _texts(nom)["gouvernance.md"]
    assert ("Une quantité" in text, "Un service de plus" in text) == asked


def test_the_list_of_adherents_promises_a_budget_only_of_a_year_that_is_there() -> None:
    told = {
        nom: "ce qu'il inscrit à son budget" in _texts(nom)["adherents/index.md"] for nom in ("nancy", "ecoles", "mini")
    }
    assert told == {"nancy": True, "ecoles": True, "mini": False}


def test_readings_are_ranked_by_how_far_they_move_amounts_and_not_by_how_many() -> None:
    assert "Celles qui changeraient le plus les montants" in _texts("nancy")["lectures.md"]


def test_quantities_that_are_counted_are_not_said_to_be_invented_because_prices_are() -> None:
    members = {
        "metropole": Membre("postes: 4", origine="convention"),
        "nancy": Membre("postes: 4", origine="convention"),
    }
    files = maquette(members, {"reseau": Cout("prix: 10.00", annuel="prix * postes")}, forfait="2024-01-01: 7.00")
    site = site_de(files, "adherents", NANCY)
    told = [page_dite(site, uri) for uri in ("adherents/index.md", "donnees-ouvertes.md")]
    assert "Des chiffres sont de démonstration." in told[0]
    assert "Des chiffres sont inventés ; chaque table dit l'origine de ses données." in told[1].replace("’", "'")
    assert [text for text in told if "uantités sont" in text or "Quantités et prix sont" in text] == []


def test_an_invented_price_of_the_year_to_come_makes_no_figure_of_this_year_invented() -> None:
    files = {
        path: text.replace("origine: demonstration", "origine: convention")
        for path, text in fichiers(FIGES / "syndicat").items()
    }
    invented = "montant: 512.50, origine: demonstration,"
    site = site_de(edited(files, "pricing/forfait.yaml", "montant: 512.50,", invented), jour=date(2026, 11, 25))
    assert [site.invente(annee) for annee in (2026, 2027)] == [False, True]
    told = {uri: page_dite(site, uri).count("démonstration") for uri in ("annexes/forfait.md", "exercices/2026.md")}
    assert told == {"annexes/forfait.md": 1, "exercices/2026.md": 0}


def test_an_inhabitant_who_is_alone_is_one() -> None:
    path, files = "pricing/references/population-municipale.yaml", fichiers(FIGES / "syndicat")
    alone = re.sub(r"(haute-brume: )2000\b", r"\g<1>1", files[path])
    assert alone != files[path]
    site = site_de({**files, path: alone}, "adherents", NANCY)
    assert "1 habitant, 20 postes de travail." in bord_dit(site, "haute-brume")


def test_no_page_supposes_what_a_body_or_a_family_of_tariffs_is_called() -> None:
    texts = _texts("nancy")
    assert "## Par famille {#familles}" in texts["adherents/essey-les-nancy.md"]
    assert "Ce qui sera soumis à la prochaine réunion" in texts["index.md"]
    assert [uri for uri, text in texts.items() if "prochain comité" in text or "coûte l'impression" in text] == []


def test_verbs_agree_with_a_managing_body_that_is_several() -> None:
    path, files = "catalogue/convention.yaml", fichiers(FIGES / "nancy")
    several = {**files, path: files[path].replace("  gestionnaire: la Métropole", "  gestionnaire: les Métropolitains")}
    site, board = site_de(several, "adherents", NANCY), "adherents/metropole-grand-nancy.md"
    own, amendment = (page_dite(site, uri) for uri in (board, "avenants/1.md"))
    other = _texts("nancy")[board]
    assert "les Métropolitains devraient supporter, pour leur part," in own
    # Whether it is « il » or « elle », a name such as « l'Oasis » does not say.
    assert "d'abord parce que le gestionnaire " in own
    assert "d'abord parce qu'elle " in other
    assert "les Métropolitains signent avec chaque adhérent" in amendment
    assert "la Métropole devrait supporter, pour sa part," in other
