"""Git objects made to exhaust whoever reads them: each is refused in French, in bounded time and memory."""

from __future__ import annotations

import socket
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from convention.loading import git as lecture
from convention.loading import histoire
from convention.loading.git import GitRevision, run_git
from convention.loading.histoire import changed_files, commits_between, fetch_commit, fork_point
from convention.loading.loader import load
from convention.loading.source import OCTETS_MAX, EnvironmentProblemError
from tests.bombes import arbre, avec, bombe, commit, objet, puits
from tests.compare.depots_git import git, git_repository
from tests.forge.projet import DONNEES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("depot"), [DONNEES])


def _propose(root: Path, tree: str, place: str = "adherents") -> str:
    return commit(root, avec(root, "v1", {place: tree}), [git(root, "rev-parse", "v1").strip()])


def test_ten_levels_of_ten_folders_are_refused_in_flat_memory(depot: Path) -> None:
    head = _propose(depot, bombe(depot))
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(EnvironmentProblemError, match=r"plus de 20.000 fichiers de données dans la révision"):
        load(GitRevision(depot, head))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < lecture.DELAI_MAX_SECONDES / 2
    assert peak < 16 * 1024**2


@pytest.mark.long
def test_as_many_folders_without_any_file_are_given_up_in_time(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture, "DELAI_MAX_SECONDES", 1)
    head = _propose(depot, bombe(depot, fichiers=False))
    started = time.monotonic()
    with pytest.raises(EnvironmentProblemError, match=r"« ls-tree » a pris plus de 1.seconde"):
        load(GitRevision(depot, head))
    assert time.monotonic() - started < 5


def test_one_big_file_listed_many_times_is_refused_before_it_is_read(depot: Path) -> None:
    big = objet(depot, "blob", b"#" * 1024**2)
    names = [f"f{rang}.yaml" for rang in range(OCTETS_MAX // 1024**2 + 1)]
    head = _propose(depot, arbre(depot, [("100644", big, name) for name in names]))
    with pytest.raises(EnvironmentProblemError, match="plus de 32 Mio de données"):
        load(GitRevision(depot, head))


@pytest.mark.parametrize(
    ("profondeur", "nom", "phrase"),
    # Git itself stops at a depth since its version 2.43.
    [(600, "d", "git n'a pas pu lire le dépôt|plus de 1.024 octets"), (6, "é" * 100, "plus de 1.024 octets")],
)
def test_a_path_that_no_convention_has_is_refused(depot: Path, profondeur: int, nom: str, phrase: str) -> None:
    head = _propose(depot, puits(depot, profondeur, nom))
    with pytest.raises(EnvironmentProblemError, match=phrase):
        load(GitRevision(depot, head))


def test_what_git_writes_without_end_is_cut(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture, "SORTIE_MAX", 2 * 1024**2)
    big = objet(depot, "blob", b"#" * 3 * 1024**2)
    with pytest.raises(EnvironmentProblemError, match="« cat-file » a pris plus de 2 Mio"):
        run_git(depot, "cat-file", "blob", big)


def test_a_bomb_is_no_obstacle_to_what_the_history_says(depot: Path) -> None:
    base = git(depot, "rev-parse", "v1").strip()
    head = _propose(depot, bombe(depot), "tools")
    assert fork_point(depot, base, head) == base
    assert commits_between(depot, base, head) == 1
    assert changed_files(depot, base, head)


@pytest.mark.parametrize("genre", ["blob", "tree", "tag"])
def test_what_is_no_commit_has_no_history(depot: Path, genre: str) -> None:
    base = git(depot, "rev-parse", "v1").strip()
    tree = git(depot, "rev-parse", "v1^{tree}").strip()
    tag = f"object {tree}\ntype tree\ntag x\ntagger Essai <essai@example.org> 1790576000 +0000\n\nx\n"
    sha = {"blob": objet(depot, "blob", b"x"), "tree": tree, "tag": objet(depot, "tag", tag.encode())}[genre]
    with pytest.raises(EnvironmentProblemError, match="n'ont pas d'histoire commune"):
        fork_point(depot, base, sha)


def test_a_submodule_and_a_link_are_refused_at_their_place_and_never_followed(depot: Path) -> None:
    link = objet(depot, "blob", b"/etc/passwd")
    base = git(depot, "rev-parse", "v1").strip()
    kept = arbre(depot, [("160000", base, "souscriptions.yaml"), ("120000", link, "adherent.yaml")])
    told = load(GitRevision(depot, _propose(depot, arbre(depot, [("040000", kept, "aubepine")])))).diagnostics
    assert {item.span.path for item in told if item.code == "FIC005"} == {
        "adherents/aubepine/souscriptions.yaml",
        "adherents/aubepine/adherent.yaml",
    }


def test_a_forge_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histoire, "DELAI_DU_RAPPORT_SECONDES", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "remote", "add", "origin", f"http://127.0.0.1:{server.getsockname()[1]}/x.git")
        started = time.monotonic()
        with pytest.raises(EnvironmentProblemError, match=r"« fetch » a pris plus de 1.seconde"):
            fetch_commit(tmp_path, "a" * 40)
        assert time.monotonic() - started < 5
