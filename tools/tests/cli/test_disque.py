"""What the disk refuses, and what vanishes: the path is named, nothing is half written, code 3."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convention.loading.loader import load
from convention.loading.source import EnvironmentProblemError, Folder
from tests.cli.commande import contenu, executer, lancer
from tests.espaces import espaces
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PETIT = depot_fictif(2, 2, 1)
FORFAIT = "pricing/forfait.yaml"
FIXER = ("fixer", "forfait", "710.60", "--date", "2026-01-01", "--reference", "délibération")

SANS_PRIVILEGE = """
import ctypes, sys
# Root gives up what lets it pass over rights (capset, with nothing): it obeys them as anybody does.
ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
from convention.cli.main import main
main(sys.argv[1:])
"""
PLEIN = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
from convention.cli.main import main
main(sys.argv[1:])
"""


@pytest.fixture
def depot(tmp_path: Path) -> Iterator[Path]:
    yield write(tmp_path / "depot", PETIT)
    for path in (tmp_path, *tmp_path.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


@pytest.mark.parametrize(
    ("path", "what"), [(FORFAIT, f"le fichier {FORFAIT}"), ("pricing/baremes", "le dossier /")], ids=["file", "folder"]
)
def test_what_nobody_may_read_is_named(depot: Path, path: str, what: str) -> None:
    (depot / path).chmod(0o000)
    run = executer(depot, sys.executable, "-c", SANS_PRIVILEGE, "valider")
    assert (run.code, run.sortie) == (3, b"")
    assert run.message.startswith(f"Erreur\u00a0: {what}")
    assert run.message.endswith(f"{path} ne peut pas être lu (accès refusé)\n")


def test_all_the_files_that_nobody_may_read_are_named(depot: Path) -> None:
    paths = (FORFAIT, "pricing/cles.yaml")
    for path in paths:
        (depot / path).chmod(0o000)
    run = executer(depot, sys.executable, "-c", SANS_PRIVILEGE, "valider")
    refused = (f"le fichier {path} ne peut pas être lu (accès refusé)" for path in sorted(paths))
    assert espaces(run.message) == f"Erreur : {' ; '.join(refused)}\n"


def test_a_read_only_folder_keeps_its_files_and_is_named(depot: Path) -> None:
    before = contenu(depot)
    (depot / "pricing").chmod(0o555)
    run = executer(depot, sys.executable, "-c", SANS_PRIVILEGE, *FIXER)
    assert (run.code, contenu(depot) == before) == (3, True)
    assert espaces(run.message).endswith(f"(accès refusé) : {depot / 'pricing'}\n")


def test_a_file_that_vanishes_between_the_list_and_its_reading_is_named(
    depot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.walk

    def walk(top: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str | Path, list[str], list[str]]]:
        yield from real(top, onerror=onerror)
        if top == depot / "pricing":
            (depot / FORFAIT).unlink()

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(EnvironmentProblemError, match=f"le fichier {FORFAIT} a disparu pendant la lecture : relancer"):
        load(Folder(depot))


@pytest.mark.long
@pytest.mark.parametrize("commande", ["pages --vers build/pages", "schemas"])
def test_a_disk_that_fills_up_keeps_what_was_written_before(depot: Path, commande: str) -> None:
    write(depot, {"build/pages/.convention-dossier": "", "build/pages/index.md": "ancien\n"})
    before = contenu(depot)
    run = executer(depot, sys.executable, "-c", PLEIN, *commande.split())
    assert (run.code, run.sortie) == (3, b"")
    assert run.message.startswith("Erreur\u00a0: le disque ou le système refuse l'opération (")
    assert {path: text for path, text in contenu(depot).items() if path in before} == before
    assert [path for path in contenu(depot) if "/.tmp-" in path] == []


@pytest.mark.long
@pytest.mark.parametrize("place", ["/proc/pages", "fichier/pages"])
def test_a_place_where_no_folder_can_be_made_is_named(depot: Path, place: str) -> None:
    (depot / "fichier").write_text("", "utf-8")
    lancer(depot, "pages", "--vers", place).refuse(3, Path(place).parts[-2])
