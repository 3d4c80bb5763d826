"""A server that stands for GitLab's API: it answers as documented, on a real repository, and blames any other request.

Knows: the requests that our client may make. Must not know: what comments say. GitLab publishes no description that a
package holds: an answer is the example of its documentation, named beside it, with our values laid over it.
"""

from __future__ import annotations

import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.compare.depots_git import ENVIRONNEMENT, git
from tests.forge.api import DEPOT, INTROUVABLE, JETON, Forge
from tests.forge.description import laid

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.api import Requete

NOUS = "project_5_bot_3f1c"
PREFIXE = f"/api/v4/projects/{DEPOT.replace('/', '%2F')}/"
NOTE_MAX = 1_000_000
REFUS = (400, {"message": "400 Bad request"})

# https://docs.gitlab.com/api/users/#get-the-current-user
COMPTE = {"id": 1, "username": "john_smith", "name": "John Smith", "state": "active", "bot": False}
# https://docs.gitlab.com/api/members/#get-a-member-of-a-group-or-project-including-inherited-and-invited-members
MEMBRE = {
    "id": 1,
    "username": "raymond_smith",
    "name": "Raymond Smith",
    "state": "active",
    "access_level": 30,
    "expires_at": None,
    "membership_state": "active",
}
# https://docs.gitlab.com/api/notes/#list-project-issue-notes
NOTE = {
    "id": 302,
    "body": "closed",
    "author": {"id": 1, "username": "pipin", "name": "Pip", "state": "active", "created_at": "2013-09-30T13:46:01Z"},
    "created_at": "2013-10-02T09:22:45Z",
    "updated_at": "2013-10-02T10:22:45Z",
    "system": False,
    "noteable_id": 377,
    "noteable_type": "Issue",
    "project_id": 5,
    "noteable_iid": 377,
    "resolvable": False,
    "internal": False,
    "imported": False,
}
# https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests
DEMANDE = {
    "id": 1,
    "iid": 1,
    "project_id": 3,
    "title": "test1",
    "description": "fixed login page css paddings",
    "state": "opened",
    "created_at": "2017-04-29T08:46:00Z",
    "updated_at": "2017-04-29T08:46:00Z",
    "target_branch": "main",
    "source_branch": "test1",
    "author": {"id": 1, "name": "Administrator", "username": "admin", "state": "active"},
    "source_project_id": 3,
    "target_project_id": 3,
    "labels": [],
    "draft": False,
    "sha": "8888888888888888888888888888888888888888",
    "merge_commit_sha": None,
    "detailed_merge_status": "not_open",
}
# https://docs.gitlab.com/api/issues/#get-a-project-issue
TICKET = {
    "id": 1,
    "iid": 1,
    "project_id": 4,
    "title": "Ut commodi ullam eos dolores perferendis nihil sunt.",
    "description": "Omnis vero earum sunt corporis dolor et placeat.",
    "state": "closed",
    "author": {"id": 1, "name": "Administrator", "username": "root", "state": "active"},
    "labels": [],
    "confidential": False,
}
# https://docs.gitlab.com/api/branches/#get-a-repository-branch
BRANCHE = {
    "name": "main",
    "merged": False,
    "protected": False,
    "default": False,
    "commit": {
        "id": "7b5c3cc8be40ee161ae89a06bba6229da1032a0c",
        "short_id": "7b5c3cc",
        "title": "add projects API",
        "message": "add projects API",
        "parent_ids": ["4ad91d3c1144c406e50c7b33bae684bd6837faf8"],
    },
}
# https://docs.gitlab.com/api/repository_files/#retrieve-a-file-from-a-repository
FICHIER = {
    "file_name": "key.rb",
    "file_path": "app/models/key.rb",
    "size": 1476,
    "encoding": "base64",
    "content_sha256": "4c294617b60715c1d218e61164a3abd4808a4284cbc30e6728a01ad9aada4481",
    "ref": "main",
    "blob_id": "79f7bbd25901e8334750839545a9bd021f0e4c83",
    "execute_filemode": False,
}
# https://docs.gitlab.com/api/repositories/#compare-branches-tags-or-commits
CHANGEMENT = {
    "old_path": "files/js/application.coffee",
    "new_path": "files/js/application.coffee",
    "a_mode": None,
    "b_mode": "100644",
    "diff": "@@ -24,8 +24,10 @@",
    "new_file": False,
    "renamed_file": False,
    "deleted_file": False,
}
# https://docs.gitlab.com/api/commits/#set-commit-pipeline-status
STATUT = {"id": 93, "sha": "18f3e63d05582537db6d183d9d557be09e1f90c8", "status": "success", "name": "default"}


