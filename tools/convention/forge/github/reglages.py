"""The settings of GitHub on which the promises rest: each promise is on the field that the API answers.

Knows: where each is set, what it must be, what the workflows say of it. Must not know: how it is told. The token needs
« Administration » (read).
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from convention.forge.client import ForgeError
from convention.forge.forge import ETIQUETTE, STATUT
from convention.forge.recu import Recu
from convention.forge.reglage import (
    AVENANTS,
    BRANCHE,
    COMMENTATEUR,
    ETIQUETTES,
    FORMULAIRES,
    PROPRIETAIRES,
    RELECTEURS,
    Etiquette,
    Lecture,
    Promis,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.forge.client import Client
    from convention.forge.forge import Reglage

WORKFLOWS = (".github/workflows/*.yml", ".github/workflows/*.yaml")
FICHIERS = (*WORKFLOWS, "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS")
"""What GitHub reads of a repository."""
PAGES = "github-pages"
"""The environment that publishes."""
INTOUCHABLES = ("creation", "deletion", "update")
"""What nobody does of a tag of an avenant, those who may pass the rule apart."""
LINEAIRE = ("deletion", "non_fast_forward", "required_linear_history")


class _Depot(Recu):
    default_branch: Annotated[str | None, Promis("« Default branch »", BRANCHE)] = None


class _Controle(Recu):
    context: str
    integration_id: int | None = None
    """The application that alone may give it."""


class _Exigences(Recu):
    """The parameters of the rules of a branch: each rule has its own."""

    required_approving_review_count: Annotated[
        int | None, Promis("« Required approvals »", RELECTEURS, au_moins=True)
    ] = None
    require_code_owner_review: Annotated[bool | None, Promis("« Code Owners »", si=PROPRIETAIRES)] = None
    require_last_push_approval: Annotated[bool | None, Promis("« most recent reviewable push »")] = None
    dismiss_stale_reviews_on_push: Annotated[bool | None, Promis("« Dismiss stale approvals »")] = None
    required_review_thread_resolution: Annotated[bool | None, Promis("« conversation resolution »")] = None
    strict_required_status_checks_policy: Annotated[bool | None, Promis("« up to date before merging »")] = None
    required_status_checks: list[_Controle] | None = None


class _Regle(Recu):
    type: str
    ruleset_id: int
    parameters: _Exigences | None = None


class _Genre(Recu):
    type: str


class _Noms(Recu):
    include: list[str]


class _Conditions(Recu):
    ref_name: _Noms | None = None


def _kinds(rules: Iterable[_Genre | _Regle]) -> set[str]:
    return {item.type for item in rules}


class _Ensemble(Recu):
    """A set of rules; who may pass it is shown to who may change it only."""

    id: int
    target: str | None = None
    enforcement: str
    conditions: _Conditions | None = None
    rules: list[_Genre] | None = None
    bypass_actors: Annotated[list[object] | None, Promis("« Bypass list »", 0, len)] = None


class _Etiquettes(Recu):
    """The rules of the tags, of all the sets that name them. Who may create one, a person reads in the bypass list."""

    rules: Annotated[
        list[_Genre] | None,
        Promis(
            "interdits",
            ", ".join(INTOUCHABLES),
            lambda rules: ", ".join(sorted(_kinds(rules) & {*INTOUCHABLES})),
            si=ETIQUETTES,
        ),
    ] = None


class _Histoire(Recu):
    rules: Annotated[
        list[_Genre] | None,
        Promis("histoire", ", ".join(LINEAIRE), lambda rules: ", ".join(sorted(_kinds(rules) & {*LINEAIRE}))),
    ] = None


class _Jeton(Recu):
    default_workflow_permissions: Annotated[str | None, Promis("« Workflow permissions »", "read")] = None
    can_approve_pull_request_reviews: Annotated[
        bool | None, Promis("« create and approve pull requests »", si=FORMULAIRES)
    ] = None


class _Copies(Recu):
    approval_policy: Annotated[
        str | None, Promis("« Approval for running fork PR »", ("first_time_contributors", "all_external_contributors"))
    ] = None


class _Machines(Recu):
    total_count: Annotated[int | None, Promis("« Runners »", 0)] = None


class _Environnement(Recu):
    deployment_branch_policy: Annotated[
        dict[str, object] | None, Promis("« Deployment branches »", lire=bool, si=PAGES)
    ] = None


class _Travail(Recu):
    """A job of a workflow."""

    name: str | None = None
    uses: str | None = None
    strategy: dict[str, Any] | None = None


class _Workflow(Recu):
    on: str | list[str] | dict[str, Any]
    jobs: dict[str, _Travail]


def reglages(client: Client, depot: str, fichiers: Mapping[str, str]) -> Iterator[Reglage]:
    """Yield each setting that a repository of these files (path to text) needs, in the order in which one sets them."""
    lecture = Lecture(client, f"/repos/{depot}", shown(fichiers))
    yield from lecture.juger("General", "", _Depot)
    place = f"Rules, « Rulesets » de {BRANCHE}"
    rules = lecture.lister(f"/rules/branches/{BRANCHE}", _Regle) or ()
    merged = _merged([item.parameters for item in rules if item.parameters is not None])
    yield from lecture.compare(place, _Exigences, merged)
    expected = {*checks(fichiers), *([STATUT] if lecture.needs(COMMENTATEUR) else [])}
    if expected:
        yield _promised(expected).compare(place, merged.required_status_checks)
    yield from lecture.compare(place, _Histoire, _Histoire(rules=[_Genre(type=item.type) for item in rules]))
    for number in sorted({item.ruleset_id for item in rules}):
        yield from lecture.juger(f"{place}, n° {number}", f"/rulesets/{number}", _Ensemble)
    yield from lecture.compare(f"Rules, « Rulesets » de {AVENANTS}", _Etiquettes, _Etiquettes(rules=_tags(lecture)))
    for place, path, modele in (
        ("Actions", "actions/permissions/workflow", _Jeton),
        ("Actions", "actions/permissions/fork-pr-contributor-approval", _Copies),
        ("Actions", "actions/runners", _Machines),
        (f"Environments, {PAGES}", f"environments/{PAGES}", _Environnement),
        ("Issues", f"labels/{quote(ETIQUETTE)}", Etiquette),
    ):
        yield from lecture.juger(place, f"/{path}", modele)


def checks(fichiers: Mapping[str, str]) -> Iterator[str]:
    """Name the checks that each demande gets from the workflows: a job, once for each combination of its matrix.

    A workflow that only some paths start cannot be waited for, nor a job that another workflow holds, or whose name is
    known when it runs only.

    Raises:
        ForgeError: a file is no workflow.
    """
    for path, text in fichiers.items():
        if path.startswith(".github/workflows/"):
            workflow = _read(path, text)
            on = [workflow.on] if isinstance(workflow.on, str) else workflow.on
            events = on if isinstance(on, dict) else dict.fromkeys(on)
            if "pull_request" in events and not {"paths", "paths-ignore"} & {*(events["pull_request"] or ())}:
                for name, job in workflow.jobs.items():
                    yield from (found for found in _named(name, job) if "${{" not in found)


def _read(path: str, text: str) -> _Workflow:
    try:
        return _Workflow.model_validate(YAML(typ="safe").load(text))
    except (YAMLError, ValidationError):
        raise ForgeError(f"{path} n'est pas un workflow") from None


def _named(identifiant: str, job: _Travail) -> Iterator[str]:
    """Name a job as GitHub does: without a name, by its identifier and, in brackets, each value of its matrix."""
    matrix = (job.strategy or {}).get("matrix", {})
    if job.uses is not None or not isinstance(matrix, dict):
        return
    axes = {
        axe: found for axe, found in matrix.items() if isinstance(found, list) and axe not in ("include", "exclude")
    }
    for values in product(*axes.values()):
        given = dict(zip(axes, map(str, values), strict=True))
        name = job.name or (f"{identifiant} ({', '.join(given.values())})" if given else identifiant)
        for axe, value in given.items():
            name = value.join(re.split(rf"\$\{{\{{ *matrix\.{re.escape(axe)} *\}}\}}", name))
        yield name


def _promised(controles: set[str]) -> Promis:
    def required(found: Sequence[_Controle]) -> str:
        return ", ".join(sorted(controles & {item.context for item in found if item.integration_id is not None}))

    return Promis("contrôles exigés, de GitHub Actions", ", ".join(sorted(controles)), required)


def _merged(parameters: Sequence[_Exigences]) -> _Exigences:
    """Add rules: the strictest of each holds."""
    found: dict[str, Any] = {}
    for item in parameters:
        for name, value in item.model_dump(exclude_unset=True).items():
            known = found.get(name)
            both = known if known is not None else type(value)()
            found[name] = both + value if isinstance(value, list) else max(both, value)
    return _Exigences.model_validate(found)


def _tags(lecture: Lecture) -> list[_Genre]:
    """Return the rules of the active sets that name the tags of avenants."""
    listed = lecture.lister("/rulesets", _Ensemble) or ()
    numbers = [item.id for item in listed if (item.target, item.enforcement) == ("tag", "active")]
    sets = [found for number in numbers if (found := lecture.lire(f"/rulesets/{number}", _Ensemble)) is not None]
    return [rule for item in sets if f"refs/tags/{AVENANTS}" in _names(item) for rule in item.rules or ()]


def _names(item: _Ensemble) -> list[str]:
    return item.conditions.ref_name.include if item.conditions is not None and item.conditions.ref_name else []
