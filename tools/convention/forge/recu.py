"""What comes from a forge and from its machines: events and answers, hostile until a model has read them; variables.

Knows: forms that every forge shares. Must not know: which forge, which event, which answer, names of variables.
Exact forms, nothing converted, no value repeated.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from convention.base.period import SIECLE
from convention.forge.client import ForgeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.forge.forge import Acces

ENTIER_MAX = 2**53
"""JSON readers agree on integers up to there."""
BRANCHE_MAX = 255
_HORS_BRANCHE = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|[/.]$|/\.|\.lock(?:/|$)")
"""What git refuses in the name of a branch, and a dash at its beginning."""
CHIFFRES_MAX = 16
"""Digits of a number that a mark holds."""


class EvenementError(Exception):
    """A text that the forge cannot have written; the message is a French sentence."""


def branch_name(text: str) -> str:
    """Return a name of branch as it is; refuse what git would."""
    if not text.isprintable() or _HORS_BRANCHE.search(text):
        raise ValueError("nom de branche refusé")
    return text


def real_instant(text: str) -> str:
    """Return an instant as it is; refuse a day that no calendar has, or of another century."""
    if datetime.fromisoformat(text).year not in SIECLE:
        raise ValueError("instant refusé")
    return text


def refuse_elsewhere(depot: str, acces: Acces) -> None:
    """Refuse the event of another repository than the one that is reached."""
    if depot != acces.depot:
        raise EvenementError("l'événement est celui d'un autre dépôt")


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
Branche = Annotated[str, StringConstraints(min_length=1, max_length=BRANCHE_MAX), AfterValidator(branch_name)]


class Recu(BaseModel):
    """Base of what is received: nothing is converted (``"12"`` is no number), fields that are not used are ignored."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


RECU = TypeVar("RECU", bound=Recu)


def read_as(modele: type[RECU], content: bytes) -> RECU:
    """Read the event of a workflow.

    Raises:
        EvenementError: with the fields that have not the form announced; their values are not repeated.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise EvenementError("l'événement n'est pas un document JSON") from None
    return _checked(modele, document, EvenementError, "l'événement")


def read_answer(modele: type[RECU], item: object) -> RECU:
    """Read what the forge answers.

    Raises:
        ForgeError: it has not the form announced.
    """
    return _checked(modele, item, ForgeError, "la réponse de la forge")


def _checked(modele: type[RECU], item: object, refus: type[Exception], quoi: str) -> RECU:
    try:
        return modele.model_validate(item)
    except ValidationError as error:
        raise refus(f"{quoi} n'a pas la forme attendue ({wrong_fields(error)})") from None


def wrong_fields(error: ValidationError) -> str:
    """Name the fields that a model refused, without their values."""
    return ", ".join(sorted({".".join(map(str, item["loc"])) or "document" for item in error.errors()}))


def read_variables(variables: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """Read variables, all of them.

    Raises:
        ForgeError: with the names of those that are missing.
    """
    missing = [name for name in names if not variables.get(name)]
    if missing:
        message = f"cette commande reçoit de l'environnement ce qu'il lui faut : il manque {', '.join(missing)}"
        raise ForgeError(f"{message} ; docs/forge.md dit ces noms, sur chaque forge")
    return [variables[name] for name in names]


def positive(variables: Mapping[str, str], names: Sequence[str]) -> list[int]:
    """Read variables that are numbers."""
    found = []
    for name, text in zip(names, read_variables(variables, names), strict=True):
        if not (text.isascii() and text.isdecimal() and len(text) < CHIFFRES_MAX):
            raise ForgeError(f"{name}, que donne l'environnement, n'est pas un nombre entier")
        found.append(int(text))
    return found
