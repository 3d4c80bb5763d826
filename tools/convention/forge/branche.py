"""A branch that holds one commit of ours, written by the API: no push, hence no token in the settings of a clone.

Knows: the git objects of the API. Must not know: what the files say. A branch to which anybody else has pushed is left
alone; what has not changed is not written again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from convention.forge.client import IntrouvableError, retry
from convention.forge.demandes import read_answer
from convention.forge.evenement import Empreinte, Recu

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from convention.forge.client import Client


class Objet(Recu):
    """A git object."""

    sha: Empreinte


class Reference(Recu):
    """What a branch designates."""

    object: Objet


class Commit(Recu):
    """A commit."""

    sha: Empreinte
    message: str
    tree: Objet
    parents: list[Objet]


class Ecrit(StrEnum):
    """What was done."""

    CREEE = "branche créée"
    REMPLACEE = "branche mise à jour"
    INCHANGEE = "branche déjà à jour"


class BrancheOccupeeError(Exception):
    """The branch holds the work of somebody else."""


class Place(NamedTuple):
    """Where the commit goes."""

    client: Client
    depot: str
    branche: str
    base: str
    """The commit that it follows."""
    permis: re.Pattern[str]
    """Paths of the files that may be written, whole."""


def write_branch(place: Place, message: str, fichiers: Mapping[str, str]) -> Ecrit:
    """Make the branch hold these files, in one commit after the base.

    A failure that may not last starts all over: a commit that no branch designates is nothing.

    Raises:
        BrancheOccupeeError: the tip of the branch is not ours.
        ForgeError: the forge refuses.
    """
    if not all(map(place.permis.fullmatch, fichiers)):
        raise ValueError(sorted(fichiers))
    return retry(lambda: _write(place, message, fichiers), place.client.attendre)


def _write(place: Place, message: str, fichiers: Mapping[str, str]) -> Ecrit:
    tip = _tip(place)
    if tip is not None and (_first_line(tip.message) != _first_line(message) or len(tip.parents) != 1):
        raise BrancheOccupeeError(place.branche)
    tree = _tree(place, fichiers)
    if tip is not None and (tip.tree.sha, tip.parents[0].sha) == (tree, place.base):
        return Ecrit.INCHANGEE
    commit = {"message": message, "tree": tree, "parents": [place.base]}
    sha = read_answer(Objet, place.client.send("POST", f"{_git(place)}/commits", commit)).sha
    if tip is None:
        place.client.send("POST", f"{_git(place)}/refs", {"ref": f"refs/heads/{place.branche}", "sha": sha})
        return Ecrit.CREEE
    place.client.send("PATCH", f"{_git(place)}/refs/heads/{place.branche}", {"sha": sha, "force": True})
    return Ecrit.REMPLACEE


def _git(place: Place) -> str:
    return f"/repos/{place.depot}/git"


def _tip(place: Place) -> Commit | None:
    try:
        found = place.client.send("GET", f"{_git(place)}/ref/heads/{place.branche}")
    except IntrouvableError:
        return None
    return _commit(place, read_answer(Reference, found).object.sha)


def _commit(place: Place, sha: str) -> Commit:
    return read_answer(Commit, place.client.send("GET", f"{_git(place)}/commits/{sha}"))


def _tree(place: Place, fichiers: Mapping[str, str]) -> str:
    entries = [
        {"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in sorted(fichiers.items())
    ]
    asked = {"base_tree": _commit(place, place.base).tree.sha, "tree": entries}
    return read_answer(Objet, place.client.send("POST", f"{_git(place)}/trees", asked)).sha


def _first_line(message: str) -> str:
    return message.partition("\n")[0]
