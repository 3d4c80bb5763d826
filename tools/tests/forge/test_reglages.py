"""`convention forge verifier`: each promise is compared with what the forge says, and what differs is said."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from convention.cli.main import run
from convention.forge.github.reglages import checks
from tests.espaces import espaces
from tests.essais import RACINE
from tests.forge.api import DEPOT, JETON, Forge, served
from tests.forge.description import laid
from tests.forge.execution import load_workflow
from tests.forge.gitlab.api_gitlab import PREFIXE, ForgeGitLab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTROLES = ("Commentaire", "Données", "Python 3.11", "Python 3.13", "Python 3.14")
"""What a demande of this repository waits for: four jobs of controle.yml, the status of commentaire.yml."""
GITHUB = f"/repos/{DEPOT}"
GITLAB = PREFIXE.rstrip("/")
_REGLES: dict[str, dict[str, Any]] = {
    "pull_request": {
        "required_approving_review_count": 2,
        "require_code_owner_review": True,
        "require_last_push_approval": True,
        "dismiss_stale_reviews_on_push": True,
        "required_review_thread_resolution": True,
    },
    "required_status_checks": {
        "strict_required_status_checks_policy": True,
        "required_status_checks": [{"context": name, "integration_id": 15368} for name in CONTROLES],
    },
}
_SOURCE = {"ruleset_source_type": "Repository", "ruleset_source": DEPOT, "ruleset_id": 42}
_ENSEMBLE = {"source": DEPOT, "enforcement": "active", "bypass_actors": []}
_AVENANTS = {
    "id": 43,
    "name": "avenants",
    "target": "tag",
    **_ENSEMBLE,
    "conditions": {"ref_name": {"include": ["refs/tags/avenant-*"], "exclude": []}},
    "rules": [
        {"type": "creation"},
        {"type": "update", "parameters": {"update_allows_fetch_and_merge": False}},
        {"type": "deletion"},
    ],
}
PROMIS: dict[type[Forge], dict[str, Any]] = {
    Forge: {
        GITHUB: {"default_branch": "main"},
        f"{GITHUB}/rules/branches/main": [
            *({"type": name, "parameters": given, **_SOURCE} for name, given in _REGLES.items()),
            *({"type": name, **_SOURCE} for name in ("deletion", "non_fast_forward", "required_linear_history")),
        ],
        f"{GITHUB}/rulesets": [{"id": 43, "name": "avenants", "target": "tag", **_ENSEMBLE}],
        f"{GITHUB}/rulesets/42": {"id": 42, "name": "main", "target": "branch", **_ENSEMBLE},
        f"{GITHUB}/rulesets/43": _AVENANTS,
        f"{GITHUB}/actions/permissions/workflow": {
            "default_workflow_permissions": "read",
            "can_approve_pull_request_reviews": True,
        },
        f"{GITHUB}/actions/permissions/fork-pr-contributor-approval": {"approval_policy": "first_time_contributors"},
        f"{GITHUB}/actions/runners": {"total_count": 0, "runners": []},
        f"{GITHUB}/environments/github-pages": {
            "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True}
        },
        f"{GITHUB}/labels/%C3%A0%20instruire": {"name": "à instruire"},
    },
    ForgeGitLab: {
        # https://docs.gitlab.com/api/projects/#get-a-single-project
        GITLAB: {
            "id": 3,
            "default_branch": "main",
            "merge_method": "ff",
            "only_allow_merge_if_pipeline_succeeds": True,
            "allow_merge_on_skipped_pipeline": False,
            "only_allow_merge_if_all_discussions_are_resolved": True,
            "ci_push_repository_for_job_token_allowed": False,
            "ci_pipeline_variables_minimum_override_role": "no_one_allowed",
        },
        # https://docs.gitlab.com/api/protected_branches/#get-a-single-protected-branch-or-wildcard-protected-branch
        f"{GITLAB}/protected_branches/main": {
            "id": 101,
            "name": "main",
            "push_access_levels": [{"id": 1001, "access_level": 0, "access_level_description": "No one"}],
            "merge_access_levels": [{"id": 2001, "access_level": 40, "access_level_description": "Maintainers"}],
            "allow_force_push": False,
            "code_owner_approval_required": True,
        },
        # https://docs.gitlab.com/api/protected_tags/#get-a-single-protected-tag-or-wildcard-protected-tag
        f"{GITLAB}/protected_tags/avenant-%2A": {
            "name": "avenant-*",
            "create_access_levels": [{"id": 1, "access_level": 40, "access_level_description": "Maintainers"}],
        },
        # https://docs.gitlab.com/api/merge_request_approvals/
        f"{GITLAB}/approvals": {
            "reset_approvals_on_push": True,
            "disable_overriding_approvers_per_merge_request": True,
            "merge_requests_author_approval": False,
            "merge_requests_disable_committers_approval": True,
            "require_password_to_approve": True,
        },
        f"{GITLAB}/approval_rules": [{"id": 1, "name": "security", "rule_type": "regular", "approvals_required": 2}],
        # https://docs.gitlab.com/api/project_level_variables/#get-a-single-variable
        f"{GITLAB}/variables/CONVENTION_JETON": {
            "key": "CONVENTION_JETON",
            "variable_type": "env_var",
            "value": JETON,
            "protected": True,
            "masked": True,
            "hidden": True,
            "raw": True,
            "environment_scope": "reponses",
        },
        # https://docs.gitlab.com/api/project_webhooks/#get-a-project-webhook
        f"{GITLAB}/hooks": [
            {
                "id": 1,
                "url": "https://forge.exemple/api/v4/projects/3/ref/main/trigger/pipeline?token=secret",
                "push_events": False,
                "merge_requests_events": True,
                "issues_events": True,
                "pipeline_events": False,
                "enable_ssl_verification": True,
            }
        ],
        # https://docs.gitlab.com/api/pipeline_schedules/#get-all-pipeline-schedules
        f"{GITLAB}/pipeline_schedules": [{"id": 13, "ref": "refs/heads/main", "cron": "42 2 * * *", "active": True}],
        # https://docs.gitlab.com/api/labels/#get-a-single-project-label
        f"{GITLAB}/labels/%C3%A0%20instruire": {"id": 1, "name": "à instruire"},
    },
}
ENVIRONNEMENT = {
    Forge: {"GITHUB_API_URL": "{}", "GITHUB_REPOSITORY": DEPOT, "GITHUB_TOKEN": JETON},
    ForgeGitLab: {"CI_API_V4_URL": "{}/api/v4", "CI_PROJECT_PATH": DEPOT, "CONVENTION_JETON": JETON},
}


@pytest.fixture(params=PROMIS)
def forge(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with served(request.param()) as running:
        for name, value in ENVIRONNEMENT[request.param].items():
            monkeypatch.setenv(name, value.format(running.adresse))
        monkeypatch.setattr("time.sleep", lambda _: None)
        running.reglages = deepcopy(PROMIS[request.param])
        yield running
    assert running.fautes == []


def _verifier(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = run(["forge", "verifier"])
    said = capsys.readouterr()
    assert said.err == ""
    assert JETON not in said.out
    assert "secret" not in said.out
    return code, espaces(said.out).splitlines()


def test_what_is_promised_is_held(forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = _verifier(capsys)
    assert [line for line in lines if line.startswith("à régler")] == []
    assert (code, lines[-1]) == (0, f"{len(lines) - 2} réglages tenus.")
    assert {item.methode for item in forge.requetes} == {"GET"}


def test_whatever_cannot_be_read_is_not_held(forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    _, held = _verifier(capsys)
    forge.tordue = True
    for path in PROMIS[type(forge)]:
        forge.reglages = {**deepcopy(PROMIS[type(forge)]), path: None}
        code, lines = _verifier(capsys)
        assert code == 1, path
        assert len(lines) >= len(held) - 1, path
        assert any("absent" in line or "lu : rien" in line or " : rien (" in line for line in lines), path


CHANGES = [
    (
        Forge,
        f"{GITHUB}/rules/branches/main",
        0,
        {"parameters": {"required_approving_review_count": 1}},
        "« Required app",
    ),
    (
        Forge,
        f"{GITHUB}/rules/branches/main",
        0,
        {"parameters": {"require_code_owner_review": False}},
        "« Code Owners »",
    ),
    (Forge, f"{GITHUB}/rulesets/42", None, {"bypass_actors": [{"actor_type": "DeployKey"}]}, "« Bypass list »"),
    (Forge, f"{GITHUB}/rulesets/43", None, {"conditions": {"ref_name": {"include": ["refs/tags/x"]}}}, "avenant-*"),
    (Forge, f"{GITHUB}/actions/runners", None, {"total_count": 1}, "« Runners »"),
    (
        Forge,
        f"{GITHUB}/actions/permissions/workflow",
        None,
        {"default_workflow_permissions": "write"},
        "« Workflow permissions » : write (promis : read)",
    ),
    (ForgeGitLab, GITLAB, None, {"merge_method": "merge"}, "« Merge method » : merge (promis : ff ou rebase_merge)"),
    (ForgeGitLab, f"{GITLAB}/protected_branches/main", None, {"allow_force_push": True}, "« Allowed to force push »"),
    (ForgeGitLab, f"{GITLAB}/variables/CONVENTION_JETON", None, {"protected": False}, "« Protect variable » : non"),
    (ForgeGitLab, f"{GITLAB}/variables/CONVENTION_JETON", None, {"environment_scope": "*"}, "« Environments » : *"),
    (
        ForgeGitLab,
        f"{GITLAB}/approval_rules",
        0,
        {"approvals_required": 1},
        "« Approvals required » : 1 (promis : 2 au",
    ),
    (ForgeGitLab, f"{GITLAB}/hooks", 0, {"url": "https://ailleurs.exemple/"}, "« Merge request events » : absent"),
]


@pytest.mark.parametrize(
    ("forge", "path", "rank", "change", "said"), CHANGES, indirect=["forge"], ids=[change[-1] for change in CHANGES]
)
def test_each_setting_that_differs_is_said(
    forge: Forge,
    path: str,
    rank: int | None,
    change: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: Any = forge.reglages[path]
    place = found if rank is None else found[rank]
    place.update(laid(place, change))
    code, lines = _verifier(capsys)
    assert code == 1
    assert [line for line in lines if line.startswith("à régler") and said in line] != [], lines


def test_the_checks_that_are_promised_are_those_of_the_workflows() -> None:
    jobs = load_workflow((RACINE / ".github/workflows/controle.yml").read_text(encoding="utf-8"))["jobs"]
    versions = jobs["controle"]["strategy"]["matrix"]["python"]
    assert {*CONTROLES} == {"Commentaire", jobs["donnees"]["name"], *(f"Python {version}" for version in versions)}


WORKFLOW = """\
on: {}
jobs:
  seul: {{}}
  nomme: {{name: Vérifier}}
  deux: {{strategy: {{matrix: {{os: [a, b], python: ["3.11", "3.13"], include: [{{os: c}}]}}}}}}
  dit: {{name: "Python ${{{{ matrix.python }}}}", strategy: {{matrix: {{python: ["3.11", "3.13"]}}}}}}
  inconnu: {{name: "Sur ${{{{ github.ref }}}}"}}
  ailleurs: {{uses: ./.github/workflows/autre.yml}}
  calcule: {{strategy: {{matrix: "${{{{ fromJSON(needs.seul.outputs.tout) }}}}"}}}}
