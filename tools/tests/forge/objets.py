"""The git objects of the forge's API, on a real repository: it answers as documented, and refuses what git would.

Knows: git. Must not know: which requests are expected. The default branch is protected: nothing is written to it.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from tests.compare.depots_git import ENVIRONNEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROTEGEE = "refs/heads/main"
REFUS = (422, {"message": "Validation Failed"})


class Objets:
    """Objects and branches of one repository."""

    def __init__(self, origine: Path) -> None:
        self._origine = origine

    def commit(self, branche: str) -> str | None:
        """Return the commit of a branch, if it exists."""
        try:
            return self._git("rev-parse", "--verify", "--quiet", f"refs/heads/{branche}")
        except subprocess.CalledProcessError:
            return None

    def lire(self, branche: str, path: str) -> str:
        """Return a file of a branch."""
        return self._git("show", f"refs/heads/{branche}:{path}") + "\n"

    def changes(self, branche: str) -> list[str]:
        """Return the files that the commit of a branch changes."""
        return self._git("diff-tree", "-r", "--no-commit-id", "--name-only", f"refs/heads/{branche}").splitlines()

    def repondre(self, methode: str, place: Sequence[str], document: Any) -> tuple[int, object]:  # noqa: ANN401 (JSON)
        """Answer a request."""
        match methode, *place:
            case "GET", "ref", "heads", branche:
                sha = self.commit(branche)
                return (200, _reference(branche, sha)) if sha is not None else (404, {"message": "Not Found"})
            case "GET", "commits", sha:
                return 200, self._commit(sha)
            case "POST", "trees":
                assert document.keys() == {"base_tree", "tree"}
                return 201, {"sha": self._tree(document["base_tree"], document["tree"])}
            case "POST", "commits":
                assert document.keys() == {"message", "tree", "parents"}
                parents = [option for parent in document["parents"] for option in ("-p", parent)]
                sha = self._git("commit-tree", document["tree"], *parents, "-m", document["message"])
                return 201, self._commit(sha)
            case "POST", "refs":
                assert document.keys() == {"ref", "sha"}
                branche = document["ref"].removeprefix("refs/heads/")
                return REFUS if self.commit(branche) is not None else (201, self._designate(branche, document["sha"]))
            case "PATCH", "refs", "heads", branche:
                assert document.keys() == {"sha", "force"}
                return REFUS if self.commit(branche) is None else (200, self._designate(branche, document["sha"]))
            case _:
                raise AssertionError((methode, place))

    def _designate(self, branche: str, sha: str) -> object:
        assert f"refs/heads/{branche}" != PROTEGEE
        self._git("update-ref", f"refs/heads/{branche}", sha)
        return _reference(branche, sha)

    def _commit(self, sha: str) -> dict[str, object]:
        tree, parents, message = self._git("log", "-1", "--format=%T%x00%P%x00%B", sha).split("\0")
        return {
            "sha": sha,
            "message": message.rstrip("\n"),
            "tree": {"sha": tree},
            "parents": [{"sha": parent} for parent in parents.split()],
        }

    def _tree(self, base: str, entries: list[dict[str, str]]) -> str:
        """Lay files over a tree, in an index of its own."""
        index = {"GIT_INDEX_FILE": str(self._origine / "index-de-l-api")}
        self._git("read-tree", base, **index)
        for entry in entries:
            assert (entry["mode"], entry["type"]) == ("100644", "blob")
            blob = self._git("hash-object", "-w", "--stdin", entree=entry["content"])
            self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{entry['path']}", **index)
        return self._git("write-tree", **index)

    def _git(self, *arguments: str, entree: str | None = None, **variables: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self._origine,
            env={**ENVIRONNEMENT, **variables},
            input=entree,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout.rstrip("\n")


def _reference(branche: str, sha: str) -> dict[str, object]:
    return {"ref": f"refs/heads/{branche}", "object": {"type": "commit", "sha": sha}}
