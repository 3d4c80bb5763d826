"""How a model is built: its base class, its fields with their part of the Depot, its frozen collections.

Knows: pydantic. Must not know: any document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property, partial
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypedDict, TypeVar, Unpack

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from convention.base.appellation import Appellation, appellation
from convention.base.french import minuscule
from convention.model.mots.communs import Origine
from convention.model.valeurs.scalaires import Texte


class Partie(StrEnum):
    """The five parts of the Depot: what a field bears on when it changes."""

    PERIMETRE = "perimetre"
    VOLUMES = "volumes"
    PRIX = "prix"
    REGLES = "regles"
    TEXTES = "textes"


PARTIE = "partie"
"""Key of a field's `json_schema_extra` that holds its part."""
ORDONNE = "ordonne"
"""Key of it that says that the order of a list says something."""
NOMME = "nomme"
"""Key of it that holds what its value is called, with its article."""


class Objet(NamedTuple):
    """What an item of a list or of a table is, and what tells it from the others."""

    article: str = ""
    nom: str = ""
    """« souscription », its article apart: « une »; nothing for what is never named."""
    dit: str = "{}"
    """What tells it from the others, its fields in braces: « n° {numero} {titre:cite} ».

    A field is written as a sentence says it (a date, a code by its label, a word by its own), `:cite` puts it between
    quotation marks, `:code` leaves a code before its label; empty braces are its name among its siblings. A class whose
    name is written otherwise (`reports.amendement.mots.noms`) still declares the fields that it says.
    """
    nomme_par: tuple[str, ...] = ()
    """The fields that tell it from its siblings in a list."""

    @property
    def feminin(self) -> bool:
        """Its gender."""
        return self.article == "une"


class Modele(BaseModel):
    """Base of every document: frozen, and a field that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    _objet: ClassVar[Objet] = Objet()

    def __init_subclass__(
        cls, *, nomme_par: tuple[str, ...] = (), objet: str = "", dit: str = "{}", **options: Unpack[ConfigDict]
    ) -> None:
        """Keep the fields that tell an item from its siblings in a list, and how a sentence names it."""
        super().__init_subclass__(**options)
        article, _, noun = objet.partition(" ")
        cls._objet = Objet(article, noun, dit, nomme_par)

    def __copy__(self) -> Self:
        """Copy the fields: what was found from them is found again, since a copy changes some."""
        copied = super().__copy__()
        for nom in list(copied.__dict__):
            if isinstance(getattr(type(self), nom, None), cached_property):
                del copied.__dict__[nom]
        return copied

    def identite(self) -> tuple[object, ...]:
        """Return what names an item among its siblings; nothing where only its rank does."""
        return tuple(getattr(self, nom) for nom in self._objet.nomme_par)


def objet_of(modele: type[Modele]) -> Objet:
    """Return what an object of a class is, and how it is named."""
    return modele._objet  # noqa: SLF001 (declared with the class)


CLE = TypeVar("CLE")
VALEUR = TypeVar("VALEUR")


class _Fige:
    """Freeze a mapping; `AfterValidator` would first look for the parameters of `MappingProxyType`, a long way."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401
        """Let pydantic read the mapping, then freeze it."""
        return core_schema.no_info_after_validator_function(MappingProxyType, handler(source))


Dictionnaire = Annotated[Mapping[CLE, VALEUR], _Fige()]
"""A frozen mapping, in file order."""

_OBLIGATOIRE: Any = ...


class Dit(TypedDict, total=False):
    """What a field says besides its description, which the editor shows."""

    nom: str
    """How a sentence names it, when the first words of its description would not do."""
    nomme: str
    """What its value is called in a sentence, with its article: « la lettre de résiliation »."""
    ordonne: bool
    """Whether the order of the list says something: that of a text, of an annexe, of a meeting."""


def _champ(partie: Partie, description: str, default: Any = _OBLIGATOIRE, **dit: Unpack[Dit]) -> Any:  # noqa: ANN401
    told = {ORDONNE: dit.get("ordonne"), NOMME: dit.get("nomme")}
    extra: dict[str, Any] = {PARTIE: str(partie), **{key: value for key, value in told.items() if value}}
    return Field(default, title=dit.get("nom"), description=description, json_schema_extra=extra)


perimetre = partial(_champ, Partie.PERIMETRE)
"""Declare a field on which the existence of adherents, subscriptions, components depends."""
volumes = partial(_champ, Partie.VOLUMES)
"""Declare a field that counts something."""
prix = partial(_champ, Partie.PRIX)
"""Declare a field that holds an amount."""
regles = partial(_champ, Partie.REGLES)
"""Declare a field that says how amounts are computed."""
textes = partial(_champ, Partie.TEXTES)
"""Declare a field that no amount depends on."""

_PRECISION = re.compile(r" \((?!et )|\s?[;:]")
"""Where a description begins to specify: a bracket, a colon."""
_MANIERE = re.compile(r", en [^,]+$")
"""How a value is written: « , en mois », « , en une phrase ». It says it itself."""


def field_label(modele: type[Modele] | None, champ: str) -> str:
    """Return how a sentence names a field, without a capital: its own name, else the first words of its description."""
    field = modele.model_fields.get(champ) if modele is not None else None
    if field is None or not field.description:
        return champ
    return field.title or short_description(field.description)


def described(modele: type[Modele], champ: str) -> str:
    """Return all that its declaration says of a field: what a form asks, and the help of a command, say it too."""
    return modele.model_fields[champ].description or champ


def field_called(modele: type[Modele], champ: str) -> Appellation:
    """Return what a sentence calls the value of a field: « la transmission »; its label has an article otherwise."""
    extra: Any = modele.model_fields[champ].json_schema_extra
    return appellation(extra.get(NOMME) or field_label(modele, champ))


def short_description(description: str) -> str:
    """Return how a sentence names a field: the first words of its description, without a capital."""
    text = _MANIERE.sub("", _PRECISION.split(description, maxsplit=1)[0])
    # Neither an acronym (« PSSI ») nor a proper name is lowered.
    return minuscule(text)


def part_of(field: Any) -> Partie:  # noqa: ANN401 (pydantic's FieldInfo)
    """Return what a field bears on when it changes."""
    return Partie(field.json_schema_extra[PARTIE])


def is_ordered(modele: type[Modele] | None, champ: str) -> bool:
    """Tell whether the order of a list says something; everywhere else, items may change places."""
    field = modele.model_fields.get(champ) if modele is not None else None
    extra: Any = field.json_schema_extra if field is not None else None
    return bool(extra and extra.get(ORDONNE))


def origine_propre() -> Any:  # noqa: ANN401 (what a declaration gives pydantic, as `textes` does)
    """Declare where the data of one entry come from, when it is not whence those of its file do."""
    return textes("Origine, si elle diffère de celle du fichier", None, nom="origine des données")


class ModeleSource(Modele):
    """Base of the documents that begin by saying where their data come from: nearly all; some say it in their words."""

    origine: Origine = textes("D'où viennent ces données", nom="origine des données")
    source: Texte | None = textes("Référence de la source", None)
