"""Names that hold no document, links in the place of folders: what is said of each."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from convention.loading.loader import load
from convention.loading.names import unexpected
from convention.loading.source import Folder
from tests.espaces import espaces
from tests.les_cas import poser
from tests.test_cas import judge

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "folder", ["pricing", "pricing/composants", "adherents/bruyere", "adherents/bruyere/quantites"]
)
def test_a_link_in_the_place_of_a_folder_is_said_to_be_one(folder: str, tmp_path: Path) -> None:
    root = poser(tmp_path / "depot")
    (root / folder).rename(tmp_path / "ailleurs")
    (root / folder).symlink_to(tmp_path / "ailleurs")
    found = {(item.span.path, item.code) for item in load(Folder(root)).diagnostics}
    assert (folder, "FIC005") in found
    assert "FIC001" not in {code for _, code in found}


def test_a_file_in_the_place_of_a_folder_is_refused_as_one(tmp_path: Path) -> None:
    root = poser(tmp_path)
    (root / "pricing/indices").write_text("valeurs: {}\n", encoding="utf-8")
    (message,) = load(Folder(root)).diagnostics
    assert (message.code, message.span.path) == ("FIC005", "pricing/indices")
    assert espaces(message.hint) == "le remplacer par un dossier ordinaire, avec ses fichiers"


@pytest.mark.parametrize(
    "path", ["pricing/divers", "adherents/Bruyere", "pricing/forfaits.yaml", "catalogue/notes/a.md"]
)
def test_a_path_where_no_folder_is_expected_is_only_unexpected(path: str) -> None:
    assert unexpected(path).code == "FIC001"


def test_a_misspelt_name_is_renamed_only_when_nothing_has_the_right_one() -> None:
    path, meant = "catalogue/reunions/26.yaml", "catalogue/reunions/2026.yaml"
    assert unexpected(path).hint == f"renommer en {meant}"
    assert unexpected(path, {path, "catalogue/reunions/2025.yaml"}).hint == f"renommer en {meant}"
    assert (
        unexpected(path, {path, meant}).hint
        == f"{meant} existe déjà : y déplacer ce qui manque, puis retirer ce fichier"
    )


@pytest.mark.parametrize(
    ("path", "schema", "hint"),
    [
        ("pricing/composants/messagerie.yaml", "composants", "comme pricing/composants/S04.yaml"),
        ("pricing/exercices/futur.yaml", "exercice", "comme pricing/exercices/2026.yaml"),
        ("pricing/exercices/2027-bis.yaml", "exercice", "le déplacer en pricing/exercices/2027.yaml"),
        ("catalogue/services/s3.yaml", "service", "renommer en catalogue/services/S03.yaml"),
    ],
)
def test_a_name_that_says_neither_what_nor_when_is_not_moved_to_the_place_of_another(
    path: str, schema: str, hint: str
) -> None:
    line = f"# yaml-language-server: $schema=../../schemas/{schema}.schema.json\n"
    assert hint in unexpected(path, content=line.encode()).hint


def test_a_file_out_of_its_place_is_moved_where_its_first_line_says_and_makes_nothing_else_look_wrong(
    tmp_path: Path,
) -> None:
    root = poser(tmp_path)
    for place, lost in (("adherents/bruyere", "quantites/2026.yaml"), ("pricing", "composants/S04.yaml")):
        (root / place / lost).rename(root / place / lost.rpartition("/")[2])
    found = [(item.span.path, item.hint) for item in judge(Folder(root)).diagnostics]
    assert found == [
        ("adherents/bruyere/2026.yaml", "le déplacer en adherents/bruyere/quantites/2026.yaml"),
        ("pricing/S04.yaml", "le déplacer en pricing/composants/S04.yaml"),
    ]


@pytest.mark.parametrize("folder", ["pricing", "pricing/composants", "catalogue/services", "adherents/bruyere"])
def test_what_a_linked_folder_hides_is_not_said_to_be_missing(folder: str, tmp_path: Path) -> None:
    root = poser(tmp_path / "depot")
    (root / folder).rename(tmp_path / "ailleurs")
    (root / folder).symlink_to(tmp_path / "ailleurs")
    assert [(item.code, item.span.path) for item in judge(Folder(root)).diagnostics] == [("FIC005", folder)]


def test_the_file_that_has_the_right_name_is_known_when_a_folder_is_read(tmp_path: Path) -> None:
    root = poser(tmp_path)
    shutil.copy(root / "pricing/exercices/2026.yaml", root / "pricing/exercices/26.yaml")
    (message,) = load(Folder(root)).diagnostics
    assert message.hint.startswith("pricing/exercices/2026.yaml existe déjà")
