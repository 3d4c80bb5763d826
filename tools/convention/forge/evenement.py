"""The event for which commentaire.yml runs: a contrôle has ended. Hostile until these models have read it.

Knows: the fields that are used, and their exact forms. Must not know: the API, git.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

ENTIER_MAX = 2**53
"""JSON readers agree on integers up to there."""
BRANCHE_MAX = 255
SIECLE = 2000
_HORS_BRANCHE = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|[/.]$|/\.|\.lock(?:/|$)")
"""What git refuses in the name of a branch, and a dash at its beginning."""


class EvenementError(Exception):
    """A text that the forge cannot have written; the message is a French sentence."""


def branch_name(text: str) -> str:
    """Return a name of branch as it is; refuse what git would."""
    if not text.isprintable() or _HORS_BRANCHE.search(text):
        raise ValueError("nom de branche refusé")
    return text


def real_instant(text: str) -> str:
    """Return an instant as it is; refuse a day that no calendar has, or of another century."""
    if not SIECLE <= datetime.fromisoformat(text).year < SIECLE + 100:
        raise ValueError("instant refusé")
    return text


def day_of(instant: str) -> date:
    """Return the day of an instant, as the forge counts it (UTC)."""
    return date.fromisoformat(instant[:10])


Empreinte = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
Instant = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
    AfterValidator(real_instant),
]
"""UTC, to the second, of this century: the order of texts is that of instants."""
Numero = Annotated[int, Field(gt=0, le=ENTIER_MAX)]
NomDepot = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}/[A-Za-z0-9._-]{1,100}$")]
Branche = Annotated[str, StringConstraints(min_length=1, max_length=BRANCHE_MAX), AfterValidator(branch_name)]


class Recu(BaseModel):
    """Base of what is received: nothing is converted (``"12"`` is no number), fields that are not used are ignored."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Execution(Recu):
    """A run of the contrôle. What its author names (branch, fork, title) is not read: no name can stop a comment."""

    id: Numero
    run_number: Numero
    run_attempt: Numero
    created_at: Instant
    updated_at: Instant
    """When it ended: the time of the event, which the forge writes and no proposal can choose."""
    event: str
    head_sha: Empreinte


class Depot(Recu):
    """The repository where the workflow runs."""

    full_name: NomDepot


class Evenement(Recu):
    """`workflow_run`, completed."""

    action: Literal["completed"]
    workflow_run: Execution
    repository: Depot


class Proposee(Recu):
    """A demande de fusion, as its own event describes it."""

    updated_at: Instant


class EvenementDemande(Recu):
    """`pull_request`, whatever the action."""

    pull_request: Proposee


RECU = TypeVar("RECU", bound=Recu)


def read_event(content: bytes) -> Evenement:
    """Read the end of a contrôle."""
    return read_as(Evenement, content)


def read_as(modele: type[RECU], content: bytes) -> RECU:
    """Read the event of a workflow.

    Raises:
        EvenementError: with the fields that have not the form announced; their values are not repeated.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise EvenementError("l'événement n'est pas un document JSON") from None
    try:
        return modele.model_validate(document)
    except ValidationError as error:
        message = f"l'événement n'a pas la forme attendue ({wrong_fields(error)})"
        raise EvenementError(message) from None


def wrong_fields(error: ValidationError) -> str:
    """Name the fields that a model refused, without their values."""
    return ", ".join(sorted({".".join(map(str, item["loc"])) or "document" for item in error.errors()}))
