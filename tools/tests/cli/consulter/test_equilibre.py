"""`convention equilibre`, the real command: exit codes, sentences, nothing printed on wrong or missing data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer
from tests.espaces import espaces
from tests.essais import FIGES
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    return poser(tmp_path, ("EQU005", "valide"))


def test_the_page_of_the_exercice_in_course_says_what_the_forfait_covers(reel: Path) -> None:
    run = lancer(reel, "equilibre")
    assert (run.code, run.erreurs) == (0, b"")
    text = espaces(run.sortie.decode())
    assert text.splitlines()[::3][:2] == [
        "Coûts supportés et refacturés 2026, révisé (en euros)",
        "Données de démonstration, sans valeur comptable.",
    ]
    coming = espaces(lancer(reel, "equilibre", "--exercice", "2027").sortie.decode())
    assert ("mutualisés coûtent" in text, "mutualisés coûteraient 5 715 353,48 € en 2027" in coming) == (True, True)
    assert "ferait gagner" in coming
    assert "Le forfait couvre 92,9 % de la masse salariale et de la régie : 3 411 590,60 € sur 3 671 905,00 €" in text


def test_the_page_is_written_in_a_file_that_its_json_does_not_take(mini: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "equilibre.md")
    lancer(mini, "equilibre", "--format", "json", "--sortie", out).refuse(2, "--format json ne sert pas avec --sortie")
    assert lancer(mini, "equilibre", "--sortie", out).code == 0
    assert (tmp_path / "equilibre.md").read_text("utf-8").startswith("# Coûts supportés et refacturés ")


def test_a_phase_may_be_asked_for(mini: Path) -> None:
    run = lancer(mini, "equilibre", "--phase", "realise")
    assert run.code == 0
    assert "2026, réalisé (en euros)" in run.sortie.decode()


def test_an_exercice_without_costs_borne_is_refused_as_one_that_is_not_declared(tmp_path: Path) -> None:
    run = lancer(poser(tmp_path, ("EQU006", "invalide")), "equilibre", "--exercice", "2026")
    assert (run.code, run.sortie) == (2, b"")
    assert "les coûts supportés de 2026 ne sont pas déclarés ; créer pricing/equilibre/2026.yaml" in espaces(
        run.message
    )
    assert "(exercices qui les ont : 2025)" in espaces(run.message)


def test_an_exercice_in_course_without_costs_borne_is_no_fault_of_the_command(tmp_path: Path) -> None:
    run = lancer(poser(tmp_path, ("EQU006", "invalide")), "equilibre")
    assert (run.code, run.sortie) == (3, b"")
    assert "les coûts supportés de 2026 ne sont pas déclarés ; créer pricing/equilibre/2026.yaml" in espaces(
        run.message
    )
    assert "Usage" not in run.message


def test_without_any_costs_borne_the_file_of_the_exercice_in_course_is_to_be_created(tmp_path: Path) -> None:
    run = lancer(poser(tmp_path), "equilibre")
    assert (run.code, run.sortie) == (3, b"")
    assert "aucun coût supporté n'est déclaré, pour aucun exercice ; créer pricing/equilibre/2026.yaml" in espaces(
        run.message
    )
    each = "(de chaque pôle de l'organigramme, « service », « libelle » et « montants »)"
    assert "schemas/equilibre.schema.json », avec « origine » et « source »," in espaces(run.message)
    assert f"et « masse_salariale » {each}" in espaces(run.message)
    assert "Usage" not in run.message


def test_no_organigramme_is_named_where_the_convention_has_none() -> None:
    run = lancer(FIGES / "villages", "equilibre")
    unpaid = "des agents qu'aucun service ne paie déjà, « masse_salariale »"
    assert f"{unpaid} (de chaque pôle, « service », « libelle » et « montants »)" in espaces(run.message)


def test_an_unknown_exercice_is_refused(mini: Path) -> None:
    lancer(mini, "equilibre", "--exercice", "2031").refuse(2, "l'exercice 2031 n'est pas déclaré")


def test_a_phase_for_which_a_cost_has_no_figure_is_refused(mini: Path) -> None:
    lancer(mini, "equilibre", "--exercice", "2025", "--phase", "previsionnel").refuse(
        2, "en prévisionnel, « Études » n'a pas de montant dans pricing/equilibre/2025.yaml"
    )


def test_nothing_is_printed_on_wrong_data(tmp_path: Path) -> None:
    lancer(poser(tmp_path, ("EQU002", "invalide")), "equilibre").refuse(1, "EQU002")
