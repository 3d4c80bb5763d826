"""`convention site --vers`: the pages of before or the new ones, whole, whatever happens; nothing else is touched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from convention.base.files import ABANDON_SECONDES
from convention.cli.ecriture.dossier import MARQUE, SENS, made_for, write_folder
from tests.cli.commande import HERITE, PROGRAMME, contenu, lancer
from tests.espaces import espaces
from tests.essais import FIGES, fichiers
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from pathlib import Path

PETIT = depot_fictif(3, 3, 1)
PAGES = "build/pages"
SITE = ("pages", "--vers", PAGES, "--date", "2026-11-23")
ANCIEN = {MARQUE: b"", "index.md": b"ancien\n", "adherents/adherent-1.md": b"ancien\n"}
PATIENCE_SECONDES = 60


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Write a repository, and in it the pages of an older site."""
    root = write(tmp_path / "depot", PETIT)
    for name, content in ANCIEN.items():
        (root / PAGES / name).parent.mkdir(parents=True, exist_ok=True)
        (root / PAGES / name).write_bytes(content)
    return root


@pytest.fixture(scope="module")
def neufs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Write the pages of each level once, where nothing was."""
    root = write(tmp_path_factory.mktemp("neufs"), PETIT)
    for niveau in ("public", "adherents"):
        assert lancer(root, *SITE, "--vers", f"pour-{niveau}", "--niveau", niveau).code == 0
    return {niveau: contenu(root / f"pour-{niveau}") for niveau in ("public", "adherents")}


def _start(depot: Path, *arguments: str) -> subprocess.Popen[bytes]:
    # what runs the tests may itself ignore interruptions, and would hand that down
    command = ["env", "--default-signal=INT", "--default-signal=TERM", *PROGRAMME, *SITE, *arguments]
    return subprocess.Popen(command, cwd=depot, env=HERITE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _wait_for_writing(depot: Path, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE_SECONDES
    while process.poll() is None and not any(path.name.startswith(".tmp-") for path in (depot / "build").iterdir()):
        assert time.monotonic() < limit


def test_a_site_for_one_who_pays_nothing_says_that_it_has_no_page(tmp_path: Path) -> None:
    root = write(tmp_path / "depot", fichiers(FIGES / "villages"))
    run = lancer(root, *SITE, "--niveau", "adherent:les-villages-du-plateau")
    assert run.code == 0
    assert (
        run.message
        == "Attention : rien de l'exercice 2026 n'est dû par Les Villages du Plateau, ce site n'a pas sa page.\n"
    )


def test_a_site_for_one_who_enters_next_year_has_its_page_and_says_nothing(tmp_path: Path) -> None:
    root = write(tmp_path / "depot", fichiers(FIGES / "ecoles"))
    run = lancer(root, *SITE, "--niveau", "adherent:college-des-aulnes")
    assert (run.code, run.message) == (0, "")
    assert f"{PAGES}/docs/adherents/college-des-aulnes/index.md" in contenu(root)


@pytest.mark.parametrize(
    ("place", "code", "dit"),
    [
        ("docs/glossaire.md", 3, "Erreur : docs/glossaire.md n'est pas de l'UTF-8 : enregistrer le fichier en UTF-8\n"),
        ("docs/accessibilite/grille.yaml", 1, "docs/accessibilite/grille.yaml:1:1 : erreur SYN001\n"),
    ],
)
def test_a_page_written_by_hand_that_is_no_utf8_stops_before_any_page(
    depot: Path, place: str, code: int, dit: str
) -> None:
    (depot / place).parent.mkdir(parents=True)
    (depot / place).write_bytes("Été".encode("cp1252"))
    run = lancer(depot, *SITE)
    assert (run.code, dit in espaces(run.message), contenu(depot / PAGES)) == (code, True, ANCIEN)


# --- whole ---


@pytest.mark.parametrize(
    ("commande", "code", "dit"),
    [
        (("pages", "--vers", "pages"), 3, "aucun exercice n'est déclaré : écrire le premier dans pricing/exercices/"),
        (("calculer",), 3, "aucun exercice n'est déclaré : écrire le premier dans pricing/exercices/"),
        (("clore", "2026"), 3, "aucun exercice n'est déclaré : écrire le premier dans pricing/exercices/"),
        (("ouvrir-exercice", "2026"), 2, "Conseil : écrire le premier dans pricing/exercices/"),
    ],
)
def test_where_no_exercice_is_declared_yet_a_command_says_to_write_the_first(
    tmp_path: Path, commande: tuple[str, ...], code: int, dit: str
) -> None:
    files = fichiers(FIGES / "villages")
    kept = {
        path: re.sub(r"montants:\n( {6}20.*\n)+", "montants: {}\n", text)
        for path, text in files.items()
        if not re.search("/(exercices|quantites|depenses)/", path)
    }
    done = lancer(write(tmp_path / "depot", kept), *commande)
    assert (done.code, dit in espaces(done.message)) == (code, True)


@pytest.mark.long
def test_the_pages_of_before_go_whole_with_their_place(depot: Path, neufs: dict[str, dict[str, bytes]]) -> None:
    assert lancer(depot, *SITE, "--niveau", "public").code == 0
    assert contenu(depot / PAGES) == neufs["public"]
    assert [path.name for path in (depot / "build").iterdir()] == ["pages"]


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_an_interruption_leaves_the_pages_of_before_or_the_new_ones(
    depot: Path, neufs: dict[str, dict[str, bytes]], number: signal.Signals
) -> None:
    process = _start(depot)
    _wait_for_writing(depot, process)
    process.send_signal(number)
    _, errors = process.communicate()
    assert contenu(depot / PAGES) in (ANCIEN, neufs["adherents"])
    assert b"Traceback" not in errors
    left = [path for path in (depot / "build").iterdir() if path.name != "pages"]
    if number is not signal.SIGKILL:
        assert (left, process.returncode in (0, 130)) == ([], True)
        return
    # Nobody can tidy up after that: the next command does, once it is sure that nobody is writing there. A run that
    # ended just before has tidied up.
    assert (len(left), process.returncode) in {(1, -signal.SIGKILL), (0, 0)}
    for path in left:
        os.utime(path, (0, path.stat().st_mtime - 2 * ABANDON_SECONDES))
    assert lancer(depot, *SITE).code == 0
    assert contenu(depot / "build") == {f"pages/{name}": text for name, text in neufs["adherents"].items()}


@pytest.mark.long
def test_two_runs_at_once_leave_the_whole_pages_of_one_of_them(depot: Path, neufs: dict[str, dict[str, bytes]]) -> None:
    runs = [_start(depot, "--niveau", niveau) for niveau in ("public", "adherents")]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert {run.returncode for run in runs} == {0}
    assert contenu(depot / "build") in [
        {f"pages/{name}": text for name, text in pages.items()} for pages in neufs.values()
    ]


# --- nothing else ---


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("catalogue/pages", "que l'outil lit"),
        ("notes", "contient autre chose qu'un site écrit ainsi"),
        ("", "le chemin est vide"),
    ],
)
def test_a_folder_that_is_not_for_pages_is_refused_untouched(depot: Path, place: str, why: str) -> None:
    write(depot, {"notes/a-garder.md": "précieux\n"})
    before = contenu(depot)
    run = lancer(depot, "pages", "--vers", place)
    assert (run.code, run.sortie) == (2, b"")
    assert why in run.message
    assert contenu(depot) == before


def test_a_link_keeps_leading_to_the_pages(tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "pages").symlink_to(tmp_path / "ailleurs")
    write_folder(tmp_path / "pages", {"index.md": b"nouveau\n"})
    assert (tmp_path / "pages").is_symlink()
    assert (tmp_path / "ailleurs" / "index.md").read_bytes() == b"nouveau\n"


@pytest.mark.parametrize(
    ("mark", "told"), [(f"{SENS}public\n".encode(), "public"), (SENS.encode(), ""), (b"", ""), (b"autre \xff\n", "")]
)
def test_a_folder_says_for_whom_it_was_made_when_its_mark_does(tmp_path: Path, mark: bytes, told: str) -> None:
    assert made_for(tmp_path) == ""
    (tmp_path / MARQUE).write_bytes(mark)
    assert made_for(tmp_path) == told
