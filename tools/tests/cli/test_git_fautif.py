"""What may be wrong with git: a sentence and code 3; never « no change », nor a program that somebody else chose."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from convention.loading.git import GitRevision, run_git_on_files
from convention.loading.loader import load
from convention.loading.source import EnvironmentProblemError
from tests.cli.commande import contenu, lancer
from tests.compare.depots_git import git, git_repository
from tests.essais import edited
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PETIT = depot_fictif(2, 2, 1)
HAUSSE = edited(PETIT, "pricing/forfait.yaml", "montant: ", "montant: 1")
FORFAIT = "pricing/forfait.yaml"


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("revisions"), [PETIT, HAUSSE])


@pytest.fixture
def abimable(revisions: Path, tmp_path: Path) -> Path:
    return shutil.copytree(revisions, tmp_path / "copie")


# --- a name that says two revisions ---


@pytest.mark.parametrize("ref", ["main", "main~0"])
def test_a_tag_named_as_a_branch_is_never_taken_for_it(abimable: Path, ref: str) -> None:
    git(abimable, "tag", "main", "v1")
    lancer(abimable, "comparer", "v1", ref).refuse(
        3, f"« {ref} » désigne plusieurs révisions", "écrire « heads/main » ou « tags/main »"
    )
    named = lancer(abimable, "comparer", "v1", "heads/main")
    assert (named.code, "paierait 1\u202f200,00\u00a0€ de plus" in named.sortie.decode()) == (0, True)


def test_a_tag_and_a_branch_of_the_same_commit_say_one_revision(abimable: Path) -> None:
    git(abimable, "tag", "main", "v2")
    run = lancer(abimable, "comparer", "v1", "main")
    assert (run.code, run.erreurs, "paierait 1\u202f200,00\u00a0€ de plus" in run.sortie.decode()) == (0, b"", True)


# --- git itself ---


@pytest.mark.parametrize("commande", ["comparer HEAD", "resumer v1 v2"])
def test_a_machine_without_git_is_told_what_to_do(abimable: Path, commande: str) -> None:
    before = contenu(abimable)
    run = lancer(abimable, *commande.split(), env={"PATH": os.devnull})
    assert (run.code, run.sortie) == (3, b"")
    assert run.message == "Erreur\u00a0: git est introuvable\u00a0: l'installer, puis relancer\n"
    assert contenu(abimable) == before


@pytest.mark.parametrize("place", [".", ".."])
def test_a_repository_that_git_cannot_read_is_named_and_not_said_to_be_none(abimable: Path, place: str) -> None:
    found = (abimable / place / ".git").resolve()
    shutil.rmtree(abimable / ".git" / "objects")
    (abimable / ".git").rename(found)
    lancer(abimable, "comparer", "v1").refuse(3, f"git ne peut pas lire {found}, qui est incomplet")


@pytest.mark.long
def test_data_is_checked_and_computed_without_git(revisions: Path) -> None:
    assert lancer(revisions, "calculer", env={"PATH": os.devnull}).code == 0


@pytest.fixture
def autre_proprietaire(tmp_path: Path) -> dict[str, str]:
    """Give a git to which every folder belongs to somebody else, as git's own tests ask for it."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n', "utf-8")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def test_a_folder_that_git_refuses_is_told_with_the_command_that_accepts_it(
    revisions: Path, autre_proprietaire: dict[str, str]
) -> None:
    lancer(revisions, "comparer", "HEAD", env=autre_proprietaire).refuse(
        3, f"git config --global --add safe.directory {revisions}"
    )


# --- objects ---


def _object(root: Path, name: str) -> Path:
    sha = git(root, "rev-parse", name).strip()
    return root / ".git" / "objects" / sha[:2] / sha[2:]


