"""What is served already is not published again, and nothing else stands in for what the data give now."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from convention.cli.ecriture.dossier import MARQUE
from tests.cli.commande import HERITE, PROGRAMME, contenu, lancer
from tests.essais import FIGES, remplacer

pytestmark = pytest.mark.long
SITE = ("site", "--tous", "--vers", "srv", "--date", "2026-11-23")
PATIENCE_SECONDES = 120
QUANTITES = "adherents/bruyere/quantites/2026.yaml"
GRILLE = "docs/accessibilite/grille.yaml"


@pytest.fixture(scope="module")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish once."""
    root = Path(shutil.copytree(FIGES / "mini", tmp_path_factory.mktemp("publie") / "depot"))
    (root / "mkdocs.yml").write_text("# Le titre seul.\nsite_name: Une convention\n", "utf-8")
    (root / "docs").mkdir()
    (root / "docs/glossaire.md").write_text("# Glossaire\n\n## Mot\n\nSon sens.\n", "utf-8")
    assert lancer(root, *SITE).code == 0
    return root


@pytest.fixture
def depot(publie: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(publie, tmp_path / "depot", symlinks=True))


def servie(depot: Path) -> str:
    return (depot / "srv/courant").resolve().name


def a_neuf(depot: Path) -> dict[str, bytes]:
    """Publish where nothing was."""
    assert lancer(depot, *SITE, "--vers", "neuf").code == 0
    return contenu(depot / "neuf/courant/.")


def test_the_version_that_is_served_stays_when_nothing_changed_and_the_command_says_so(depot: Path) -> None:
    before, version = contenu(depot / "srv"), servie(depot)
    said = f"Rien n'a changé : la version {version} reste dans srv.\n"
    assert (*lancer(depot, *SITE),) == (0, said.encode(), b"")
    assert (contenu(depot / "srv"), servie(depot)) == (before, version)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (QUANTITES, "copieurs: ", "copieurs: 1"),
        ("docs/glossaire.md", "Son sens", "Son autre sens"),
        ("mkdocs.yml", "Une", "Notre"),
    ],
)
def test_what_is_read_and_changes_is_published(depot: Path, path: str, before: str, after: str) -> None:
    version = servie(depot)
    remplacer(depot / path, before, after)
    assert lancer(depot, *SITE).code == 0
    assert servie(depot) != version
    assert contenu(depot / "srv/courant/.") == a_neuf(depot)


def test_a_file_that_appears_is_published(depot: Path) -> None:
    version = servie(depot)
    shutil.copytree(FIGES.parents[2] / "docs/accessibilite", depot / "docs/accessibilite")
    assert lancer(depot, *SITE).code == 0
    assert servie(depot) != version


@pytest.mark.parametrize(
    "asked",
    [
        ("--date", "2026-11-24"),
        ("--guichet",),
        ("--depot-en-ligne", "https://forge.exemple/o/r/blob/main"),
    ],
)
def test_what_is_asked_otherwise_is_published(depot: Path, asked: tuple[str, ...]) -> None:
    version = servie(depot)
    assert lancer(depot, *SITE, *asked).code == 0
    assert servie(depot) != version


@pytest.mark.parametrize("faute", ["ôté", "changé", "ajouté"])
def test_a_version_that_somebody_touched_is_published_again(depot: Path, faute: str) -> None:
    whole, page = contenu(depot / "srv/courant/."), depot / "srv/courant/public/index.html"
    page.unlink()
    if faute == "changé":
        page.write_bytes(whole["public/index.html"] + b" ")
    if faute == "ajouté":
        page.write_bytes(whole["public/index.html"])
        page.with_name("autre.html").write_bytes(b"")
    assert lancer(depot, *SITE).code == 0
    assert contenu(depot / "srv/courant/.") == whole


def test_after_a_way_back_what_the_data_give_now_is_published(depot: Path) -> None:
    first = servie(depot)
    remplacer(depot / QUANTITES, "copieurs: ", "copieurs: 1")
    assert lancer(depot, *SITE).code == 0
    now = contenu(depot / "srv/courant/.")
    (depot / "srv/courant").unlink()
    (depot / "srv/courant").symlink_to(f"versions/{first}")
    assert lancer(depot, *SITE).code == 0
    assert contenu(depot / "srv/courant/.") == now


@pytest.mark.parametrize("more", ["theme: {custom_dir: les-notres}", "hooks: [ajout.py]", "extra:\n  titre: oui"])
def test_a_repository_that_adds_more_than_words_to_its_site_is_always_published(depot: Path, more: str) -> None:
    (depot / "les-notres").mkdir()
    (depot / "ajout.py").write_text("", "utf-8")
    remplacer(depot / "mkdocs.yml", "site_name", f"{more}\nsite_name")
    versions = []
    for _ in range(2):
        assert lancer(depot, *SITE).code == 0
        versions.append(servie(depot))
    assert versions[0] != versions[1]


def test_data_that_changes_while_it_is_published_is_published_the_next_time(depot: Path) -> None:
    remplacer(depot / QUANTITES, "copieurs: ", "copieurs: 1")
    process = subprocess.Popen([*PROGRAMME, *SITE], cwd=depot, env=HERITE, stdout=subprocess.DEVNULL)
    limit, versions = time.monotonic() + PATIENCE_SECONDES, depot / "srv/versions"
    while process.poll() is None and not list(versions.glob(".tmp-*")):
        assert time.monotonic() < limit
    remplacer(depot / QUANTITES, "copieurs: ", "copieurs: 2")
    assert process.wait() == 0
    assert not (depot / "srv/courant/.publie").exists()
    assert lancer(depot, *SITE).code == 0
    assert contenu(depot / "srv/courant/.") == a_neuf(depot)


def test_something_else_in_the_folder_is_refused_even_when_nothing_changed(depot: Path) -> None:
    (depot / "srv/notes.txt").write_text("à moi", "utf-8")
    assert lancer(depot, *SITE).code == 2
    assert (depot / "srv/courant" / MARQUE).is_file()
