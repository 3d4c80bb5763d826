"""The settings of GitHub on which the promises rest: each promise is on the field that the API answers.

Knows: where each is set, what it must be. Must not know: how it is told. The token needs « Administration » (read).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from convention.forge.forge import ETIQUETTE
from convention.forge.recu import Recu
from convention.forge.reglage import AVENANTS, BRANCHE, RELECTEURS, Etiquette, Promis, compare, lire, lister

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.forge.client import Client
    from convention.forge.forge import Reglage

CONTROLES = ("Commentaire", "Données", "Python 3.11", "Python 3.13", "Python 3.14")
"""What a demande waits for: four jobs of controle.yml, the status of commentaire.yml."""
INTOUCHABLES = ("creation", "deletion", "update")
"""What nobody does of a tag of an avenant, those who may pass the rule apart."""
LINEAIRE = ("deletion", "non_fast_forward", "required_linear_history")


class _Depot(Recu):
    default_branch: Annotated[str | None, Promis("« Default branch »", BRANCHE)] = None


class _Controle(Recu):
    context: str
    integration_id: int | None = None
    """The application that alone may give it."""


def _required(controles: Sequence[_Controle]) -> str:
    named = {item.context for item in controles if item.integration_id is not None}
    return ", ".join(sorted(named & {*CONTROLES}))


class _Exigences(Recu):
    """The parameters of the rules of a branch: each rule has its own."""

    required_approving_review_count: Annotated[
        int | None, Promis("« Required approvals »", RELECTEURS, au_moins=True)
    ] = None
    require_code_owner_review: Annotated[bool | None, Promis("« Code Owners »")] = None
    require_last_push_approval: Annotated[bool | None, Promis("« most recent reviewable push »")] = None
    dismiss_stale_reviews_on_push: Annotated[bool | None, Promis("« Dismiss stale approvals »")] = None
    required_review_thread_resolution: Annotated[bool | None, Promis("« conversation resolution »")] = None
    strict_required_status_checks_policy: Annotated[bool | None, Promis("« up to date before merging »")] = None
    required_status_checks: Annotated[
        list[_Controle] | None, Promis("contrôles exigés, de GitHub Actions", ", ".join(CONTROLES), _required)
    ] = None


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
        Promis("interdits", ", ".join(INTOUCHABLES), lambda rules: ", ".join(sorted(_kinds(rules) & {*INTOUCHABLES}))),
    ] = None


class _Histoire(Recu):
    rules: Annotated[
        list[_Genre] | None,
        Promis("histoire", ", ".join(LINEAIRE), lambda rules: ", ".join(sorted(_kinds(rules) & {*LINEAIRE}))),
    ] = None


class _Jeton(Recu):
    default_workflow_permissions: Annotated[str | None, Promis("« Workflow permissions »", "read")] = None
    can_approve_pull_request_reviews: Annotated[bool | None, Promis("« create and approve pull requests »")] = None


class _Copies(Recu):
    approval_policy: Annotated[
        str | None, Promis("« Approval for running fork PR »", ("first_time_contributors", "all_external_contributors"))
    ] = None


class _Machines(Recu):
    total_count: Annotated[int | None, Promis("« Runners »", 0)] = None


class _Environnement(Recu):
    deployment_branch_policy: Annotated[dict[str, object] | None, Promis("« Deployment branches »", lire=bool)] = None


def reglages(client: Client, depot: str) -> Iterator[Reglage]:
    """Yield each setting, in the order in which one sets them."""
    root = f"/repos/{depot}"
    yield from compare("General", _Depot, lire(client, root, _Depot))
    place = f"Rules, « Rulesets » de {BRANCHE}"
    rules = lister(client, f"{root}/rules/branches/{BRANCHE}", _Regle) or ()
    yield from compare(place, _Exigences, _merged([item.parameters for item in rules if item.parameters is not None]))
    yield from compare(place, _Histoire, _Histoire(rules=[_Genre(type=item.type) for item in rules]))
    for number in sorted({item.ruleset_id for item in rules}):
        yield from compare(f"{place}, n° {number}", _Ensemble, lire(client, f"{root}/rulesets/{number}", _Ensemble))
    yield from compare(f"Rules, « Rulesets » de {AVENANTS}", _Etiquettes, _Etiquettes(rules=_tags(client, root)))
    for place, path, modele in (
        ("Actions", "actions/permissions/workflow", _Jeton),
        ("Actions", "actions/permissions/fork-pr-contributor-approval", _Copies),
        ("Actions", "actions/runners", _Machines),
        ("Environments, github-pages", "environments/github-pages", _Environnement),
        ("Issues", f"labels/{quote(ETIQUETTE)}", Etiquette),
    ):
        yield from compare(place, modele, lire(client, f"{root}/{path}", modele))


def _merged(parameters: Sequence[_Exigences]) -> _Exigences:
    """Add rules: the strictest of each holds."""
    found: dict[str, Any] = {}
    for item in parameters:
        for name, value in item.model_dump(exclude_unset=True).items():
            known = found.get(name)
            both = known if known is not None else type(value)()
            found[name] = both + value if isinstance(value, list) else max(both, value)
    return _Exigences.model_validate(found)


def _tags(client: Client, root: str) -> list[_Genre]:
    """Return the rules of the active sets that name the tags of avenants."""
    listed = lister(client, f"{root}/rulesets", _Ensemble) or ()
    numbers = [item.id for item in listed if (item.target, item.enforcement) == ("tag", "active")]
    sets = [found for number in numbers if (found := lire(client, f"{root}/rulesets/{number}", _Ensemble)) is not None]
    return [rule for item in sets if f"refs/tags/{AVENANTS}" in _names(item) for rule in item.rules or ()]


def _names(item: _Ensemble) -> list[str]:
    return item.conditions.ref_name.include if item.conditions is not None and item.conditions.ref_name else []
