"""What any gesture is: what it is asked, how a command line asks for it, what it writes and what comes after it.

Knows: fields and their words. Must not know: which gestures there are (`gestes`), click, forms.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias, cast, get_args

from pydantic import Field

from convention.model.cadre.champs import Modele
from convention.model.cadre.renvois import IdAdherent
from convention.model.valeurs.scalaires import Scalaire, scalaire_de

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from enum import StrEnum

    from pydantic.fields import FieldInfo

    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot

    Saisies: TypeAlias = Iterator[tuple[type["Demande"], Mapping[str, Any]]]

_SAISIE = "saisie"
_OBLIGATOIRE: Any = ...


class SaisieError(Exception):
    """What was typed asks for nothing that can be done; a French sentence."""


class Saisie(NamedTuple):
    """How a command line asks for a field."""

    metavar: str = ""
    est_argument: bool = False
    est_suite: bool = False
    """Whether it takes all the words that are left: `Demande.saisies` gives each to its field."""
    nom: str = ""
    """Name of the option, when it is not that of the field."""
    facultatif: bool | None = None
    """Whether the command may go without it, when it is not as the request: who reads it says what is lacking."""
    plusieurs: bool = False
    """Whether several may be given, each for a request."""
    mots: tuple[StrEnum, ...] = ()
    """Words of a closed list that may be typed; all of them by default."""
    absent: str = ""
    """What stands for it when it is not typed."""
    suppose: str = ""
    """What a day is: when it is not typed, it is today, and said to be supposed."""
    pas_avant: Callable[[Depot, str], date] | None = None
    """The first day that may then be supposed, for an adherent."""
    sinon: str = ""
    """Field whose day it takes before it is supposed."""
    autrement: tuple[str, str] = ("", "")
    """Another option that says the same, and its help: `Demande.saisies` makes one of the two."""
    question: str = ""
    """How a form asks for it, when its description is not for a town hall."""

    def demande(self, description: str) -> str:
        """Return the heading of a field of a form."""
        return self.question or description

    def aide(self, description: str) -> str:
        """Return the help of an option."""
        absent = self.absent or ("aujourd'hui" if self.suppose else "")
        if not absent:
            return description if description.endswith("…") else f"{description}."
        opened = f"{description[:-1]} ; " if description.endswith(")") else f"{description} ("
        return f"{opened}par défaut : {absent})."


def argument(description: str, metavar: str, defaut: Any = _OBLIGATOIRE, **saisie: Any) -> Any:  # noqa: ANN401
    """Declare a field that a command takes by its place."""
    return _champ(description, defaut, Saisie(metavar, est_argument=True, **saisie))


def option(description: str, metavar: str, defaut: Any = _OBLIGATOIRE, **saisie: Any) -> Any:  # noqa: ANN401
    """Declare a field that a command takes by its name."""
    return _champ(description, defaut, Saisie(metavar, **saisie))


def choix(description: str, defaut: Any = _OBLIGATOIRE, **saisie: Any) -> Any:  # noqa: ANN401 (a field)
    """Declare a field that a command takes by its name, and whose words are those of a list."""
    return _champ(description, defaut, Saisie(**saisie))


def drapeau(description: str, defaut: object = False, **saisie: Any) -> Any:  # noqa: ANN401, FBT002 (a field)
    """Declare a field that a command only names: a yes, or the one word of its list."""
    return _champ(description, defaut, Saisie(**saisie))


def _champ(description: str, defaut: Any, saisie: Saisie) -> Any:  # noqa: ANN401 (a field)
    return Field(defaut, description=description, json_schema_extra=cast("Any", {_SAISIE: saisie}))


def saisie_of(field: FieldInfo) -> Saisie | None:
    """Return how a command line asks for a field; None when it does not."""
    extra: Any = field.json_schema_extra
    return cast("Saisie | None", extra.get(_SAISIE)) if isinstance(extra, dict) else None


def scalaire_of(field: FieldInfo) -> Scalaire:
    """Return how a field, or each of its values, is read."""
    found = next((item for item in field.metadata if isinstance(item, Scalaire)), None) or _inside(field.annotation)
    assert found is not None  # noqa: S101 (every leaf of a model is a scalar)
    return found


def _inside(annotation: Any) -> Scalaire | None:  # noqa: ANN401 (annotations are any object)
    found = scalaire_de(annotation)
    return found or next(filter(None, map(_inside, reversed(get_args(annotation)))), None)


class Demande(Modele):
    """What a gesture is asked, read as strictly as a document; the docstring of each is the help of its command."""

    resume: ClassVar[str]
    """What it does, on a line: that of the list of commands."""
    exemples: ClassVar[tuple[str, ...]]
    usage: ClassVar[str]
    """The words that ask for it, and what it writes then, for the page of gestures."""
    ecrit: ClassVar[str]
    ailleurs: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Options that one may try, and the gesture that answers."""
    variante: ClassVar[type[Demande] | None] = None
    """Another gesture that the same command makes, by `saisies`."""
    a_decider: ClassVar[bool] = True
    """Whether what it changes is decided by somebody."""

    @abstractmethod
    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Return the texts that change; nothing when what it asks is already so.

        Raises:
            RefusError: it makes no sense.
        """

    def ensuite(self, depot: Depot, au: date) -> Iterator[str]:
        """Say what it means once made, and what to do next; a deadline that is past on this day is told as past."""
        del depot, au
        yield from ()

    def a_accorder(self, avant: Depot, apres: Depot) -> Iterator[str]:
        """Say what is still as the data were before it, and should be no more."""
        del avant, apres
        yield from ()

    def verifier(self, depot: Depot) -> None:
        """Refuse, once made by a command, what the same command was to say too.

        Raises:
            RefusError: what lacks.
        """

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Return the requests that a command line asks for, each by its values; a text is read as its field is.

        Raises:
            SaisieError: what was typed asks for none.
        """
        yield cls, valeurs

    @classmethod
    def attend(cls, champ: str, valeurs: Mapping[str, Any]) -> bool:
        """Tell whether a day that nobody typed is written, hence said to be supposed."""
        del champ, valeurs
        return True


class DemandeAdherent(Demande):
    """What is asked for one adherent."""

    adherent: IdAdherent = argument("Adhérent", "ADHÉRENT")
