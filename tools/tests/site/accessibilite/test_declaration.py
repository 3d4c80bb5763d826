"""The accessibility grid, and the statement that is made of it: never a claim that its data does not bear."""

from __future__ import annotations

from datetime import date

import pytest

import manuel
from convention.cli.cadre.contexte import DiteError, DonneesError
from convention.cli.cadre.lecteur import PLACE, lire_grille
from convention.site.grille import NUMEROS, Constat, etat_declare
from tests.essais import RACINE
from tests.site.lecture import page_dite, site_de

GRILLE = (RACINE / PLACE).read_text("utf-8")
JOUR = date(2026, 11, 28)


def _page(nom: str, texte: str) -> str:
    site = site_de(nom, "public", JOUR)
    return page_dite(site._replace(grille=lire_grille(texte.encode()) if texte else None), "accessibilite.md")


def _grille(*changes: tuple[str, str]) -> str:
    text = GRILLE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def test_the_grid_of_this_repository_holds_together_and_has_the_106_criteria() -> None:
    grille = lire_grille(GRILLE.encode())
    assert len(NUMEROS) == 106
    assert (NUMEROS[0], NUMEROS[-1]) == ("1.1", "13.12")
    assert sum(grille.nombre(etat) for etat in Constat) == 106
    for essai in grille.essais.values():
        for place in (essai.ou or "").replace(";", ",").split(","):
            name = place.strip().split(" ")[0]
            assert not name.endswith(".py") or "/" not in name or (RACINE / name).is_file(), name


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('- numero: "1.2"', '- numero: "1.99"', "dans l'ordre : 1.2, 1.99"),
        ("etat: conforme", "etat: parfait", "parfait"),
        ("    etat: conforme\n    essais: [axe, html]\n", "    etat: conforme\n", "1.1 : conforme, sans dire comment"),
        ("essais: [axe, html]", "essais: [flair]", "1.1 : « flair » n'est pas un essai"),
        ("sur: [accueil,", "sur: [ailleurs,", "1.1 : « ailleurs » n'est pas de l'échantillon"),
        ("etat: non-applicable\n", "etat: non-decide\n    essais: [oeil]\n", "1.4 : non décidé, sans dire pourquoi"),
        ("    le: 2026-11-28\n", "", "essai oeil : il a un test ou une commande"),
    ],
)
def test_a_grid_that_does_not_hold_together_is_refused_in_words(
    before: str, after: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises((DiteError, DonneesError)) as refused:
        lire_grille(_grille((before, after)).encode())
    refused.value.show()
    assert told in capsys.readouterr().err.replace("\xa0", " ")


def test_the_statement_says_the_rate_what_remains_and_what_is_planned() -> None:
    text = _page("nancy", GRILLE)
    assert "Accessibilité : partiellement conforme" in text
    assert "92 % des critères applicables du RGAA 4.1.2" in text
    assert "7.1, Un script passe par les aides techniques : non décidé." in text
    assert "Ce n'est pas un audit fait par un tiers." in text
    assert "2028 : Faire mener un audit par un organisme tiers" in text


def test_a_rate_counts_what_nobody_decided_as_not_met() -> None:
    grille = lire_grille(GRILLE.encode())
    met, rest = grille.nombre(Constat.CONFORME), grille.nombre(Constat.NON_CONFORME) + grille.nombre(Constat.NON_DECIDE)
    assert grille.taux * (met + rest) == met


@pytest.mark.parametrize("nom", ["syndicat", "villages", "ecoles", "hopitaux"])
def test_without_a_grid_of_its_own_a_site_claims_no_evaluation(nom: str) -> None:
    text = _page(nom, "")
    assert "Accessibilité : non conforme" in text
    assert "Aucune évaluation de ce site" in text
    assert "et non sur celui-ci" in text
    assert "%" not in text


def test_half_of_the_criteria_make_a_site_partly_conform_and_all_of_them_wholly() -> None:
    met = lire_grille(GRILLE.replace("etat: non-decide", "etat: conforme").encode())
    assert etat_declare(met) == "totalement conforme"
    assert etat_declare(None) == "non conforme"


def test_the_manual_shows_each_criterion_on_each_page_of_the_sample() -> None:
    text = manuel.accessibilite(lire_grille(GRILLE.encode()))
    assert text.count("\n| 10.") == 14
    assert "| 11.5 | Les champs de même nature sont groupés | NA | NA | NA | NA | NA | NA | NA | C | NA |" in text
