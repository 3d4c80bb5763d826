"""`convention equilibre` without option is well written: data that lacks a file ends it by 3, with what to create."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.commande import lancer
from tests.espaces import espaces
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path


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
    assert "Usage" not in run.message
