"""A demande de fusion from its proposal to its comment: the project, the forge, and the two workflows that follow.

Knows: the events that the forge sends. Must not know: what is tested.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.api import DEPOT, JETON, Forge
from tests.forge.execution import DU_SYSTEME, Etape, Machine, Resultat, install, load_workflow, run_job
from tests.forge.objets import Objets
from tests.forge.projet import DONNEES, Projet, Proposition

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTENDUS = Path(__file__).parent / "attendus"
SERVEUR = "https://forge.exemple"


class Formulaire(NamedTuple):
    """A request, and the label that somebody puts on it."""

    corps: str
    numero: int = 12
    par: str = "dsit"
    etiquette: str = "à instruire"
    etat: str = "open"
    """Its state when the workflow runs."""


class Scene:
    """One project, one forge, and the runs of its workflows."""

    def __init__(self, folder: Path, forge: Forge, donnees: Mapping[str, str | bytes] = DONNEES) -> None:
        self.projet = Projet(folder, donnees)
        self.forge = forge
        forge.objets = Objets(self.projet.origine)
        self._folder = folder
        self.gardes = folder / "forge"
        self._numbers = count(1)
        self._runs = count(1)
        self._needs: dict[str, dict[str, str]] = {}
        """How the jobs ended that the next one waits for."""
        self._settings: dict[str, dict[str, str]] = {}
        """The variables and the secrets of the repository."""
        self.suite: Resultat | None = None
        """What the job did that follows a comment which could not be written."""
        self._names: dict[str, str] = {self.projet.commit("main")[:7]: "⟨main⟩"}

    def proposer(self, branche: str, cible: str = "main", *, numero: int = 7, copie: bool = False) -> Proposition:
        """Open a demande, or push to it again; the forge knows it."""
        demande = self.projet.proposer(branche, cible, numero=numero, copie=copie)
        self._names[demande.head[:7]] = f"⟨{branche}⟩"
        self._names[demande.merge[:7]] = f"⟨fusion de {branche}⟩"
        owner = "un-tiers" if copie else DEPOT.split("/")[0]
        self.forge.demandes = [item for item in self.forge.demandes if item["number"] != numero]
        self.forge.demandes.append(
            {
                "number": numero,
                "state": "open",
                "title": "Fixes #1 @org/all `$(touch /tmp/x)`",
                "head": {"sha": demande.head, "ref": branche, "label": f"{owner}:{branche}"},
                "base": {"ref": cible, "sha": "0" * 40, "repo": {"full_name": DEPOT}},
            }
        )
        return demande

    def controler(self, demande: Proposition) -> Resultat:
        """Run the job on data of controle.yml, as the proposal has it, on the merge commit."""
        ref = f"refs/pull/{demande.numero}/merge"
        event = {
            "action": "opened",
            "number": demande.numero,
            "pull_request": {"updated_at": "2026-11-28T06:00:00Z"},
        }
        text = self.projet.lire(".github/workflows/controle.yml", demande.merge)
        return _done(self._run(text, "donnees", "pull_request", event, (ref, demande.merge)))

    def pousser_et_controler(self) -> Resultat:
        """Run the job on data of controle.yml after a push to the default branch."""
        text = self.projet.lire(".github/workflows/controle.yml")
        return _done(self._run(text, "donnees", "push", {}, ("refs/heads/main", self.projet.commit("main"))))

    def evenement(self, demande: Proposition, execution: int, change: Mapping[str, object]) -> dict[str, Any]:
        """Write the event of the end of a contrôle; the later the run, the later it was created."""
        number = execution or next(self._numbers)
        owner = "un-tiers" if demande.copie else DEPOT.split("/")[0]
        run = {
            "id": 9_000_000_000 + number,
            "run_number": number,
            "run_attempt": 1,
            "created_at": f"2026-11-28T06:{number:02d}:00Z",
            "updated_at": f"2026-11-28T06:{number:02d}:50Z",
            "event": "pull_request",
            "status": "completed",
            "conclusion": "success",
            "head_sha": demande.head,
            "head_branch": demande.branche,
            "head_repository": {"full_name": f"{owner}/convention", "owner": {"login": owner}},
            "pull_requests": [],
            "display_title": "${{ github.token }}",
        }
        return {
            "action": "completed",
            "workflow_run": {**run, **change},
            "repository": {"full_name": DEPOT, "default_branch": "main"},
        }

    def commenter(
        self,
        demande: Proposition,
        execution: int = 0,
        change: Mapping[str, object] | None = None,
        *,
        perdue: bool = False,
    ) -> Resultat | None:
        """Run the jobs of commentaire.yml, as the default branch has it, after a contrôle; return the first.

        Args:
            demande: what is proposed.
            execution: number of the contrôle.
            change: fields of its event.
            perdue: whether the machine of the first job is lost, memory or time spent: it leaves nothing.
        """
        text = self.projet.lire(".github/workflows/commentaire.yml", "main")
        place = ("refs/heads/main", self.projet.commit("main"))
        event = self.evenement(demande, execution, change or {})
        first = None if perdue else self._run(text, "commenter", "workflow_run", event, place)
        ended = "skipped" if first is None else "success" if first.reussi else "failure"
        self._needs = {"commenter": {"result": "cancelled" if perdue else ended}}
        self.suite = self._run(text, "echec", "workflow_run", event, place)
        self._needs = {}
        return first

    def instruire(self, formulaire: Formulaire, execution: int = 0) -> Resultat | None:
        """Run formulaire.yml as the default branch has it, after a label; the later the run, the later the label."""
        number = execution or next(self._numbers)
        self.forge.tickets[formulaire.numero] = formulaire.etat
        event = {
            "action": "labeled",
            "issue": {
                "number": formulaire.numero,
                "state": "open",
                "updated_at": f"2026-11-28T06:{number:02d}:00Z",
                "title": "${{ github.token }} @org/all",
                "body": formulaire.corps,
                "user": {"login": "une-commune"},
            },
            "label": {"name": formulaire.etiquette},
            "sender": {"login": formulaire.par},
            "repository": {"full_name": DEPOT, "default_branch": "main"},
        }
        main = self.projet.commit("main")
        self._names[main[:7]] = "⟨main⟩"
        text = self.projet.lire(".github/workflows/formulaire.yml", "main")
        return self._run(
            text, "instruire", "issues", event, ("refs/heads/main", main), {"GITHUB_RUN_NUMBER": str(number)}
        )

    def recueillir(self, adresse: str, jeton: str) -> Resultat | None:
        """Run guichet.yml as the default branch has it, with the address and the key of a window."""
        text = self.projet.lire(".github/workflows/guichet.yml", "main")
        place = ("refs/heads/main", self.projet.commit("main"))
        self._settings = {"vars": {"GUICHET": adresse} if adresse else {}, "secrets": {"GUICHET_JETON": jeton}}
        return self._run(text, "recueillir", "schedule", {}, place)

    def etiqueter(self, etiquette: str, branche: str = "main") -> str:
        """Push a tag on the tip of a branch; return its commit."""
        commit = self.projet.commit(branche)
        git(self.projet.origine, "update-ref", f"refs/tags/{etiquette}", commit)
        return commit

    def publier_avenant(self, etiquette: str, commit: str) -> list[Resultat]:
        """Run the jobs of avenant.yml in order, after a tag; a job that fails stops those that need it."""
        return self._run_all("avenant", "push", (f"refs/tags/{etiquette}", commit))

    def publier_site(self) -> list[Resultat]:
        """Run the jobs of publication.yml in order, after a push to the default branch."""
        return self._run_all("publication", "push", ("refs/heads/main", self.projet.commit("main")))

    def _run_all(self, workflow: str, event_name: str, place: tuple[str, str]) -> list[Resultat]:
        text = self.projet.lire(f".github/workflows/{workflow}.yml", place[1])
        done: dict[str, Resultat] = {}
        for name, job in load_workflow(text)["jobs"].items():
            needs = job.get("needs")
            if needs is None or done[needs].reussi:
                done[name] = _done(self._run(text, name, event_name, {}, place))
        return list(done.values())

    def relever(self, exports: Path) -> Etape:
        """Run the program that docs/releves.md gives, on the machine where exports are left."""
        clone, token = self._folder / "clone", self._folder / "jeton"
        if not clone.exists():
            git(self._folder, "clone", "--quiet", f"file://{self.projet.origine}", str(clone))
            install(clone)
            token.write_text(f"{JETON}\n", encoding="utf-8")
        (program,) = re.findall(
            r"```sh\n(#!/bin/sh\n.*?)```", (RACINE / "docs/releves.md").read_text("utf-8"), re.DOTALL
        )
        given = {
            "CLONE": str(clone),
            "EXPORTS": str(exports),
            "GITHUB_API_URL": self.forge.adresse,
            "GITHUB_REPOSITORY": DEPOT,
            "HOME": str(self._folder),
            "JETON": str(token),
            "PATH": os.pathsep.join(DU_SYSTEME),
        }
        done = subprocess.run(
            ["sh", "-c", program], cwd=self._folder, env=given, capture_output=True, encoding="utf-8", check=False
        )
        assert JETON not in done.stdout + done.stderr
        return Etape("Relever", done.returncode, done.stdout, done.stderr)

    def nommer(self, text: str) -> str:
        """Replace commit ids by names: they change with the tool that the project holds."""
        commit = re.compile(r"\b([0-9a-f]{7})(?:[0-9a-f]{33})?\b")
        return commit.sub(lambda found: self._names.get(found[1], found[0]), text)

    def _run(
        self,
        text: str,
        job: str,
        event_name: str,
        event: Mapping[str, Any],
        place: tuple[str, str],
        more: Mapping[str, str] | None = None,
    ) -> Resultat | None:
        folder = self._folder / f"execution-{next(self._runs)}"
        folder.mkdir()
        payload = folder / "evenement.json"
        payload.write_text(json.dumps(event), encoding="utf-8")
        ref, sha = place
        name = ref.split("/", 2)[2]
        github = {
            "event": event, "event_name": event_name, "ref": ref, "ref_name": name, "sha": sha, "token": JETON,
            "repository": DEPOT, "server_url": SERVEUR,
        }  # fmt: skip
        variables = {
            "GITHUB_API_URL": self.forge.adresse,
            "GITHUB_EVENT_NAME": event_name,
            "GITHUB_EVENT_PATH": str(payload),
            "GITHUB_REF": ref,
            "GITHUB_REPOSITORY": DEPOT,
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": "9100000000",
            "GITHUB_RUN_NUMBER": "1",
            "GITHUB_SERVER_URL": SERVEUR,
            "GITHUB_REF_NAME": ref.removeprefix("refs/heads/"),
            "GITHUB_SHA": sha,
            **(more or {}),
        }
        machine = Machine(self.projet.origine, github, variables, folder, self.gardes, self._needs, self._settings)
        result = run_job(load_workflow(text), job, machine)
        if result is not None:
            _assert_no_secret(result, folder)
        return result


def _done(run: Resultat | None) -> Resultat:
    assert run is not None
    return run


def _assert_no_secret(result: Resultat, folder: Path) -> None:
    """Look for the token wherever a run writes."""
    for etape in result.etapes:
        assert JETON not in etape.sortie + etape.erreurs, etape.nom
    settings = [folder / "travail/.git/config", *(folder / "chez-soi").rglob("*")]
    for path in (path for path in settings if path.is_file()):
        assert JETON.encode() not in path.read_bytes(), path


def assert_reference(name: str, text: str) -> None:
    """Compare with a golden; `make references` writes it again."""
    path = ATTENDUS / name
    if os.environ.get("REGENERER"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
