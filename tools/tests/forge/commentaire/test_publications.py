"""The rehearsal of avenant.yml and publication.yml: what a tag joins to its release, what a merge publishes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.compare.depots_git import avec_exemple, git
from tests.essais import fichiers_nancy
from tests.forge.projet import SITE, lus, tarif
from tests.forge.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.forge.api import Forge

HAUSSE = tarif("5500.00")
ETABLIR = "Établir l'avenant, en PDF, en DOCX et en JSON"


def _merged(scene: Scene, files: Mapping[str, str] = HAUSSE, etiquette: str = "avenant-3") -> str:
    """Merge a proposal into the default branch (the rise of the print server); return the tagged merge."""
    scene.projet.ecrire("hausse", files, depart="main")
    merge = scene.proposer("hausse").merge
    git(scene.projet.origine, "update-ref", "refs/atelier/main", merge)
    scene.projet.pousser("main")
    return scene.etiqueter(etiquette)


@pytest.mark.long
def test_a_tag_on_a_merge_joins_the_documents_of_the_avenant_to_its_release(tmp_path: Path, forge: Forge) -> None:
    scene = Scene(tmp_path, forge, fichiers_nancy())
    merge = _merged(scene, avec_exemple("avenant-1"), "avenant-1")
    runs = scene.lancer(scene.poussee("avenant", "refs/tags/avenant-1"), CONVENTION_DATE="2026-11-25")
    assert {nom: run.reussi for nom, run in runs.items()} == {"etablir": True, "joindre": True}
    release = scene.gardes / "versions/avenant-1"
    joined = sorted(path.name for path in release.iterdir())
    assert [name for name in joined if "-ESSEY" in name] == [
        f"avenant-1-ESSEY{what}.{form}" for what in ("-rapport", "") for form in ("docx", "pdf")
    ]
    (seal,) = release.glob("*.json")
    avenant = json.loads(seal.read_text(encoding="utf-8"))
    base = git(scene.projet.origine, "rev-parse", f"{merge}^1").strip()
    assert (avenant["numero"], avenant["base"], avenant["proposition"]) == (1, base, merge)


def test_a_tag_on_what_no_avenant_decides_establishes_nothing(scene: Scene) -> None:
    _merged(scene)
    (run,) = scene.lancer(scene.poussee("avenant", "refs/tags/avenant-3")).values()
    assert "rien de ce qui change ne se décide par avenant" in run.etape(ETABLIR).sortie
    assert not (scene.gardes / "versions").exists()


def test_a_tag_without_a_number_establishes_nothing(scene: Scene) -> None:
    _merged(scene)
    scene.etiqueter("avenant-trois")
    (run,) = scene.lancer(scene.poussee("avenant", "refs/tags/avenant-trois")).values()
    assert run.etape(ETABLIR).code == 2
    assert not (scene.gardes / "versions").exists()


def test_a_tag_that_looks_like_a_command_is_a_text(scene: Scene, tmp_path: Path) -> None:
    _merged(scene)
    etiquette = "avenant-$(touch${IFS}piege)"
    scene.etiqueter(etiquette)
    (run,) = scene.lancer(scene.poussee("avenant", f"refs/tags/{etiquette}")).values()
    assert run.etape(ETABLIR).code == 2
    assert list(tmp_path.rglob("piege")) == []


def test_a_tag_on_a_commit_that_changes_nothing_establishes_nothing(scene: Scene) -> None:
    scene.projet.ecrire("main", {"LISEZ.txt": "rien"})
    scene.projet.pousser("main")
    scene.etiqueter("avenant-4")
    (run,) = scene.lancer(scene.poussee("avenant", "refs/tags/avenant-4")).values()
    assert "il n'y a pas d'avenant à établir" in run.etape(ETABLIR).sortie


@pytest.fixture
def reel(tmp_path: Path, forge: Forge) -> Scene:
    """Hold this repository's own data: the site cites them."""
    return Scene(tmp_path, forge, {**lus(SITE), **fichiers_nancy()})


@pytest.mark.long
def test_a_merge_publishes_the_public_site_and_keeps_the_one_of_the_adherents_aside(reel: Scene) -> None:
    runs = reel.lancer(reel.poussee("publication"))
    assert {nom: run.reussi for nom, run in runs.items()} == {"public": True, "adherents": True, "publier": True}
    published, kept = reel.gardes / "pages", reel.gardes / "artefacts/site-adherents"
    pages = [{path.relative_to(root).as_posix() for path in root.rglob("*.html")} for root in (published, kept)]
    assert "index.html" in pages[0]
    assert pages[0] < pages[1]
    tableau = "adherents/essey-les-nancy/index.html"
    assert [tableau in found for found in pages] == [False, True]
