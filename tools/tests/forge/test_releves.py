"""The rehearsal of the program of docs/releves.md: each night, exports are counted, one demande says what changes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.espaces import espaces

pytest.importorskip("ibis")

from tests.forge.api import DEPOT, Panne
from tests.forge.objets import Objets
from tests.forge.scene import Scene
from tests.releves.atelier import FICHIERS, SECRETS, depot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.api import Forge

BRANCHE = "releves"
SOURCE = "pricing/releves/instantanes.yaml"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports" / "instantanes"
    folder.mkdir(parents=True)
    for nom in ("parc-2026-01-01.csv", "parc-2026-01-02.csv"):
        shutil.copy(FICHIERS / "instantanes" / nom, folder)
    return folder.parent


@pytest.fixture
def scene(tmp_path: Path, forge: Forge) -> Scene:
    root = depot(tmp_path / "donnees", "instantanes")
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.yaml")}
    return Scene(tmp_path, forge, texts)


def test_a_count_opens_one_demande_with_its_lines_and_its_euros(scene: Scene, forge: Forge, exports: Path) -> None:
    run = scene.relever(exports)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith("Proposition n° 40 : branche créée.\n")
    (demande,) = forge.demandes
    assert (demande["head"]["label"], demande["base"]["ref"]) == (f"{DEPOT.split('/')[0]}:{BRANCHE}", "main")
    objets = Objets(scene.projet.origine)
    files = {path: objets.lire(BRANCHE, path) for path in objets.changes(BRANCHE)}
    assert sorted(files) == [
        "adherents/aubepine/quantites/2026.yaml",
        "adherents/bruyere/quantites/2026.yaml",
        "pricing/releves/2026/instantanes.csv",
    ]
    assert "postes: 3\n" in files["adherents/aubepine/quantites/2026.yaml"]
    assert "Aubépine" in demande["body"]
    assert "€" in demande["body"]
    # Three lines of the 1st, four of the 2nd.
    body = espaces(demande["body"]).replace("&#61;", "=").replace("&#43;", "+").replace("&#32;", " ")
    assert "7 lignes lues = 7 gardées + 0 écartée + 0 illisible" in body
    # Whoever starts it, by night or by day.
    assert "*Proposé par un relevé, d'après les exports déposés." in body
    # The forms of this project, which the scene copies, name an application of the « petite enfance ».
    shown = (run.stdout + run.stderr).replace("petite enfance", "")
    told = [demande["body"], *files.values(), shown]
    assert [secret for secret in SECRETS for text in told if secret in text] == []


def test_the_same_exports_write_no_second_commit(scene: Scene, exports: Path) -> None:
    scene.relever(exports)
    first = Objets(scene.projet.origine).commit(BRANCHE)
    run = scene.relever(exports)
    assert run.stdout.endswith("Proposition n° 40 : branche déjà à jour.\n")
    assert Objets(scene.projet.origine).commit(BRANCHE) == first


def test_the_next_night_brings_the_same_demande_up_to_date(scene: Scene, forge: Forge, exports: Path) -> None:
    scene.relever(exports)
    first = Objets(scene.projet.origine).commit(BRANCHE)
    shutil.copy(FICHIERS / "instantanes" / "parc-2026-01-04.csv", exports / "instantanes")
    run = scene.relever(exports)
    assert run.stdout.endswith("Proposition n° 40 : branche mise à jour.\n")
    assert len(forge.demandes) == 1
    assert Objets(scene.projet.origine).commit(BRANCHE) != first
    assert "1 jour sans instantané" in espaces(forge.demandes[0]["body"]).replace("&#32;", " ")


def test_a_bad_export_fails_and_proposes_nothing(scene: Scene, forge: Forge, exports: Path) -> None:
    (exports / "instantanes" / "parc-2026-01-02.csv").write_bytes(b"\xe9")
    run = scene.relever(exports)
    assert run.returncode != 0
    assert (forge.demandes, forge.ecritures) == ([], [])


def test_a_forge_that_fails_once_is_asked_again(scene: Scene, forge: Forge, exports: Path) -> None:
    forge.pannes.append(Panne(503, methode="GET"))
    assert scene.relever(exports).returncode == 0
    assert len(forge.demandes) == 1


def test_a_branch_that_somebody_else_has_completed_is_left_alone(scene: Scene, forge: Forge, exports: Path) -> None:
    scene.projet.ecrire(BRANCHE, {"LISEZ.txt": "une correction à la main"}, depart="main")
    scene.projet.pousser(BRANCHE)
    before = Objets(scene.projet.origine).commit(BRANCHE)
    run = scene.relever(exports)
    assert run.returncode == 3
    assert "a reçu d'autres commits que les nôtres" in run.stderr
    assert (Objets(scene.projet.origine).commit(BRANCHE), forge.demandes) == (before, [])


def test_each_night_begins_from_the_default_branch_whatever_the_last_one_left(
    scene: Scene, forge: Forge, exports: Path, tmp_path: Path
) -> None:
    scene.relever(exports)
    clone = tmp_path / "clone"
    (clone / "adherents" / "bruyere" / "reste.yaml").write_text("x", encoding="utf-8")
    (clone / "pricing" / "forfait.yaml").write_text("x", encoding="utf-8")
    scene.projet.ecrire("main", {"LISEZ.txt": "la nuit a porté conseil"})
    scene.projet.pousser("main")
    assert scene.relever(exports).returncode == 0
    assert (clone / "LISEZ.txt").exists()
    assert len(forge.demandes) == 1
