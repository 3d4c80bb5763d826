"""What a publication takes again of the one before: the same bytes as if nothing had been kept, whatever happened."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path
from random import Random

import pytest

import convention
from convention.cli.publier.niveaux import REPRISE, Reprise, share
from tests.cli.commande import HERITE, PROGRAMME, contenu, lancer
from tests.essais import FIGES, fichiers, lire, remplacer
from tests.modifications import Editeur

MINI = FIGES / "mini"
SITE = ("site", "--tous", "--date", "2026-11-23", "--vers")
EDITIONS = 6
PATIENCE_SECONDES = 300


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "depot"))


def publier(depot: Path, vers: str = "srv") -> dict[str, bytes] | None:
    """Publish; return every file that is served, nothing when the data is refused."""
    run = lancer(depot, *SITE, vers)
    return contenu(depot / vers / "courant" / ".") if run.code == 0 else None


def a_neuf(depot: Path) -> dict[str, bytes] | None:
    """Publish where nothing was."""
    shutil.rmtree(depot / "neuf", ignore_errors=True)
    return publier(depot, "neuf")


def gardes(depot: Path) -> list[Path]:
    return sorted((depot / "srv" / REPRISE).iterdir())


def expliquer(depot: Path, sens: str) -> None:
    """Change a page, and no document."""
    (depot / "docs").mkdir(exist_ok=True)
    (depot / "docs/glossaire.md").write_text(f"# Glossaire\n\n## Mot\n\n{sens}\n", "utf-8")


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    def faire() -> bytes:
        made.append("")
        return b"pages"

    assert [Reprise(tmp_path).prendre(nom, faire) for nom in ("a", "a", "b")] == [b"pages"] * 3
    assert len(made) == 2


@pytest.mark.parametrize("faute", [b"", b"page", b"pages plus longues"])
def test_what_is_kept_badly_is_made_again(tmp_path: Path, faute: bytes) -> None:
    Reprise(tmp_path).prendre("a", lambda: b"pages")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(faute)
    assert Reprise(tmp_path).prendre("a", lambda: b"pages") == b"pages"
    assert kept.read_bytes() == b"pages"


def test_what_no_version_is_made_of_is_not_kept(tmp_path: Path) -> None:
    reprise = Reprise(tmp_path / "gardes")
    for nom in ("a", "b"):
        reprise.prendre(nom, nom.encode)
    served = next(path for path in reprise.gardes() if path.read_bytes() == b"b")
    (tmp_path / "version").hardlink_to(served)
    reprise.oublier()
    assert reprise.gardes() == [served]


def test_what_another_tool_made_of_the_same_is_not_kept_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    for outil in ("1", "2", "3"):
        monkeypatch.setattr("convention.cli.publier.niveaux.tool", lambda outil=outil: outil)
        reprise, version = Reprise(tmp_path / "gardes"), tmp_path / "version"
        shutil.rmtree(version, ignore_errors=True)
        version.mkdir()
        (version / "etat.pdf").write_bytes(reprise.prendre("valeurs", lambda: b"pages"))
        share(version, reprise.gardes())
        reprise.oublier()
        kept.append(len(reprise.gardes()))
    assert kept == [1, 1, 1]


@pytest.mark.long
def test_documents_are_taken_again_and_written_once(depot: Path) -> None:
    publier(depot)
    before = {path: path.stat().st_mtime_ns for path in gardes(depot)}
    assert len(before) > 5
    expliquer(depot, "Un sens.")
    assert publier(depot) == a_neuf(depot)
    assert {path: path.stat().st_mtime_ns for path in gardes(depot)} == before
    served = {path.stat().st_ino for path in (depot / "srv/courant/prive/chez").rglob("*.pdf")}
    assert served <= {path.stat().st_ino for path in before}


@pytest.mark.long
def test_what_was_damaged_is_never_served(depot: Path) -> None:
    publier(depot)
    for path in gardes(depot):
        content = path.read_bytes()
        path.unlink()  # else it would be damaged where it is served too
        path.write_bytes(content[:-1])
    expliquer(depot, "Un sens.")
    assert publier(depot) == a_neuf(depot)


@pytest.mark.long
@pytest.mark.parametrize("graine", range(2))
def test_after_any_edit_the_bytes_are_those_of_a_whole_publication(depot: Path, graine: int) -> None:
    alea, done = Random(graine), 0  # noqa: S311
    assert publier(depot) is not None
    while done < EDITIONS:
        files = fichiers(depot)
        edition = Editeur(files, lire(files)).tirer(alea)
        if edition is None or edition.texte is None:
            continue
        place = depot / edition.path
        before = place.read_bytes()
        place.write_text(edition.texte, "utf-8")
        found = publier(depot)
        if found is None:
            place.write_bytes(before)
            continue
        assert found == a_neuf(depot), edition
        done += 1


@pytest.mark.long
def test_another_tool_takes_nothing_of_this_one(depot: Path) -> None:
    def publier_par_l_autre(vers: str) -> dict[str, bytes]:
        assert lancer(depot, *SITE, vers, env={"PYTHONPATH": str(depot.parent)}).code == 0
        return contenu(depot / vers / "courant" / ".")

    before = publier(depot)
    assert before is not None
    copie = depot.parent / "convention"
    shutil.copytree(Path(convention.__file__).parent, copie, ignore=shutil.ignore_patterns("__pycache__"))
    remplacer(copie / "reports/etat/medias/fichiers.py", "denomination} – {", "denomination} / {")
    found = publier_par_l_autre("srv")
    assert found == publier_par_l_autre("neuf")
    pdf = "prive/chez/bruyere/2026-RATTACHEMENT-BRUYERE.pdf"
    assert found[pdf] != before[pdf]


@pytest.mark.long
def test_a_publication_killed_while_it_keeps_documents_leaves_the_site_as_it_was(depot: Path) -> None:
    before = publier(depot)
    for _ in range(EDITIONS):
        if killed := _killed_while_it_keeps(depot):
            break
        before = contenu(depot / "srv" / "courant" / ".")  # it ended before one looked
    assert killed
    assert contenu(depot / "srv" / "courant" / ".") == before
    assert publier(depot) == a_neuf(depot)


def _killed_while_it_keeps(depot: Path) -> bool:
    """Change documents, and kill the publication of them as soon as it keeps one; return whether it was still there."""
    remplacer(depot / "adherents/bruyere/quantites/2026.yaml", "copieurs: ", "copieurs: 1")
    whole = gardes(depot)
    process = subprocess.Popen([*PROGRAMME, *SITE, "srv"], cwd=depot, env=HERITE)
    limit = time.monotonic() + PATIENCE_SECONDES
    while process.poll() is None and gardes(depot) == whole:
        assert time.monotonic() < limit
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL
