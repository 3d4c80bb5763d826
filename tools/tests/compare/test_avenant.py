"""The amendments of the sample documents: their écarts come out of the data, to the cent (figures de démonstration)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.causes.effets import Effets, together
from convention.compare.comparaison import comparer
from tests.compare.depots_git import cents
from tests.essais import CALCULS, edited, fichiers_nancy, lire, nancy

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact

FORFAIT = "{date: 2027-01-01, montant: 718.40, origine: demonstration, reference: inventé, verifie_le: 2026-09-28}"
ETABLISSEMENT = "etablissement-rattache"


def _pull_request_42() -> dict[str, str]:
    """Apply the changes of the pull request n° 42: the forfait, the printing server, the subscription of Tomblaine."""
    files = fichiers_nancy()
    files["pricing/forfait.yaml"] += f"  - {FORFAIT}\n"
    for annee in (2027, 2028):
        serveur = f"{annee}: {{cout_maintenance: 4800.00}}"
        files = edited(files, "pricing/composants/S04.yaml", serveur, serveur.replace("4800", "5400"))
    stay = "  - {service: S08, debut: 2024-01-01}\n"
    joined = stay + "  - {service: S09, debut: 2027-03-01}\n"
    files = edited(files, "adherents/tomblaine/souscriptions.yaml", stay, joined)
    counted = "      comptes_sig: 11\n"
    for annee in (2027, 2028):
        path = f"adherents/tomblaine/quantites/{annee}.yaml"
        files = edited(files, path, counted, f"{counted}      comptes_teletravail: 60\n")
    return files


def _avenant_1() -> dict[str, str]:
    """Apply the article 4 of the amendment n° 1: S08 is shared by mailboxes."""
    path, files = "pricing/couts-de-possession.yaml", fichiers_nancy()
    example = "{cout_annuel: 62400.00, postes: 112, total: {postes: 4801}, attendu: 1455.70}"
    replaced = "{cout_annuel: 62400.00, boites_aux_lettres: 118, total: {boites_aux_lettres: 5640}, attendu: 1305.53}"
    before, row, after = files[path].partition("  - id: messagerie\n")
    after = after.replace("cout_annuel * part(postes)", "cout_annuel * part(boites_aux_lettres)", 1)
    return edited({**files, path: before + row + after}, path, example, replaced)


@pytest.fixture(scope="module")
def pull_request() -> Comparaison:
    return comparer(nancy(), lire(_pull_request_42()), calcule=CALCULS)


@pytest.fixture(scope="module")
def avenant() -> Comparaison:
    return comparer(nancy(), lire(_avenant_1()), calcule=CALCULS)


def _of(comparaison: Comparaison, annee: int) -> Impact:
    return next(impact for impact in comparaison.impacts if impact.exercice == annee)


def _lines(comparaison: Comparaison, adherent: str, annee: int = 2027) -> dict[str, int]:
    """Return the écart of each line of an adherent."""
    (item,) = [item for item in _of(comparaison, annee).adherents if item.adherent == adherent]
    return {line.ligne.calcul.composant or "masse-salariale": line.ecart for line in item.lignes}


def test_each_ecart_of_the_comment_comes_out_and_sixteen_others_make_the_rest(pull_request: Comparaison) -> None:
    impact = _of(pull_request, 2027)
    ecarts = {item.adherent: item.ecart for item in impact.adherents}
    named = {
        "nancy": "+10\u202f918,17",
        "metropole-grand-nancy": "+7\u202f894,29",
        "tomblaine": "+3\u202f505,63",
        "vandoeuvre-les-nancy": "+3\u202f227,01",
        "essey-les-nancy": "+893,99",
        ETABLISSEMENT: "\u221220,36",
    }
    assert {nom: ecarts.pop(nom) for nom in named} == {nom: cents(ecart) for nom, ecart in named.items()}
    assert (len(ecarts), sum(ecarts.values())) == (16, cents("+11\u202f629,07"))
    assert min(ecarts.values()) > 0
    assert impact.ecart == cents("+38\u202f047,80")


# 2028 counts and costs what 2027 does, and Tomblaine stays the whole year: « Année pleine (2028) » of the comment.


def test_the_total_of_a_whole_year_is_the_same(pull_request: Comparaison) -> None:
    # 4 801 × (718,40 − 710,60) = 37 447,80; 5 400,00 − 4 800,00 = 600,00.
    assert cents("+38\u202f047,80") == _of(pull_request, 2028).ecart


def test_tomblaine_pays_the_teletravail_of_a_whole_year(pull_request: Comparaison) -> None:
    # 118 × 7,80 = 920,40; 157,28 − 139,81 = 17,47; 72 000 × 60 ÷ (1 352 + 60) = 3 059,49.
    lines = _lines(pull_request, "tomblaine", 2028)
    expected = {"masse-salariale": "+920,40", "serveur-impression": "+17,47", "teletravail": "+3\u202f059,49"}
    assert {nom: cents(ecart) for nom, ecart in expected.items()} == lines
    assert cents("+3\u202f997,36") == sum(lines.values())


def test_the_years_before_do_not_move(pull_request: Comparaison) -> None:
    still = {2024: True, 2025: True, 2026: True}
    assert {impact.exercice: impact.nul for impact in pull_request.impacts} == {**still, 2027: False, 2028: False}


def test_the_changes_are_the_six_edits(pull_request: Comparaison) -> None:
    assert [item.source_apres.path for item in pull_request.changements if item.source_apres is not None] == [
        "pricing/composants/S04.yaml",
        "pricing/composants/S04.yaml",
        "pricing/forfait.yaml",
        "adherents/tomblaine/quantites/2027.yaml",
        "adherents/tomblaine/quantites/2028.yaml",
        "adherents/tomblaine/souscriptions.yaml",
    ]


@pytest.mark.long
def test_the_amendment_gives_the_new_line_of_essey(avenant: Comparaison) -> None:
    (item,) = [item for item in _of(avenant, 2027).adherents if item.adherent == "essey-les-nancy"]
    (line,) = item.lignes
    assert (line.ligne.calcul.composant, line.montant_avant, line.montant_apres) == ("messagerie", 145_570, 130_553)


@pytest.mark.long
def test_the_amendment_moves_what_seventeen_pay_to_five(avenant: Comparaison) -> None:
    ecarts = [item.ecart for item in _of(avenant, 2027).adherents]
    assert (sum(gap < 0 for gap in ecarts), sum(gap for gap in ecarts if gap < 0)) == (17, -161_646)
    assert (sum(gap > 0 for gap in ecarts), sum(gap for gap in ecarts if gap > 0)) == (5, 161_646)


# --- why: the « Cause principale » and the « Pourquoi » of the comment ---


def _causes(comparaison: Comparaison, annee: int = 2027) -> dict[str, Effets]:
    return {cause.adherent: cause.effets for cause in _of(comparaison, annee).causes}


@pytest.mark.parametrize(
    ("adherent", "effets"),
    [
        ("tomblaine", {"perimetre_propre": "+2\u202f567,76", "prix": "+937,87"}),
        ("essey-les-nancy", {"prix": "+893,99"}),
        (ETABLISSEMENT, {"perimetre_autres": "\u2212113,96", "prix": "+93,60"}),
    ],
)
def test_each_cause_of_the_comment_comes_out(pull_request: Comparaison, adherent: str, effets: dict[str, str]) -> None:
    assert _causes(pull_request)[adherent] == Effets(**{cause: cents(text) for cause, text in effets.items()})


def test_the_subscription_moves_as_much_from_the_others_as_it_brings(pull_request: Comparaison) -> None:
    effets = together(_causes(pull_request).values())
    assert effets == Effets(
        perimetre_propre=cents("+2\u202f567,76"),
        perimetre_autres=cents("\u22122\u202f567,76"),
        prix=cents("+38\u202f047,80"),
    )
    others = [effets for effets in _causes(pull_request).values() if effets.perimetre_autres]
    assert len(others) == 8


def test_the_effect_of_price_is_that_of_the_forfait_and_of_the_printing_server(pull_request: Comparaison) -> None:
    moved: dict[str, int] = {}
    for cause in _of(pull_request, 2027).causes:
        for ligne in cause.lignes:
            moved[ligne.objet] = moved.get(ligne.objet, 0) + ligne.effets.prix
    assert {"": cents("+37\u202f447,80"), "serveur-impression": cents("+600,00"), "teletravail": 0} == moved


def test_the_amendment_is_all_rules(avenant: Comparaison) -> None:
    for effets in _causes(avenant).values():
        assert effets == Effets(regles=effets.ecart)
