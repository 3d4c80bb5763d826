"""`.gitlab-ci.yml` run by gitlab-ci-local, before a server like GitLab: pipelines of a demande, pipelines of an event.

Knows: the variables that GitLab gives to a pipeline, the events that it sends. Must not know: what is tested.
What the program does not do is said here: it collects no report, keeps no token of the forge, limits no time. Jobs run
one after the other in one clone, where `.venv` is as `make installer` leaves it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.api import DEPOT, JETON
from tests.forge.description import laid
from tests.forge.execution import DU_SYSTEME, install
from tests.forge.projet import DONNEES, Projet
from tests.machine import exiger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.forge.gitlab.api_gitlab import ForgeGitLab
    from tests.forge.projet import Proposition

PROGRAMME = RACINE / "tools/tests/editeur/node_modules/gitlab-ci-local/dist/index.js"
ABSENT = "gitlab-ci-local (make tools/tests/editeur/node_modules/.pret) ou rsync manque"
SERVEUR = "https://forge.exemple"
# https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events
DEMANDE: dict[str, Any] = {
    "object_kind": "merge_request",
    "event_type": "merge_request",
    "user": {"id": 1, "name": "Administrator", "username": "root"},
    "project": {"id": 1, "path_with_namespace": DEPOT, "default_branch": "main"},
    "object_attributes": {
        "iid": 7,
        "target_branch": "main",
        "source_branch": "ms-viewport",
        "title": "MS-Viewport",
        "updated_at": "2013-12-03T17:23:34Z",
        "state": "opened",
        "last_commit": {"id": "da1560886d4f094c3e6c9ef40349f7d38b5d27d7", "message": "fixed readme"},
        "action": "update",
    },
}
# https://docs.gitlab.com/user/project/integrations/webhook_events/#work-item-events
TICKET: dict[str, Any] = {
    "object_kind": "issue",
    "event_type": "issue",
    "user": {"id": 31, "name": "Administrator", "username": "root"},
    "project": {"id": 1, "path_with_namespace": DEPOT, "default_branch": "main"},
    "object_attributes": {
        "iid": 12,
        "title": "New API: create/update/delete file",
        "description": "",
        "state": "opened",
        "action": "update",
    },
    "changes": {
        "updated_at": {"previous": "2017-09-15 16:50:55 UTC", "current": "2017-09-15 16:52:00 UTC"},
        "labels": {"previous": [{"id": 206, "title": "API"}], "current": [{"id": 205, "title": "à instruire"}]},
    },
}


class Pipeline(NamedTuple):
    """A pipeline that was run."""

    code: int
    texte: str
    dossier: Path

    def lire(self, nom: str) -> str:
        """Return a file that a job has left."""
        return (self.dossier / nom).read_text(encoding="utf-8")


class SceneGitLab:
    """One project on one GitLab, and its pipelines."""

    def __init__(self, folder: Path, forge: ForgeGitLab, donnees: Mapping[str, str | bytes] = DONNEES) -> None:
        exiger(PROGRAMME.is_file() and shutil.which("rsync"), ABSENT)
        self.projet = Projet(folder, donnees)
        self.forge = forge
        forge.origine = self.projet.origine
        self._folder = folder
        self._numbers = count(1)

    def proposer(self, branche: str, numero: int = 7) -> Proposition:
        """Open a demande, or push to it again; the forge knows it."""
        demande = self.projet.proposer(branche, numero=numero)
        self.forge.demandes = [item for item in self.forge.demandes if item["iid"] != numero]
        self.forge.demandes.append(
            {"iid": numero, "state": "opened", "sha": demande.head, "source_branch": branche, "target_branch": "main"}
        )
        return demande

    def controler(self, demande: Proposition) -> Pipeline:
        """Run the pipeline of a demande, as it is proposed; what is long of it is run elsewhere."""
        base = git(self.projet.origine, "merge-base", "main", demande.head).strip()
        given = {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": str(demande.numero),
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        }
        return self._run(demande.head, given, ["Données", "Résumé"])

    def avertir(self, evenement: Mapping[str, Any]) -> Pipeline:
        """Run the pipeline of the default branch that an event triggers."""
        payload = self._folder / f"evenement-{next(self._numbers)}.json"
        payload.write_text(json.dumps(evenement), encoding="utf-8")
        given = {
            "CI_PIPELINE_SOURCE": "trigger",
            "CONVENTION_JETON": JETON,
            "TRIGGER_PAYLOAD": str(payload),
        }
        return self._run(self.projet.commit("main"), given, ["--stage", "repondre"])

    def commenter(self, demande: Proposition) -> Pipeline:
        """Send the event of a demande that has changed."""
        changed = {"iid": demande.numero, "last_commit": {"id": demande.head}, "title": "${CONVENTION_JETON}"}
        return self.avertir(laid(DEMANDE, {"object_attributes": changed}))

    def etiqueter(self, corps: str) -> Pipeline:
        """Send the event of a form that was labelled."""
        self.forge.tickets[12] = "opened"
        return self.avertir(laid(TICKET, {"object_attributes": {"description": corps}}))

    def lancer(
        self, source: str, travail: str, installe: Mapping[str, str] | None = None, **variables: str
    ) -> Pipeline:
        """Run one job of a pipeline of the default branch; with `installe`, everything is installed, as on the forge.

        Args:
            source: what starts the pipeline.
            travail: the name of the job; of a matrix, with its values.
            installe: what says how packages are reached.
            variables: of the project, or of the event; one that is empty is not given.
        """
        given = {"CI_PIPELINE_SOURCE": source, **variables}
        return self._run(self.projet.commit("main"), given, [travail], installe)

    def _run(
        self, commit: str, given: Mapping[str, str], arguments: list[str], installe: Mapping[str, str] | None = None
    ) -> Pipeline:
        number = next(self._numbers)
        folder = self._folder / f"pipeline-{number}"
        git(self._folder, "clone", "--quiet", f"file://{self.projet.origine}", str(folder))
        git(folder, "fetch", "--quiet", "origin", commit)
        git(folder, "checkout", "--quiet", "--detach", commit)
        if installe is None:
            install(folder)
        variables = {
            "CI_API_V4_URL": f"{self.forge.adresse}/api/v4",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_SHA": commit,
            "CI_DEFAULT_BRANCH": "main",
            "CI_JOB_URL": f"{SERVEUR}/{DEPOT}/-/jobs/{number}",
            "CI_PIPELINE_CREATED_AT": f"2026-11-28T06:{number:02d}:00Z",
            "CI_PIPELINE_IID": str(number),
            "CI_PROJECT_PATH": DEPOT,
            "CI_SERVER_URL": SERVEUR,
            **given,
        }
        if variables["CI_PIPELINE_SOURCE"] == "merge_request_event" or "CI_COMMIT_TAG" in variables:
            del variables["CI_COMMIT_BRANCH"]  # a branch starts neither
        options = [option for name, value in variables.items() for option in ("--variable", f"{name}={value}")]
        # Its schema is judged by « make check ».
        fixed = [
            "--force-shell-executor",
            "--no-json-schema-validation",
            "--ignore-predefined-vars",
            ",".join(variables),
        ]
        node = shutil.which("node")
        assert node is not None
        done = subprocess.run(
            [node, str(PROGRAMME), *arguments, *fixed, *options],
            cwd=folder,
            env={
                **(installe or {}),
                "HOME": str(self._folder),
                "PATH": os.pathsep.join([*DU_SYSTEME, str(Path(node).parent)]),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert JETON not in done.stdout
        return Pipeline(done.returncode, done.stdout, folder)
