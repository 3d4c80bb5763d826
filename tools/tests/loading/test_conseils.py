"""What a message says to write stands: a code of service that the catalogue has, a field of the object it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.loading.loader import load
from convention.loading.source import Folder
from tests.espaces import espaces
from tests.essais import remplacer
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
    remplacer(path, "service: S04,", f"service: {ecrit},")
    (found,) = load(Folder(tmp_path)).diagnostics
    assert (found.code, espaces(found.hint)) == ("FOR010", conseil)


def test_an_object_named_as_one_of_its_fields_is_told_its_own_fields(tmp_path: Path) -> None:
    path = poser(tmp_path) / "pricing/composants/S04.yaml"
    nom = re.findall("^  ([a-z-]+):$", path.read_text("utf-8"), re.MULTILINE)[0]
    remplacer(path, f"  {nom}:\n", "  contrat:\n    libele: Copieurs\n")
    found = [item for item in load(Folder(tmp_path)).diagnostics if item.code == "FOR001"]
    assert [espaces(item.hint) for item in found] == ["vouliez-vous dire « libelle » ?"]
