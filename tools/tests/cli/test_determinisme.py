"""The real command gives the same bytes whatever surrounds it."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.cli.commande import Sortie, lancer
from tests.compare.depots_git import edited, git_repository
from tests.essais import fichiers_reels

COMMANDES = {
    "valider": ("valider",),
    "json": ("calculer", "--format", "json"),
    "csv": ("calculer", "--format", "csv"),
    "table": ("calculer", "--exercice", "2025", "--par", "service"),
    "expliquer": ("expliquer", "essey-les-nancy", "--exercice", "2026"),
    "equilibre": ("equilibre", "--exercice", "2026"),
    "equilibre-json": ("equilibre", "--exercice", "2026", "--format", "json"),
    "comparer": ("comparer", "v1", "v2", "--format", "markdown"),
}
MONDES = {
    "une graine de hachage": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"},
    "une autre graine": {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "PYTHONIOENCODING": "latin-1"},
    "une machine sans UTF-8": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def _revisions() -> list[dict[str, str]]:
    files = fichiers_reels()
    return [
        files,
        edited(files, "pricing/composants/S04.yaml", "2027: {cout_maintenance: 4800", "2027: {cout_maintenance: 5400"),
    ]


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("depot"), _revisions())


@pytest.fixture(scope="module")
def references(depot: Path) -> dict[str, Sortie]:
    runs = {nom: lancer(depot, *arguments) for nom, arguments in COMMANDES.items()}
    assert {(0, b"")} == {(run.code, run.erreurs) for run in runs.values()}
    return runs


@pytest.mark.parametrize("commande", COMMANDES)
@pytest.mark.parametrize("monde", MONDES)
def test_a_run_gives_the_same_bytes(depot: Path, references: dict[str, Sortie], monde: str, commande: str) -> None:
    assert references[commande] == lancer(depot, *COMMANDES[commande], env=MONDES[monde])


@pytest.mark.parametrize("commande", COMMANDES)
def test_a_run_from_another_folder_gives_the_same_bytes(
    depot: Path, references: dict[str, Sortie], tmp_path: Path, commande: str
) -> None:
    assert references[commande] == lancer(tmp_path, "-C", str(depot), *COMMANDES[commande])


@pytest.mark.parametrize("commande", COMMANDES)
def test_a_run_inside_the_repository_gives_the_same_bytes(
    depot: Path, references: dict[str, Sortie], commande: str
) -> None:
    assert references[commande] == lancer(depot / "adherents" / "nancy", *COMMANDES[commande])


@pytest.fixture(scope="module")
def copie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the same repository elsewhere, its files created in another order."""
    alea = Random(1)  # noqa: S311 (an order, not a secret)
    revisions = [dict(sorted(files.items(), key=lambda _: alea.random())) for files in _revisions()]
    return git_repository(tmp_path_factory.mktemp("ailleurs") / "un autre nom", revisions)


@pytest.mark.parametrize("commande", COMMANDES)
def test_a_copy_elsewhere_gives_the_same_bytes(copie: Path, references: dict[str, Sortie], commande: str) -> None:
    assert references[commande] == lancer(copie, *COMMANDES[commande])


def _written(copie: Path, folder: Path, env: dict[str, str]) -> tuple[set[int], dict[Path, bytes]]:
    """Write the pages and schemas again in a copy; return the codes, and what the folders hold."""
    copied = Path(shutil.copytree(copie, folder))
    codes = {lancer(copied, command, env=env).code for command in ("couverture", "schemas")}
    paths = sorted([*copied.glob("docs/*"), *copied.glob("schemas/*")])
    return codes, {path.relative_to(copied): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def ecrits(copie: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[set[int], dict[Path, bytes]]:
    codes, found = _written(copie, tmp_path_factory.mktemp("ecrits") / "un", {})
    assert codes == {0}
    return codes, found


@pytest.mark.parametrize("monde", MONDES)
def test_the_pages_and_schemas_that_are_written_are_the_same_bytes(
    copie: Path, ecrits: tuple[set[int], dict[Path, bytes]], tmp_path: Path, monde: str
) -> None:
    assert _written(copie, tmp_path / "deux", MONDES[monde]) == ecrits
