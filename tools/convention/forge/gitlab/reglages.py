"""The settings of GitLab on which the promises rest: each promise is on the field that the API answers.

Knows: where each is set, what it must be (https://docs.gitlab.com/api/: projects, protected_branches, protected_tags,
merge_request_approvals, project_level_variables, project_webhooks, pipeline_schedules, labels). Must not know: how it
is told. The token needs the role Maintainer and the scope `read_api`. An edition without approvals answers none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from convention.forge.forge import ETIQUETTE
from convention.forge.recu import Recu
from convention.forge.reglage import (
    AVENANTS,
    BRANCHE,
    COMMENTATEUR,
    ETIQUETTES,
    FORMULAIRES,
    PROPRIETAIRES,
    RELECTEURS,
    REPONSES,
    Etiquette,
    Lecture,
    Promis,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.forge.client import Client
    from convention.forge.forge import Reglage

FICHIERS = (".gitlab-ci.yml", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
"""What GitLab reads of a repository."""
JETON = "CONVENTION_JETON"
"""The variable that holds the token of the project; protected, so that no proposal has it."""
ENVIRONNEMENT = "reponses"
"""The environment of the jobs that have it."""
NUIT = r"\bschedule\b"
_DECLENCHEUR = f"/ref/{BRANCHE}/trigger/pipeline"


class _Niveau(Recu):
    access_level: int | None


def _highest(levels: Sequence[_Niveau]) -> int:
    return max((item.access_level or 0 for item in levels), default=0)


class _Branche(Recu):
    push_access_levels: Annotated[
        list[_Niveau] | None, Promis("« Allowed to push and merge » (0 : personne)", 0, _highest)
    ] = None
    allow_force_push: Annotated[bool | None, Promis("« Allowed to force push »", valeur=False)] = None
    code_owner_approval_required: Annotated[bool | None, Promis("« Code owner approval »", si=PROPRIETAIRES)] = None


class _Etiquettes(Recu):
    create_access_levels: Annotated[
        list[_Niveau] | None, Promis("« Allowed to create » réservé", lire=bool, si=ETIQUETTES)
    ] = None


class _Fusion(Recu):
    """What the page of merge requests sets, of a project."""

    merge_method: Annotated[str | None, Promis("« Merge method »", ("ff", "rebase_merge"))] = None
    only_allow_merge_if_pipeline_succeeds: Annotated[bool | None, Promis("« Pipelines must succeed »")] = None
    allow_merge_on_skipped_pipeline: Annotated[
        bool | None, Promis("« Skipped pipelines are considered successful »", (False, None))
    ] = None
    only_allow_merge_if_all_discussions_are_resolved: Annotated[
        bool | None, Promis("« All threads must be resolved »")
    ] = None


class _Projet(Recu):
    """What other pages set of it."""

    default_branch: Annotated[str | None, Promis("« Default branch »", BRANCHE)] = None
    ci_pipeline_variables_minimum_override_role: Annotated[
        str | None,
        Promis("« Minimum role to use pipeline variables »", ("no_one_allowed", "owner", "maintainer")),
    ] = None
    ci_push_repository_for_job_token_allowed: Annotated[
        bool | None, Promis("« Allow Git push requests » du jeton des travaux", valeur=False)
    ] = None


class _Regle(Recu):
    approvals_required: int


class _Regles(Recu):
    """The rules of approval; each asks for its own number."""

    nombres: Annotated[list[int] | None, Promis("« Approvals required »", RELECTEURS, max, au_moins=True)] = None


class _Approbations(Recu):
    merge_requests_author_approval: Annotated[bool | None, Promis("l'auteur peut approuver", valeur=False)] = None
    merge_requests_disable_committers_approval: Annotated[
        bool | None, Promis("« Prevent approvals by users who add commits »")
    ] = None
    disable_overriding_approvers_per_merge_request: Annotated[
        bool | None, Promis("« Prevent editing approval rules »")
    ] = None
    reset_approvals_on_push: Annotated[bool | None, Promis("« Remove all approvals » à chaque envoi")] = None


class _Variable(Recu):
    """A variable; its value is not read."""

    protected: Annotated[bool | None, Promis("« Protect variable »", si=REPONSES)] = None
    masked: Annotated[bool | None, Promis("« Masked »", si=REPONSES)] = None
    environment_scope: Annotated[str | None, Promis("« Environments »", ENVIRONNEMENT, si=REPONSES)] = None


class _Crochet(Recu):
    url: str
    merge_requests_events: Annotated[bool | None, Promis("« Merge request events »", si=COMMENTATEUR)] = None
    issues_events: Annotated[bool | None, Promis("« Issues events »", si=FORMULAIRES)] = None
    pipeline_events: Annotated[bool | None, Promis("« Pipeline events »", valeur=False, si=REPONSES)] = None
    enable_ssl_verification: Annotated[bool | None, Promis("« Enable SSL verification »", si=REPONSES)] = None


class _Horaire(Recu):
    ref: str
    active: Annotated[bool | None, Promis("chaque nuit", si=NUIT)] = None


def reglages(client: Client, depot: str, fichiers: Mapping[str, str]) -> Iterator[Reglage]:
    """Yield each setting that a repository of these files (path to text) needs, in the order in which one sets them."""
    lecture = Lecture(client, f"/projects/{quote(depot, safe='')}", shown(fichiers))
    yield from lecture.juger("General et CI/CD", "", _Projet)
    yield from lecture.juger(
        f"Repository, « Protected branches », {BRANCHE}", f"/protected_branches/{BRANCHE}", _Branche
    )
    place = f"Repository, « Protected tags », {AVENANTS}"
    yield from lecture.juger(place, f"/protected_tags/{quote(AVENANTS)}", _Etiquettes)
    yield from lecture.juger("Merge requests", "", _Fusion)
    rules = lecture.lister("/approval_rules", _Regle)
    counts = _Regles(nombres=[item.approvals_required for item in rules]) if rules else None
    yield from lecture.compare("Merge requests", _Regles, counts)
    yield from lecture.juger("Merge requests", "/approvals", _Approbations)
    yield from lecture.juger(f"CI/CD, « Variables », {JETON}", f"/variables/{JETON}", _Variable)
    hooks = lecture.lister("/hooks", _Crochet) or ()
    ours = [item for item in hooks if item.url.partition("?")[0].endswith(_DECLENCHEUR)]
    for rank, hook in enumerate(ours or [None], 1):
        yield from lecture.compare(f"Webhooks, n° {rank}", _Crochet, hook)
    schedules = lecture.lister("/pipeline_schedules", _Horaire) or ()
    nightly = [item for item in schedules if item.ref.removeprefix("refs/heads/") == BRANCHE and item.active]
    yield from lecture.compare("Build, « Pipeline schedules »", _Horaire, nightly[0] if nightly else None)
    yield from lecture.juger("Manage", f"/labels/{quote(ETIQUETTE)}", Etiquette)
