"""What is promised of a setting, declared on the field that the forge answers, and compared with what it answers.

Knows: what SECURITY.md and docs/gouvernance-depot.md promise of any forge. Must not know: where a forge sets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from convention.base.french import enumere
from convention.forge.client import ForgeError
from convention.forge.forge import ETIQUETTE, Reglage
from convention.forge.recu import RECU, Recu, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.forge.client import Client

BRANCHE = "main"
AVENANTS = "avenant-*"
RELECTEURS = 2
ILLISIBLE = "absent, ou illisible avec ce jeton"

Valeur: TypeAlias = "str | int | bool | None"


def _itself(value: Any) -> Valeur:  # noqa: ANN401 (what a field holds)
    found: Valeur = value
    return found


@dataclass(frozen=True)
class Promis:
    """What is promised of a field."""

    nom: str
    """What sets it, as the pages of the forge call it."""
    valeur: Valeur | tuple[Valeur, ...] = True
    """What it must be, or the few that will do."""
    lire: Callable[[Any], Valeur] = _itself
    """What is compared of the field, when it is there."""
    au_moins: bool = False
    """Whether more will do."""

    def compare(self, place: str, found: object) -> Reglage:
        """Say whether it is held, where it is set."""
        nom, valeur = f"{place}, {self.nom}", None if found is None else self.lire(found)
        if self.au_moins:
            enough = isinstance(valeur, int) and isinstance(self.valeur, int) and valeur >= self.valeur
            return Reglage(nom, f"{self.valeur} au moins", _said(valeur), enough)
        wanted = self.valeur if isinstance(self.valeur, tuple) else (self.valeur,)
        return Reglage(nom, enumere([_said(item) for item in wanted], "ou"), _said(valeur), valeur in wanted)


class Etiquette(Recu):
    """The label of forms, on any forge."""

    name: Annotated[str | None, Promis("« Labels »", ETIQUETTE)] = None


def compare(place: str, modele: type[Recu], found: Recu | None) -> Iterator[Reglage]:
    """Compare each promise of a model with what was read; nothing is held of what could not be."""
    for name, field in modele.model_fields.items():
        for promis in field.metadata:
            if isinstance(promis, Promis):
                yield promis.compare(place, getattr(found, name, None))


def lire(client: Client, path: str, modele: type[RECU]) -> RECU | None:
    """Read one thing; None when it is not there, or may not be read, or has another form."""
    try:
        return read_answer(modele, client.get(path))
    except ForgeError:
        return None


def lister(client: Client, path: str, modele: type[RECU]) -> tuple[RECU, ...] | None:
    """Read a list; None when it may not be read, or has another form."""
    try:
        return tuple(read_answer(modele, item) for item in client.pages(path))
    except ForgeError:
        return None


def _said(valeur: Valeur) -> str:
    if valeur is None:
        return ILLISIBLE
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur) or "rien"
