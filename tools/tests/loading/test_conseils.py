"""A code of service that a message says to write is one that the catalogue has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.loading.loader import load
from convention.loading.source import Folder
from tests.espaces import espaces
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("ecrit", "conseil"),
    [
        ("S033", "écrire S03"),
        ("60S03", "écrire S03"),
        ("S4", "écrire S04"),
        ("S77-1", "codes du catalogue : S01, S02, S03, S04, S05"),
    ],
)
def test_what_is_no_code_has_for_advice_a_code_that_exists_or_the_list_of_them(
    ecrit: str, conseil: str, tmp_path: Path
) -> None:
    path = poser(tmp_path) / "adherents/aubepine/souscriptions.yaml"
    path.write_text(path.read_text("utf-8").replace("service: S04,", f"service: {ecrit},"), "utf-8")
    (found,) = load(Folder(tmp_path)).diagnostics
    assert (found.code, espaces(found.hint)) == ("FOR010", conseil)
