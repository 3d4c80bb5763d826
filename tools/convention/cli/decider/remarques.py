"""What a comparison of two revisions says beside the data: the tool or the site change, something is not committed.

Knows: git, sentences, which files follow the data. Must not know: what data mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.loading.git import resolve_commit
from convention.loading.histoire import changed_files, changed_in_folder, commits_between
from convention.reports.comparaison.hors_donnees import behind, beside, drawn, uncommitted

if TYPE_CHECKING:
    from pathlib import Path

    from convention.model.depot import Depot


def remarks(root: Path, base: str, head: str | None, depot: Depot | None) -> tuple[list[str], list[str]]:
    """Say what a proposal lacks of its base, what it changes that is not data, what is not in it; then what follows.

    `head` is None for the working tree, which holds all that is not committed; `depot`, when its data are wrong.
    """
    others, following = apart(root, base, head, depot)
    late = commits_between(root, head or "HEAD", base)
    return [*behind(late), *beside(others), *left_out(root, head)], drawn(following)


def apart(root: Path, base: str, head: str | None, depot: Depot | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that a proposal changes, those that only follow its data apart: they are proved to."""
    from convention.cli.cadre.derives import following

    paths = changed(root, base, head)
    follow = following(root, head, paths, depot) if depot is not None else ()
    return tuple(path for path in paths if path not in follow), follow


def changed(root: Path, base: str, head: str | None) -> tuple[str, ...]:
    """List the files that a proposal changes."""
    return changed_in_folder(root, base) if head is None else changed_files(root, base, head)


def left_out(root: Path, head: str | None) -> list[str]:
    """Say which changes of the working tree are not in the proposal, when it is the commit that is checked out."""
    if head is None or head != resolve_commit(root, "HEAD"):
        return []
    return uncommitted(changed_in_folder(root, head))
