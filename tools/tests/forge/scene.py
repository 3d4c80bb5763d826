"""A demande de fusion from its proposal to its comment: the project, the forge, and the two workflows that follow.

Knows: the events that the forge sends. Must not know: what is tested.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.api import DEPOT, JETON, Forge
from tests.forge.execution import (
    DU_SYSTEME,
    SANS_REGLAGE,
    Execution,
    Machine,
    Reglages,
    Resultat,
    ecrire_programme,
    install,
    run_workflow,
)
from tests.forge.objets import Objets
from tests.forge.projet import DONNEES, Projet, Proposition

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTENDUS = Path(__file__).parent / "attendus"
REPOSITORY = {"full_name": DEPOT, "default_branch": "main", "visibility": "private"}


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

    def __init__(
        self,
        folder: Path,
        forge: Forge,
        donnees: Mapping[str, str | bytes] = DONNEES,
        installe: Mapping[str, str] | None = None,
    ) -> None:
        """Hold a project; with `installe`, workflows really install, by what these variables say of the network."""
        self.projet = Projet(folder, donnees)
        self.forge = forge
        forge.objets = Objets(self.projet.origine)
        self._folder = folder
        self.gardes = folder / "forge"
        """What the forge keeps: `artefacts/`, `versions/` (the releases), `pages/` (the published site)."""
        self.gardes.mkdir()
        self._numbers = count(1)
        self._runs = count(1)
        gh = shlex.join(
            [sys.executable, str(Path(__file__).with_name("gh.py")), str(self.projet.origine), str(self.gardes)]
        )
        self._outils = folder / "outils"
        self._outils.mkdir()
        ecrire_programme(self._outils / "gh", f'#!/bin/sh\nexec {gh} "$@"\n')
        self._variables = {
            **({"ENVIRONNEMENT": str(install(folder / "donne"))} if installe is None else installe),
            "FORGE": str(self.gardes),
            "GITHUB_API_URL": forge.adresse,
            "ORIGINE": str(self.projet.origine),
        }
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
        return self.lancer(self.proposee(demande)._replace(travail="donnees"))["donnees"]

    def proposee(self, demande: Proposition) -> Execution:
        """Begin the contrôle of a proposal."""
        event = {
            "action": "opened",
            "number": demande.numero,
            "pull_request": {
                "updated_at": "2026-11-28T06:00:00Z",
                "head": {"ref": demande.branche, "sha": demande.head},
            },
        }
        text = self.projet.lire(".github/workflows/controle.yml", demande.merge)
        return Execution(text, "pull_request", event, demande.merge)

    def poussee(self, workflow: str, ref: str = "refs/heads/main") -> Execution:
        """Push a branch or a tag: the workflow is the one that it holds."""
        sha = git(self.projet.origine, "rev-parse", f"{ref}^{{commit}}").strip()
        event = {"ref": ref, "after": sha, "deleted": False, "repository": REPOSITORY}
        return Execution(self.projet.lire(f".github/workflows/{workflow}.yml", sha), "push", event, sha)

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
            perdue: whether the machine of the first job is lost, memory or time spent, before anything is done.
        """
        event = self.evenement(demande, execution, change or {})
        jobs = self.lancer(
            self.de_la_branche_par_defaut("commentaire", "workflow_run", event), PERDUE="commenter" * perdue
        )
        self.suite = jobs.get("echec")
        return jobs.get("commenter")

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
        }
        run = self.de_la_branche_par_defaut("formulaire", "issues", event)
        self._names[run.sha[:7]] = "⟨main⟩"
        return self.lancer(run, GITHUB_RUN_NUMBER=str(number)).get("instruire")

    def recueillir(self, adresse: str, jeton: str, evenement: str = "schedule") -> Resultat | None:
        """Run guichet.yml as the default branch has it, with the address and the key of a window."""
        run = self.de_la_branche_par_defaut("guichet", evenement, {})
        variables = {"GUICHET": adresse} if adresse else {}
        return self.lancer(run, Reglages(variables, {"GUICHET_JETON": jeton})).get("recueillir")

    def etiqueter(self, etiquette: str, branche: str = "main") -> str:
        """Push a tag on the tip of a branch; return its commit."""
        commit = self.projet.commit(branche)
        git(self.projet.origine, "update-ref", f"refs/tags/{etiquette}", commit)
        return commit

    def relever(self, exports: Path) -> subprocess.CompletedProcess[str]:
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
        return done

    def nommer(self, text: str) -> str:
        """Replace commit ids by names: they change with the tool that the project holds."""
        commit = re.compile(r"\b([0-9a-f]{7})(?:[0-9a-f]{33})?\b")
        return commit.sub(lambda found: self._names.get(found[1], found[0]), text)

    def de_la_branche_par_defaut(self, workflow: str, event_name: str, event: Mapping[str, Any]) -> Execution:
        """Send an event whose workflow and commit are those of the default branch."""
        text = self.projet.lire(f".github/workflows/{workflow}.yml", "main")
        return Execution(text, event_name, {**event, "repository": REPOSITORY}, self.projet.commit("main"))

    def lancer(self, execution: Execution, reglages: Reglages = SANS_REGLAGE, **more: str) -> dict[str, Resultat]:
        """Run a workflow; look for the token wherever it writes."""
        folder = self._folder / f"execution-{next(self._runs)}"
        programs = (str(self._outils), *DU_SYSTEME)
        jobs = run_workflow(execution, Machine(folder, {**self._variables, **more}, programs, reglages=reglages))
        _assert_no_secret(jobs, folder)
        return jobs


def _assert_no_secret(jobs: Mapping[str, Resultat], folder: Path) -> None:
    """Look for the token wherever a run writes."""
    for etape in (etape for job in jobs.values() for etape in job.etapes):
        assert JETON not in etape.sortie, etape.nom
    kept = list((folder / "chez-soi").rglob("*"))
    assert not jobs or os.environ.get("CONVENTION_ACTIONS") or any(path.name == "config" for path in kept)
    for path in (path for path in kept if path.is_file()):
        assert JETON.encode() not in path.read_bytes(), path


def ecrit(run: Resultat | None) -> str:
    """Return what the last step says; every step has passed."""
    assert run is not None
    assert run.reussi, run.etapes[-1].sortie
    return run.etapes[-1].sortie


def assert_reference(name: str, text: str) -> None:
    """Compare with a golden; `make references` writes it again."""
    path = ATTENDUS / name
    if os.environ.get("REGENERER"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