class ForgeGitLab(Forge):
    """The state of a GitLab, whose branches are those of a real repository."""

    def __init__(self, origine: Path | None = None) -> None:
        super().__init__({"authorization": f"Bearer {JETON}", "user-agent": "convention-dsit"})
        self.origine = origine
        self.membres: dict[int, tuple[str, int]] = {}
        """Name and access level of the members, by number."""

    @property
    def notres(self) -> list[str]:
        """Bodies of the comments written under our account, in order."""
        return [item["body"] for item in self.commentaires if item["author"]["username"] == NOUS]

    def noter(self, auteur: str, body: str, sujet: str = "merge_requests/7") -> dict[str, Any]:
        """Add a comment, as anybody could."""
        given = {"id": 1000 + len(self.commentaires), "body": body, "author": {"username": auteur}}
        item: dict[str, Any] = {**laid(NOTE, given), "sujet": sujet}
        self.commentaires.append(item)
        return item

    def juger(self, requete: Requete, document: object, answer: tuple[int, object]) -> tuple[int, object]:
        """Nothing published judges it: python-gitlab does, elsewhere."""
        del requete, document
        return answer

    def repondre(self, requete: Requete, document: Any) -> tuple[int, object]:  # noqa: ANN401, PLR0911 (a table of JSON)
        """Answer a request, and do what it asks."""
        if requete.chemin == "/api/v4/user":
            return 200, laid(COMPTE, {"username": NOUS})
        assert requete.chemin.startswith(PREFIXE), requete.chemin
        genre, *place = requete.chemin.removeprefix(PREFIXE).split("/")
        match requete.methode, genre, *place:
            case "GET", "merge_requests" | "issues", _, "notes":
                ours = [item for item in self.commentaires if item["sujet"] == f"{genre}/{place[0]}"]
                return 200, self._page(requete, ours)
            case "POST", "merge_requests" | "issues", numero, "notes":
                return 201, self.noter(NOUS, self._body(document), f"{genre}/{numero}")
            case "PUT", "merge_requests" | "issues", _, "notes", identifiant:
                (item,) = [item for item in self.commentaires if str(item["id"]) == identifiant]
                assert item["author"]["username"] == NOUS
                item["body"] = self._body(document)
                return 200, item
            case _, "merge_requests", *_:
                return self._demandes(requete, place, document)
            case _, "issues", *_:
                return self._formulaires(requete, place, document)
            case "GET", "members", "all", numero:
                name, level = self.membres.get(int(numero), ("", 0))
                return (200, laid(MEMBRE, {"username": name, "access_level": level})) if name else INTROUVABLE
            case "POST", "statuses", sha:
                assert document.keys() == {"state", "name", "description"}
                assert document["state"] in {"pending", "running", "success", "failed", "canceled", "skipped"}
                self.statuts[sha] = f"{document['state']} : {document['description']}"
                return 201, laid(STATUT, {"sha": sha, "status": document["state"], "name": document["name"]})
            case _, "repository", *_:
                return self._repository(requete, place, document)
            case _:
                raise AssertionError(requete)

    def _formulaires(self, requete: Requete, place: list[str], document: Any) -> tuple[int, object]:  # noqa: ANN401
        match requete.methode, *place:
            case ("GET",):
                assert requete.requete.keys() == {"author_username", "updated_after", "per_page", "page"}
                return 200, self._page(requete, self.ouverts)
            case ("POST",):
                assert document.keys() == {"title", "description"}
                self.ouverts.append(laid(TICKET, {**document, "iid": 50 + len(self.ouverts)}))
                return 201, self.ouverts[-1]
            case "GET", numero:
                return 200, laid(TICKET, {"iid": int(numero), "state": self.tickets[int(numero)]})
            case _:
                raise AssertionError(requete)

    def _demandes(self, requete: Requete, place: list[str], document: Any) -> tuple[int, object]:  # noqa: ANN401
        match requete.methode, *place:
            case ("GET",):
                asked = {name: value for name, value in requete.requete.items() if name in DEMANDE}
                found = [item for item in self.demandes if asked.items() <= item.items()]
                return 200, self._page(requete, found)
            case ("POST",):
                assert document.keys() == {"title", "description", "source_branch", "target_branch"}
                item = laid(DEMANDE, {**document, "iid": 40 + len(self.demandes)})
                self.demandes.append(item)
                return 201, item
            case "PUT", numero:
                assert document.keys() == {"title", "description"}
                (item,) = [item for item in self.demandes if str(item["iid"]) == numero]
                item.update(document)
                return 200, item
            case _:
                raise AssertionError(requete)

    def _repository(self, requete: Requete, place: list[str], document: Any) -> tuple[int, object]:  # noqa: ANN401
        match requete.methode, *place:
            case "GET", "branches", branche:
                sha = self._lancer("rev-parse", "--verify", "--quiet", f"refs/heads/{unquote(branche)}")
                return (200, laid(BRANCHE, {"commit": self._commit(sha)})) if sha else INTROUVABLE
            case "GET", "files", path:
                return self._fichier(f"{requete.requete['ref']}:{unquote(path)}")
            case "GET", "compare":
                sides = (requete.requete["from"], requete.requete["to"])
                names = self._lancer("diff", "--no-renames", "--name-only", *sides).splitlines()
                changes = [laid(CHANGEMENT, {"old_path": name, "new_path": name}) for name in names]
                return 200, {"commits": [], "diffs": changes, "compare_timeout": False, "compare_same_ref": False}
            case "POST", "commits":
                return self._ecrire(document)
            case _:
                raise AssertionError(requete)

    def _fichier(self, name: str) -> tuple[int, object]:
        blob = self._lancer("rev-parse", "--verify", "--quiet", name)
        if not blob:
            return INTROUVABLE
        assert self.origine is not None
        content = git(self.origine, "cat-file", "blob", blob).encode()
        return 200, laid(FICHIER, {"blob_id": blob, "content_sha256": sha256(content).hexdigest()})

    def _ecrire(self, document: Any) -> tuple[int, object]:  # noqa: ANN401 (JSON)
        """Write a commit: a file is created only if it is not there, a branch is written over only by `force`."""
        assert document.keys() - {"force"} == {"branch", "start_sha", "commit_message", "actions"}
        ref, base = f"refs/heads/{document['branch']}", document["start_sha"]
        if self._lancer("rev-parse", "--verify", "--quiet", ref) and not document.get("force"):
            return REFUS
        assert self.origine is not None
        index = {**ENVIRONNEMENT, "GIT_INDEX_FILE": str(self.origine / "index-de-l-api")}
        self._lancer("read-tree", base, env=index)
        for action in document["actions"]:
            there = bool(self._lancer("rev-parse", "--verify", "--quiet", f"{base}:{action['file_path']}"))
            if action.keys() != {"action", "file_path", "content"} or (action["action"] == "update") != there:
                return REFUS
            blob = self._lancer("hash-object", "-w", "--stdin", entree=action["content"])
            self._lancer("update-index", "--add", "--cacheinfo", f"100644,{blob},{action['file_path']}", env=index)
        tree = self._lancer("write-tree", env=index)
        sha = self._lancer("commit-tree", tree, "-p", base, "-m", document["commit_message"])
        self._lancer("update-ref", ref, sha)
        return 201, self._commit(sha)

    def _commit(self, sha: str) -> dict[str, object]:
        assert self.origine is not None
        parents, message = git(self.origine, "log", "-1", "--format=%P%x00%B", sha).split("\0")
        return {"id": sha, "message": message.rstrip("\n"), "parent_ids": parents.split()}

    def _lancer(self, *command: str, env: dict[str, str] | None = None, entree: str | None = None) -> str:
        done = subprocess.run(
            ["git", *command],
            cwd=self.origine,
            env=env or ENVIRONNEMENT,
            input=entree,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout.strip()

    def _body(self, document: object) -> str:
        assert isinstance(document, dict)
        assert document.keys() == {"body"}
        body: str = document["body"]
        assert 0 < len(body) <= NOTE_MAX
        return body
