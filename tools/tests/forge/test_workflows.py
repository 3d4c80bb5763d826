"""What every workflow must be: no right but those it names, pinned actions, one command a step."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from convention.cli.cadre.outil import INSTALLER
from convention.cli.main import COMMANDES
from convention.forge.forge import ETIQUETTE
from convention.forge.github.formulaire import DOSSIER
from tests.cli.commande import lancer
from tests.compare.depots_git import git
from tests.essais import RACINE
from tests.forge.execution import ACTIONS, Execution, Machine, install, load_workflow, run_workflow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKFLOWS = sorted((RACINE / ".github" / "workflows").glob("*.yml"))
DONNE = RACINE / "tools/convention/cli/modifier/depot/github.yml"
"""What `convention nouveau` gives to a repository of data."""
ACTION = RACINE / ".github/actions/outil/action.yml"
COMMANDE = re.compile(
    r"make [a-z-]+( [A-Z]+=[a-z0-9./]+)*|(?:\.venv/bin/)?convention [a-z]+( [A-Za-z0-9\"${}#^./-]+)*"
    rf"|{re.escape(INSTALLER)}"
)
EPINGLE = re.compile(r"uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")


@pytest.fixture(params=[*WORKFLOWS, DONNE], ids=lambda path: path.stem)
def texte(request: pytest.FixtureRequest) -> str:
    return request.param.read_text(encoding="utf-8")  # type: ignore[no-any-return]


@pytest.fixture
def workflow(texte: str) -> dict[str, Any]:
    return load_workflow(texte)


def _steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def test_a_workflow_has_no_right_and_each_job_names_its_own(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    assert all(job["permissions"] for job in workflow["jobs"].values())


def test_each_right_says_what_it_is_for(texte: str) -> None:
    rights = re.findall(
        r"^      (?:contents|pull-requests|issues|statuses|pages|id-token|attestations): .*$", texte, re.MULTILINE
    )
    assert rights
    assert [right for right in rights if " # " not in right] == []


def test_each_action_is_pinned_by_its_commit_and_says_its_version(texte: str) -> None:
    uses = re.findall(r"\buses: .*", texte)
    assert [use for use in uses if not EPINGLE.fullmatch(use)] == []


def test_nothing_comes_from_a_cache_that_another_run_may_have_filled(texte: str) -> None:
    assert re.findall(r"actions/cache|^ +cache[a-z-]*:", texte, re.MULTILINE) == []


def test_nothing_is_asked_of_an_action_that_ours_does_not_have(workflow: dict[str, Any]) -> None:
    """Ours stand for the real ones when workflows are run here: what they ignored would not be tried."""
    for step in (step for step in _steps(workflow) if "uses" in step):
        ours = load_workflow(
            (ACTIONS / step["uses"].partition("@")[0].partition("/")[2] / "action.yml").read_text("utf-8")
        )
        assert step.get("with", {}).keys() <= ours.get("inputs", {}).keys(), step["uses"]


def test_no_clone_keeps_a_token(workflow: dict[str, Any]) -> None:
    clones = [step for step in _steps(workflow) if str(step.get("uses", "")).startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in clones)


def test_each_job_ends_and_none_runs_twice_at_once(workflow: dict[str, Any]) -> None:
    """Nobody waits for the night."""
    longest = 45 if workflow["name"] == "Nuit" else 15
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= longest
        assert "concurrency" in workflow or "concurrency" in job


def test_no_job_runs_on_a_machine_of_ours(workflow: dict[str, Any]) -> None:
    """A machine that is attached to the repository can be asked for by any workflow that is proposed and approved."""
    assert {job["runs-on"] for job in workflow["jobs"].values()} == {"ubuntu-24.04"}


def test_each_step_is_one_command_of_make_or_of_the_tool_without_any_expression(workflow: dict[str, Any]) -> None:
    runs = [step["run"] for step in _steps(workflow) if "run" in step]
    assert [run for run in runs if not COMMANDE.fullmatch(run)] == []
    targets = re.findall(r"^([a-z-]+):.*## ", (RACINE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for run in runs:
        program, name = run.split()[:2]
        assert run == INSTALLER or name in (targets if program == "make" else COMMANDES), run


def test_what_is_proposed_is_never_run_with_a_right_to_write() -> None:
    found = {path.stem: load_workflow(path.read_text(encoding="utf-8")) for path in WORKFLOWS}
    events = {nom: set(workflow["on"]) for nom, workflow in found.items()}
    assert events == {
        "avenant": {"push"},
        "commentaire": {"workflow_run"},
        "controle": {"pull_request", "push"},
        "envoi": {"push"},
        "formulaire": {"issues"},
        "guichet": {"schedule", "workflow_dispatch"},
        "nuit": {"schedule", "workflow_dispatch"},
        "publication": {"push", "schedule"},
        "version": {"push"},
    }
    assert found["commentaire"]["on"]["workflow_run"]["workflows"] == [found["controle"]["name"]]
    for job in (*found["controle"]["jobs"].values(), *found["nuit"]["jobs"].values()):
        assert job["permissions"] == {"contents": "read"}


def test_only_what_signs_for_the_web_server_or_asks_its_window_reads_a_secret_and_a_proposal_never_starts_it() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in WORKFLOWS}
    counts = {nom: text.count("secrets.") for nom, text in texts.items()}
    assert {nom: count for nom, count in counts.items() if count} == {"envoi": 2, "guichet": 1}
    (job,) = load_workflow(texts["envoi"])["jobs"].values()
    assert load_workflow(texts["envoi"])["on"] == {"push": {"branches": ["main"]}}
    assert (job["if"], job["environment"]) == ("vars.HEBERGEMENT == 'oui'", "hebergement")
    assert [step["run"] for step in job["steps"] if "secrets." in str(step.get("env"))] == ["make envoi"]


@pytest.mark.parametrize("nom", ["commentaire", "formulaire", "guichet"])
def test_what_writes_reads_no_artefact_and_its_token_is_given_to_its_last_step_only(nom: str) -> None:
    text = (RACINE / f".github/workflows/{nom}.yml").read_text(encoding="utf-8")
    for job in load_workflow(text)["jobs"].values():
        steps = job["steps"]
        assert {step["uses"].partition("@")[0] for step in steps if "uses" in step} == {
            "actions/checkout",
            "actions/setup-python",
        }
        assert [bool(step.get("env")) for step in steps] == [False] * (len(steps) - 1) + [True]
        assert "ref" not in steps[0]["with"]
    assert text.count("zizmor: ignore") == (1 if nom == "commentaire" else 0)


def test_the_comment_waits_for_no_outcome_of_the_controle_and_its_failure_is_told_elsewhere() -> None:
    workflow = load_workflow((RACINE / ".github/workflows/commentaire.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    event = "github.event.workflow_run.event == 'pull_request'"
    assert {nom: job["if"] for nom, job in jobs.items()} == {
        "commenter": f"${{{{ {event} }}}}",
        "echec": f"${{{{ always() && {event} && needs.commenter.result != 'success' }}}}",
    }
    assert jobs["echec"]["steps"][-1]["run"] == ".venv/bin/convention commenter --echec"
    assert jobs["echec"]["concurrency"]["group"] != jobs["commenter"]["concurrency"]["group"]


def test_a_form_is_handled_once_its_label_is_put_and_nothing_of_it_enters_the_workflow() -> None:
    text = (RACINE / ".github/workflows/formulaire.yml").read_text(encoding="utf-8")
    workflow = load_workflow(text)
    assert workflow["on"] == {"issues": {"types": ["labeled"]}}
    (job,) = workflow["jobs"].values()
    assert job["if"] == f"${{{{ github.event.label.name == '{ETIQUETTE}' }}}}"
    assert job["permissions"].keys() == {"contents", "pull-requests", "issues"}
    used = re.findall(r"\$\{\{ (.*?) \}\}", text)
    assert used[1:] == ["github.event.issue.number", "github.token"]


def test_the_only_secret_is_the_key_of_a_queue_and_it_goes_to_the_step_that_reads_it() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in WORKFLOWS}
    (job,) = load_workflow(texts["guichet"])["jobs"].values()
    assert (job["if"], job["environment"]) == ("${{ vars.GUICHET != '' }}", "guichet")
    assert job["permissions"].keys() == {"contents", "issues"}
    assert re.findall(r"\$\{\{ (secrets.*?) \}\}", texts["guichet"]) == ["secrets.GUICHET_JETON"]
    assert "GUICHET_JETON" in job["steps"][-1]["env"]


def test_no_form_puts_the_label_and_every_form_is_in_its_folder() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in (RACINE / DOSSIER).iterdir()}
    assert sorted(found) == ["1-service.yml", "2-quantites.yml", "3-contestation.yml", "config.yml"]
    assert [name for name, text in found.items() if "labels" in load_workflow(text)] == []


def test_the_action_pins_what_it_uses_and_never_writes_where_another_step_reads() -> None:
    text = ACTION.read_text(encoding="utf-8")
    uses = re.findall(r"\buses: .*", text)
    assert [use for use in uses if not EPINGLE.fullmatch(use)] == []
    assert [run for run in re.findall(r"\brun: .*", text) if "${{" in run or "GITHUB_ENV" in run] == []


@pytest.mark.long
def test_the_action_checks_and_publishes_the_data_of_another_repository(tmp_path: Path) -> None:
    outil, brume, commit = tmp_path / "outil", tmp_path / "brume", "1" * 40
    for name in ("Makefile", "pyproject.toml", "verrous", "tools/convention"):
        (outil / name).parent.mkdir(parents=True, exist_ok=True)
        (outil / name).symlink_to(RACINE / name)
    shutil.copytree(RACINE / ".github/actions", outil / ".github/actions")
    install(outil)
    assert lancer(tmp_path, "nouveau", "brume", "--reponses", str(RACINE / "docs/exemples/reponses.yaml")).code == 0
    git(brume, "init", "--quiet", "--initial-branch=main")
    git(brume, "add", ".")
    git(brume, "commit", "--quiet", "--message=Commencer")
    checkout, *_, keep = load_workflow(DONNE.read_text("utf-8"))["jobs"]["convention"]["steps"]
    action = {"uses": f"metropole/convention/.github/actions/outil@{commit}"}
    job = {"runs-on": "ubuntu-24.04", "steps": [checkout, action, keep]}
    text = json.dumps({"on": "push", "jobs": {"convention": job}})
    push = Execution(text, "push", {"ref": "refs/heads/main"}, git(brume, "rev-parse", "HEAD").strip())
    given = {"ORIGINE": str(brume), "FORGE": str(tmp_path), "ENVIRONNEMENT": str(install(tmp_path / "donne"))}
    machine = Machine(tmp_path / "machine", given, depots={f"metropole/convention@{commit}": outil})
    run = run_workflow(push, machine)["convention"]
    assert run.reussi, run.etapes
    assert (tmp_path / "artefacts/site/index.html").is_file()


def test_only_the_public_site_is_published_and_each_level_is_built_by_its_own_job() -> None:
    workflow = load_workflow((RACINE / ".github/workflows/publication.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    built = {nom: [step["run"] for step in job["steps"] if "run" in step] for nom, job in jobs.items()}
    assert built == {
        "public": ["make site NIVEAU=public PYTHON=python3"],
        "publier": [],
        "adherents": ["make site NIVEAU=adherents PYTHON=python3"],
    }
    given = {nom: step for nom, job in jobs.items() for step in job["steps"] if "upload" in str(step.get("uses"))}
    assert {nom: step["with"]["path"] for nom, step in given.items()} == {
        "public": "build/site",
        "adherents": "build/site",
    }
    assert "upload-pages-artifact" in given["public"]["uses"]
    assert "upload-pages-artifact" not in given["adherents"]["uses"]
    assert jobs["publier"]["needs"] == "public"