"""
NOMS = ["seul", "Vérifier", "deux (a, 3.11)", "deux (a, 3.13)", "deux (b, 3.11)", "deux (b, 3.13)"]


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("pull_request", [*NOMS, "Python 3.11", "Python 3.13"]),
        ("[push, pull_request]", [*NOMS, "Python 3.11", "Python 3.13"]),
        ("{pull_request: {types: [opened]}}", [*NOMS, "Python 3.11", "Python 3.13"]),
        ("{pull_request: {paths: [docs/**]}}", []),
        ("pull_request_target", []),
        ("{push: }", []),
    ],
)
def test_a_check_has_the_name_that_github_gives_to_its_job(on: str, names: list[str]) -> None:
    assert list(checks({".github/workflows/x.yml": WORKFLOW.format(on), ".github/y.yml": "["})) == names


def test_a_file_that_is_no_workflow_is_named(forge: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if type(forge) is ForgeGitLab:
        return
    path = tmp_path / ".github/workflows/x.yml"
    path.parent.mkdir(parents=True)
    for text in ("[", "", "on: push\n", "on: push\njobs: [x]\n", "on: push\njobs: {x: }\n"):
        path.write_text(text)
        assert run(["-C", str(tmp_path), "forge", "verifier"]) == 3
        assert ".github/workflows/x.yml n'est pas un workflow" in espaces(capsys.readouterr().err)


DEPOT_DE_DONNEES: dict[type[Forge], dict[str, Any]] = {
    Forge: {
        f"{GITHUB}/rules/branches/main": [
            {
                "type": "required_status_checks",
                "parameters": {
                    "strict_required_status_checks_policy": True,
                    "required_status_checks": [
                        {"context": "Contrôler, et construire le site", "integration_id": 15368},
                    ],
                },
                **_SOURCE,
            },
            *(
                rule
                for rule in PROMIS[Forge][f"{GITHUB}/rules/branches/main"]
                if rule["type"] != "required_status_checks"
            ),
        ],
        f"{GITHUB}/rulesets": [],
        f"{GITHUB}/actions/permissions/workflow": {
            "default_workflow_permissions": "read",
            "can_approve_pull_request_reviews": False,
        },
        f"{GITHUB}/environments/github-pages": None,
        f"{GITHUB}/labels/%C3%A0%20instruire": None,
    },
    ForgeGitLab: {
        f"{GITLAB}/protected_tags/avenant-%2A": None,
        f"{GITLAB}/variables/CONVENTION_JETON": None,
        f"{GITLAB}/hooks": [],
        f"{GITLAB}/pipeline_schedules": [],
        f"{GITLAB}/labels/%C3%A0%20instruire": None,
    },
}
"""What differs, for a repository that asks for no comment, no form, no page of the forge and no night."""


def test_a_repository_of_data_is_asked_only_for_what_its_own_files_need(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nom = {Forge: "github", ForgeGitLab: "gitlab"}[type(forge)]
    answers = (RACINE / "docs/exemples/reponses.yaml").read_text(encoding="utf-8")
    (tmp_path / "r.yaml").write_text(f"forge: {nom}\n{answers}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["nouveau", "brume", "--reponses", "r.yaml"]) == 0
    monkeypatch.chdir("brume")
    capsys.readouterr()
    forge.reglages |= deepcopy(DEPOT_DE_DONNEES[type(forge)])
    forge.tordue = True
    code, lines = _verifier(capsys)
    assert [line for line in lines if line.startswith("à régler")] == []
    assert (code, lines[-1]) == (0, f"{len(lines) - 2} réglages tenus.")
    assert any("Approvals" in line or "approvals" in line for line in lines)
    assert (nom == "gitlab") == all("contrôles exigés" not in line for line in lines)


def test_a_desk_without_address_is_told_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.setenv("CI_API_V4_URL", "https://forge.exemple/api/v4")
    assert run(["forge", "verifier"]) == 3
    assert "il manque CONVENTION_JETON, CI_PROJECT_PATH" in capsys.readouterr().err
