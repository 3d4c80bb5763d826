"""`convention site`: the site of before or the new one, whole, whatever stops the building."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from convention.cli.mkdocs.ecrits import ICI
from convention.model.cadre.hors_donnees import CONFIGURATION
from tests.cli.commande import HERITE, PROGRAMME, contenu
from tests.generateur import depot_fictif, write
from tests.site.construction import JOUR, PATIENCE_SECONDES, atelier

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long
ANCIEN = {"site/index.html": b"ancien\n", "site/page-qui-n-existe-plus.html": b"ancien\n"}


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return atelier(write(tmp_path_factory.mktemp("depot"), depot_fictif(2, 2, 1)))


@pytest.fixture(autouse=True)
def ancien(depot: Path) -> None:
    """Put an older site where the new one is to be."""
    shutil.rmtree(depot / "build", ignore_errors=True)
    for name, content in ANCIEN.items():
        (depot / "build" / name).parent.mkdir(parents=True, exist_ok=True)
        (depot / "build" / name).write_bytes(content)


def _start(depot: Path, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["/usr/bin/env", "--default-signal=INT", "--default-signal=TERM", *PROGRAMME, "site"],
        cwd=depot,
        env={**HERITE, "CONVENTION_DATE": JOUR, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_build_leaves_the_site_of_before_and_nothing_else(depot: Path, number: signal.Signals) -> None:
    process = _start(depot)
    limit = time.monotonic() + PATIENCE_SECONDES
    while not list((depot / "build").glob(".tmp-*/site/*")):
        assert time.monotonic() < limit
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    _, errors = process.communicate()
    assert process.returncode == 130
    # The first line ends the one where a terminal shows « ^C ».
    assert errors == "\nInterrompu avant la fin\u00a0: aucun fichier n'est écrit à moitié.\n"
    assert contenu(depot / "build") == ANCIEN
    assert [path.name for path in (depot / "build").iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("CONVENTION_DATE", "2026-02-30", "le 30/02/2026 n'existe pas dans le calendrier"),
        ("CONVENTION_NIVEAU", "tout-le-monde", "« tout-le-monde » n'est pas un niveau"),
        ("CONVENTION_NIVEAU", "adherent:personne", "l'adhérent « personne » est inconnu"),
        ("CONVENTION_DEPOT_EN_LIGNE", "javascript:alert(1)", "n'est pas l'adresse https d'un dossier"),
    ],
)
def test_a_wrong_environment_is_one_sentence_and_leaves_the_site_of_before(
    depot: Path, name: str, value: str, why: str
) -> None:
    process = _start(depot, **{"CONVENTION_DATE": "", name: value})
    told, errors = process.communicate()
    shown = (told + errors).replace("\u00a0", " ")
    assert process.returncode == 2
    assert why in shown
    assert "Traceback" not in shown
    assert contenu(depot / "build") == ANCIEN


def test_a_build_that_ends_takes_the_whole_place(depot: Path) -> None:
    process = _start(depot)
    told, _ = process.communicate()
    assert (process.returncode, told) == (0, "Le site est dans build/site (niveau tous les adhérents).\n")
    assert [path.name for path in (depot / "build").iterdir()] == ["site"]
    built = contenu(depot / "build")
    assert built.keys() & ANCIEN.keys() == {"site/index.html"}
    assert built["site/index.html"] != b"ancien\n"


def test_a_site_that_takes_the_place_of_another_reader_s_says_so(depot: Path) -> None:
    def told(niveau: str) -> str:
        command = [*PROGRAMME, "site", "--date", JOUR, "--niveau", niveau]
        run = subprocess.run(command, cwd=depot, env=HERITE, check=True, capture_output=True, text=True)
        return run.stdout.replace("\u00a0", " ")

    assert told("public") == "Le site est dans build/site (niveau public).\n"
    mine = "Le site est dans build/site (niveau tous les adhérents).\n"
    assert told("adherents") == (f"{mine}Il y remplace celui du niveau public ; « --vers DOSSIER » garde les deux.\n")
    assert told("adherents") == mine


def test_what_markdown_would_leave_as_it_is_is_not_given_to_it_and_the_pages_are_the_same(depot: Path) -> None:
    def site() -> dict[str, bytes]:
        subprocess.run([*PROGRAMME, "site", "--date", JOUR], cwd=depot, env=HERITE, check=True, capture_output=True)
        return contenu(depot / "build/site")

    shutil.rmtree(depot / "build")
    short, own = site(), depot / CONFIGURATION
    said = own.read_text("utf-8")
    ours = (ICI / CONFIGURATION).read_text("utf-8").partition("markdown_extensions:")[2].partition("validation:")[0]
    own.write_text(f"{said}\nmarkdown_extensions:{ours}", "utf-8")
    assert site() == short
    own.write_text(said, "utf-8")
