"""What the history says of two commits: where they part, how far each went; and a commit brought from the remote.

Knows: git commits, as objects. Must not know: forges, documents. Nothing is checked out, nothing that comes is run.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from typing import TYPE_CHECKING

from convention.loading.git import listed, run_git, run_git_on_files, try_git
from convention.loading.source import EnvironmentProblemError, blob_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DELAI_DU_RAPPORT_SECONDES = 180
"""To bring a commit and its history. Git limits neither the size nor the number of what it fetches: the forge does (it
refuses a file beyond 100 Mio), and the time is counted here."""
_RIEN_D_AUTRE = ("--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--quiet")
"""A fetch that brings the objects asked for, and changes no reference."""
DOSSIERS_OUVERTS = 400
"""Folders that differ and are opened, of both sides together."""
_DOSSIER, _ABSENT = "040000", "000000"
"""What git says of a folder, and of what is not there."""
_VIDE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The tree without anything, which git knows."""


def fetch_commit(root: Path, commit: str, serveur: str = "", jeton: str = "") -> None:
    """Bring a commit and its history from `origin`, as objects only; malformed objects are refused.

    A tag or a file brought by its id is no commit: nothing else than a commit has a fork point. The token, meant for
    `serveur`, is given to git by its environment: neither a file nor a command line ever holds it.

    Raises:
        EnvironmentProblemError: the remote does not give it, or not in time.
    """
    env, delai = _credentials(serveur, jeton), DELAI_DU_RAPPORT_SECONDES
    if try_git(root, "fetch", *_RIEN_D_AUTRE, "origin", commit, env=env, delai=delai) is None:
        message = (
            f"le commit {commit[:7]} n'a pas pu être rapporté de « origin » : "
            "il a disparu, l'accès est refusé, ou un de ses objets est mal formé"
        )
        raise EnvironmentProblemError(message)


def _credentials(serveur: str, jeton: str) -> dict[str, str]:
    if not (serveur and jeton):
        return {}
    secret = b64encode(f"x-access-token:{jeton}".encode()).decode("ascii")
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{serveur}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}",
    }


def fork_point(root: Path, base: str, head: str) -> str:
    """Return the last commit that two commits have in common.

    Raises:
        EnvironmentProblemError: they have none, or the clone is shallow.
    """
    found = try_git(root, "merge-base", "--end-of-options", base, head)
    if found is None:
        message = (
            f"les commits {base[:7]} et {head[:7]} n'ont pas d'histoire commune dans ce clone "
            "(en intégration continue : fetch-depth: 0)"
        )
        raise EnvironmentProblemError(message)
    return found.decode("ascii").strip()


def commits_between(root: Path, old: str, new: str) -> int:
    """Count the commits that came after `old`, up to `new`."""
    return int(run_git(root, "rev-list", "--count", "--end-of-options", f"{old}..{new}"))


def changed_files(root: Path, before: str, after: str) -> tuple[str, ...]:
    """Return the files whose content differs between two commits, sorted.

    Only folders that differ are opened, the nearest first, and no more than `DOSSIERS_OUVERTS`: beyond, a folder is
    named for all that it holds (« docs/ »). Trees made to be endless cost no more.
    """
    waiting = deque([("", _at_root(root, before), _at_root(root, after))])
    found: list[str] = []
    opened = 0
    while waiting:
        prefix, first, second = waiting.popleft()
        if opened >= DOSSIERS_OUVERTS:
            found.append(prefix)
            continue
        opened += 1
        rows = iter(listed(run_git(root, "diff-tree", "-z", "--no-renames", "--no-relative", first, second)))
        for meta, name in zip(rows, rows, strict=True):
            was, becomes, old, new, _ = meta.removeprefix(":").split(" ")
            trees = [tree if mode == _DOSSIER else _VIDE for mode, tree in ((was, old), (becomes, new))]
            if trees != [_VIDE, _VIDE]:
                waiting.append((f"{prefix}{name}/", trees[0], trees[1]))
            if {was, becomes} - {_DOSSIER, _ABSENT}:
                found.append(f"{prefix}{name}")
    return tuple(sorted(found))


def changed_in_folder(root: Path, before: str) -> tuple[str, ...]:
    """Return the files of the working tree that are not as a commit has them, sorted; what git ignores is left out."""
    options = ("--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z")
    differ = run_git_on_files(root, "diff", *options, before, "--")
    others = run_git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return tuple(sorted({*listed(differ), *listed(others)}))


def blob_ids(root: Path, commit: str | None, paths: Sequence[str]) -> dict[str, str]:
    """Return the git id of the content of these files, at a commit or (None) in the working tree; links have none."""
    if commit is None:
        files = {path: root / path for path in paths}
        return {path: blob_id(file.read_bytes()) for path, file in files.items() if _is_plain(file)}
    if not paths:
        return {}
    pairs = (row.partition("\t") for row in listed(run_git(root, "ls-tree", "-z", commit, "--", *paths)))
    return {path: meta.split()[2] for meta, _, path in pairs if meta.startswith("100")}


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _at_root(root: Path, commit: str) -> str:
    """Return the tree of this folder at a commit: the repository may stand higher."""
    found = try_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:./")
    return found.decode("ascii").strip() if found is not None else _VIDE
