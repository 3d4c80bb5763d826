"""`convention expliquer-code`, in a convention whose text names the message, and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer
from tests.essais import GRAND_NANCY

if TYPE_CHECKING:
    from pathlib import Path


def test_the_clauses_that_a_message_watches_are_given() -> None:
    assert (
        lancer(GRAND_NANCY, "expliquer-code", "ADH006")
        .sortie.decode()
        .endswith("\n\nClauses : article 10, article 10.2\n")
    )


def test_an_unknown_code_is_met_with_the_nearest_in_a_sentence(tmp_path: Path) -> None:
    said = lancer(tmp_path, "expliquer-code", "ADH06").reproche
    assert "le code « ADH06 » n'existe pas ; vouliez-vous dire « ADH006 » ?" in said


def test_a_code_that_looks_like_none_leads_to_the_list(tmp_path: Path) -> None:
    run = lancer(tmp_path, "expliquer-code", "TAR999")
    assert (run.code, run.reproche.splitlines()[-1]) == (
        2,
        "Erreur : le code « TAR999 » n'existe pas ; sans code, cette commande les liste tous",
    )


def test_outside_a_convention_no_clause_is_given(tmp_path: Path) -> None:
    run = lancer(tmp_path, "expliquer-code", "ADH006")
    assert (run.code, "Clause" in run.sortie.decode()) == (0, False)


@pytest.mark.parametrize("code", ["SCE003", "SCE009"])
def test_no_line_begins_by_a_colon_nor_closes_a_quotation(code: str, tmp_path: Path) -> None:
    lines = lancer(tmp_path, "expliquer-code", code).sortie.decode("utf-8").splitlines()
    assert [line for line in lines if line.startswith((":", ";", "»", "?", "!"))] == []
