"""What is promised of a setting, declared on the field that the forge answers, and compared with what it answers.

Knows: what docs/gouvernance-depot.md promises of any forge, and what of it a repository needs, by its own files. Must
not know: where a forge sets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias

from convention.base.french import enumere
from convention.forge.client import ForgeError, PassagereError
from convention.forge.forge import ETIQUETTE, Reglage
from convention.forge.recu import RECU, Recu, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.forge.client import Client

BRANCHE = "main"
AVENANTS = "avenant-*"
RELECTEURS = 2
ILLISIBLE = "absent, ou illisible avec ce jeton"

Valeur: TypeAlias = "str | int | bool | None"
_COMMENTAIRE = re.compile(r"^\s*#.*$", re.MULTILINE)


# What not every repository has, and that needs a setting: how it shows in what its forge reads.
COMMENTATEUR = r"\bconvention\b.* commenter\b"
FORMULAIRES = r"\bconvention\b.* instruire\b"
REPONSES = rf"{COMMENTATEUR}|{FORMULAIRES}"
ETIQUETTES = r"\bavenant-"
"""Something starts at the tag of an avenant."""
PROPRIETAIRES = r"^CODEOWNERS$"
"""Files have owners: this one is in the folder where the forge looks for it."""


def shown(fichiers: Mapping[str, str]) -> str:
    """Return what a forge reads of a repository (path to text): the names of its files, its YAML without comments."""
    names = [path.rpartition("/")[2] for path in fichiers]
    texts = [_COMMENTAIRE.sub("", text) for path, text in fichiers.items() if path.endswith((".yml", ".yaml"))]
    return "\n".join([*names, *texts])


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
    si: str = ""
    """Where this shows, and nowhere else; nothing: in every repository."""

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

    name: Annotated[str | None, Promis("« Labels »", ETIQUETTE, si=FORMULAIRES)] = None


class Lecture(NamedTuple):
    """Reads what is set of a repository, and compares it with what is promised of it."""

    client: Client
    racine: str
    """What the path of everything begins with."""
    depot: str
    """What its forge reads of it."""

    def needs(self, si: str) -> bool:
        """Tell whether the repository has what needs a setting."""
        return re.search(si, self.depot, re.MULTILINE) is not None

    def compare(self, place: str, modele: type[Recu], found: Recu | None) -> Iterator[Reglage]:
        """Compare each promise that is needed with what was read; nothing is held of what could not be."""
        for name, field in modele.model_fields.items():
            for promis in field.metadata:
                if isinstance(promis, Promis) and self.needs(promis.si):
                    yield promis.compare(place, getattr(found, name, None))

    def juger(self, place: str, path: str, modele: type[Recu]) -> Iterator[Reglage]:
        """Read one thing, and compare it."""
        return self.compare(place, modele, self.lire(path, modele))

    def lire(self, path: str, modele: type[RECU]) -> RECU | None:
        """Read one thing; None when it is not there, or may not be read, or has another form.

        Raises:
            PassagereError: the forge does not answer: nothing is known of what it holds.
        """
        try:
            return read_answer(modele, self.client.get(self.racine + path))
        except PassagereError:
            raise
        except ForgeError:
            return None

    def lister(self, path: str, modele: type[RECU]) -> tuple[RECU, ...] | None:
        """Read a list; None when it may not be read, or has another form.

        Raises:
            PassagereError: the forge does not answer.
        """
        try:
            return tuple(read_answer(modele, item) for item in self.client.pages(self.racine + path))
        except PassagereError:
            raise
        except ForgeError:
            return None


def _said(valeur: Valeur) -> str:
    if valeur is None:
        return ILLISIBLE
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur) or "rien"
