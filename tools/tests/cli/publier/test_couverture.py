"""`convention couverture` writes the page of coverage, leaves it alone when it is fresh, and tells when it is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.checks.textes import UN, convention
from tests.cli.commande import Sortie, lancer
from tests.essais import remplacer

MINI = Path(__file__).resolve().parents[2] / "depots" / "mini"
PAGE = Path("docs", "couverture.md")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Make a small repository that holds its text."""
    shutil.copytree(MINI, tmp_path, dirs_exist_ok=True)
    for path, text in convention().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def said(sortie: Sortie) -> tuple[int, str]:
    return sortie.code, sortie.sortie.decode()


def test_it_writes_the_page(depot: Path) -> None:
    assert said(lancer(depot, "couverture")) == (0, "docs/couverture.md : écrit\n")
    assert (depot / PAGE).read_text(encoding="utf-8").startswith("# La convention, clause par clause\n")


def test_it_leaves_alone_a_fresh_page(depot: Path) -> None:
    lancer(depot, "couverture")
    before = (depot / PAGE).stat().st_mtime_ns
    assert said(lancer(depot, "couverture")) == (0, "docs/couverture.md : à jour.\n")
    assert said(lancer(depot, "couverture", "--verifier")) == (0, "docs/couverture.md : à jour.\n")
    assert (depot / PAGE).stat().st_mtime_ns == before


def test_a_gesture_leaves_the_page_fresh_even_after_a_correction_by_hand(depot: Path) -> None:
    lancer(depot, "couverture")
    with (depot / PAGE).open("a", encoding="utf-8") as page:
        page.write("reste d'avant\n")
    done = lancer(depot, "ouvrir-exercice", "2027")
    assert (done.code, "Écrit : docs/couverture.md" in done.sortie.decode()) == (0, True), done
    assert said(lancer(depot, "couverture", "--verifier")) == (0, "docs/couverture.md : à jour.\n")


def test_the_check_tells_an_absent_page_and_a_stale_one_and_writes_nothing(depot: Path) -> None:
    absent = "docs/couverture.md : absent, lancer « convention couverture »\n"
    assert said(lancer(depot, "couverture", "--verifier")) == (1, absent)
    assert not (depot / PAGE).exists()
    lancer(depot, "couverture")
    page = (depot / PAGE).read_bytes()
    remplacer(depot / UN, "par poste", "par ordinateur")
    stale = "docs/couverture.md : périmé, lancer « convention couverture »\n"
    assert said(lancer(depot, "couverture", "--verifier")) == (1, stale)
    assert (depot / PAGE).read_bytes() == page


def test_wrong_data_is_shown_and_nothing_is_written(depot: Path) -> None:
    remplacer(depot / UN, "pricing/forfait.yaml", "pricing/forfaits.yaml")
    done = lancer(depot, "couverture")
    assert (done.code, done.sortie) == (1, b"")
    assert "erreur ART003" in done.message
    assert not (depot / PAGE).exists()


def test_a_repository_without_the_text_has_no_page(depot: Path) -> None:
    shutil.rmtree(depot / "catalogue" / "articles")
    done = lancer(depot, "couverture")
    assert done.code == 3
    assert "le texte de la convention n'est pas dans ce dépôt (catalogue/articles/)" in done.message