@pytest.mark.parametrize("name", [f"HEAD:{FORFAIT}", "HEAD:pricing", "HEAD^{tree}", "HEAD^{commit}"])
@pytest.mark.parametrize("damage", ["lost", "torn", "other"])
def test_an_object_that_git_cannot_read_stops_the_reading(abimable: Path, name: str, damage: str) -> None:
    path, other = _object(abimable, name), _object(abimable, "v1:pricing/cles.yaml").read_bytes()
    path.chmod(0o644)
    whole = path.read_bytes()
    path.unlink()
    if damage != "lost":
        path.write_bytes(whole[: len(whole) // 2] if damage == "torn" else other)
    with pytest.raises(EnvironmentProblemError, match=r"git fsck|est inconnue"):
        load(GitRevision(abimable, "main"))


def test_a_damaged_proposal_is_never_without_change(abimable: Path) -> None:
    path = _object(abimable, f"v2:{FORFAIT}")
    path.chmod(0o644)
    path.write_bytes(b"abime")
    lancer(abimable, "comparer", "v1", "v2").refuse(
        3, "est absent ou abîmé : relancer après « git fetch », ou lancer « git fsck »"
    )


def test_an_object_put_in_the_place_of_another_is_not_read(abimable: Path) -> None:
    first, second = (git(abimable, "rev-parse", f"{ref}:{FORFAIT}").strip() for ref in ("v1", "v2"))
    git(abimable, "replace", second, first)
    assert load(GitRevision(abimable, "v2")).contents[FORFAIT].decode() == HAUSSE[FORFAIT]


# --- where HEAD is ---


def test_a_detached_head_is_compared_as_a_branch(abimable: Path) -> None:
    git(abimable, "checkout", "--quiet", "--detach", "v2")
    assert load(GitRevision(abimable, "HEAD")).contents == load(GitRevision(abimable, "main")).contents


@pytest.mark.long
def test_two_histories_without_a_common_commit_are_compared_as_they_are(abimable: Path) -> None:
    git(abimable, "checkout", "--quiet", "--orphan", "autre")
    git(abimable, "commit", "--quiet", "--message", "sans passé")
    run = lancer(abimable, "comparer", "v1", "autre")
    assert run.code == 0
    assert "L'ensemble des adhérents paierait" in run.sortie.decode("utf-8")


def test_a_branch_may_have_accents(abimable: Path) -> None:
    git(abimable, "branch", "évolution-du-forfait", "v2")
    assert load(GitRevision(abimable, "évolution-du-forfait")).contents[FORFAIT].decode() == HAUSSE[FORFAIT]


def test_a_linked_work_tree_is_read_as_the_repository(abimable: Path, tmp_path: Path) -> None:
    git(abimable, "worktree", "add", "--quiet", "--detach", str(tmp_path / "lie"), "v1")
    assert load(GitRevision(tmp_path / "lie", "v2")).contents == load(GitRevision(abimable, "v2")).contents


# --- what somebody else would have git do ---


def test_neither_the_environment_nor_the_proposal_makes_git_read_or_run_something_else(
    abimable: Path, tmp_path: Path
) -> None:
    witness, elsewhere = tmp_path / "temoin", git_repository(tmp_path / "ailleurs", [HAUSSE, HAUSSE])
    write(abimable, {".gitattributes": "*.yaml filter=piege diff=piege text eol=crlf working-tree-encoding=UTF-16\n"})
    reference = lancer(abimable, "comparer", "v1", "--format", "json")
    trap = f"touch {witness}; cat"
    for name in ("filter.piege.clean", "filter.piege.smudge", "diff.piege.textconv", "diff.piege.command"):
        git(abimable, "config", name, trap)
    for file in abimable.rglob("*.yaml"):
        os.utime(file, (0, 0))  # git, which no longer knows their dates, reads their contents again.
    hostile = {
        "GIT_DIR": str(elsewhere / ".git"),
        "GIT_WORK_TREE": str(elsewhere),
        "GIT_INDEX_FILE": str(witness),
        "GIT_OBJECT_DIRECTORY": str(elsewhere / ".git" / "objects"),
        "GIT_EXTERNAL_DIFF": trap,
        "GIT_PAGER": trap,
        "GIT_SSH_COMMAND": trap,
        "GIT_TRACE": str(witness),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": trap,
    }
    assert lancer(abimable, "comparer", "v1", "--format", "json", env=hostile) == reference
    assert (reference.code, witness.exists()) == (0, False)


@pytest.mark.parametrize("command", ["diff --name-only v1 --", "status --porcelain"])
def test_no_comparison_of_the_files_runs_a_filter_that_the_proposal_chooses(
    command: str, abimable: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "temoin"
    write(abimable, {".gitattributes": "*.yaml filter=piege.a\n"})
    for key in ("clean", "smudge", "process"):
        git(abimable, "config", f"filter.piege.a.{key}", f"touch {witness}; cat")
    git(abimable, "config", "filter.piege.a.required", "true")
    for file in abimable.rglob("*.yaml"):
        os.utime(file, (0, 0))
    assert run_git_on_files(abimable, *command.split()) is not None
    assert not witness.exists()


# --- the dates of commits ---

INSTANTS = {"1970": 0, "an 2000": 951_782_400, "an 10000": 253_402_300_800, "après tout calendrier": 2**62}
AVENANT = "avenant etablir v1 v2 --numero 1 --date 2026-11-25 --adherent adherent-1 --sortie ../avenant"
COMMANDES = (
    "valider",
    "comparer v1 v2",
    "comparer v1",
    "comparer v1 v2 --format json --date 2026-11-25",
    "comparer v1 v2 --format markdown",
    "resumer v1 v2",
    AVENANT,
    "pages --vers ../pages",
)


def _redated(folder: Path, instant: int) -> Path:
    """Give each tagged commit other dates: same trees, same parents."""
    known: dict[str, str] = {}
    for tag in ("v1", "v2"):
        text = git(folder, "cat-file", "commit", tag)
        for old, new in known.items():
            text = text.replace(old, new)
        (folder / "commit").write_text(
            re.sub("> [0-9]+ [+-][0-9]{4}$", f"> {instant} +1400", text, flags=re.MULTILINE), "utf-8"
        )
        sha = git(folder, "hash-object", "-t", "commit", "-w", "commit").strip()
        known[git(folder, "rev-parse", tag).strip()] = sha
        git(folder, "tag", "--force", tag, sha)
    (folder / "commit").unlink()
    git(folder, "reset", "--soft", "v2")
    return folder


def _all_said(folder: Path, at: Path) -> dict[str, tuple[int, bytes, bytes]]:
    """Run every command on a clone; the ids of its commits are made those of anybody."""
    root = shutil.copytree(folder, at / "depot")
    ids = {git(root, "rev-parse", tag).strip(): tag for tag in ("v1", "v2")}
    found = {}
    for commande in COMMANDES:
        done = lancer(root, *commande.split())
        found[commande] = (done.code, _unnamed(done.sortie, ids), _unnamed(done.erreurs, ids))
    for nom, content in contenu(at).items():
        if not nom.startswith("depot/") and not nom.endswith((".pdf", ".docx", ".xlsx")):
            found[nom] = (0, _unnamed(content, ids), b"")
    return found


def _unnamed(text: bytes, ids: Mapping[str, str]) -> bytes:
    for sha, tag in ids.items():
        text = text.replace(sha.encode(), tag.encode()).replace(sha[:7].encode(), tag.encode())
    return text


@pytest.mark.long
@pytest.mark.parametrize("instant", INSTANTS.values(), ids=INSTANTS)
def test_whatever_dates_commits_bear_every_command_says_the_same(revisions: Path, tmp_path: Path, instant: int) -> None:
    expected = _all_said(revisions, tmp_path / "avant")
    redated = _redated(shutil.copytree(revisions, tmp_path / "copie"), instant)
    assert _all_said(redated, tmp_path / "apres") == expected
    # Nothing there is decided by an avenant: none is drawn up, whatever the dates.
    assert {name: code for name, (code, _, _) in expected.items() if code} == {AVENANT: 2}
