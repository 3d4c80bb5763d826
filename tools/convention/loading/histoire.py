"""What the history says of two commits: where they part, how far each went; and a commit brought from the remote.

Knows: git commits, as objects. Must not know: forges, documents. Nothing is checked out, nothing that comes is run.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from convention.loading.git import run_git, try_git
from convention.loading.source import EnvironmentProblemError

if TYPE_CHECKING:
    from pathlib import Path

DELAI_DU_RAPPORT_SECONDES = 180
"""To bring a commit and its history. Git limits neither the size nor the number of what it fetches: the forge does (it
refuses a file beyond 100 Mio), and the time is counted here."""
_RIEN_D_AUTRE = ("--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--quiet")
"""A fetch that brings the objects asked for, and changes no reference."""


def fetch_commit(root: Path, commit: str, serveur: str = "", jeton: str = "") -> None:
    """Bring a commit and its history from `origin`, as objects only; malformed objects are refused.

    A tag or a file brought by its id is no commit: nothing else than a commit has a fork point.

    Args:
        root: the clone.
        commit: forty hexadecimal digits.
        serveur: address for which the token is meant.
        jeton: given to git by its environment: neither a file nor a command line ever holds it.

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


def changed_among(root: Path, before: str, after: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of these root paths whose content differs between two commits."""
    first, second = _tree(root, before, paths), _tree(root, after, paths)
    return tuple(path for path in paths if first.get(path) != second.get(path))


def _tree(root: Path, commit: str, paths: tuple[str, ...]) -> dict[str, str]:
    rows = run_git(root, "ls-tree", "-z", commit, "--", *paths).split(b"\0")
    pairs = (row.decode("utf-8", "backslashreplace").partition("\t") for row in rows if row)
    return {path: meta for meta, _, path in pairs}
