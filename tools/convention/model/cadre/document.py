"""How a kind of documents is declared, on its model: where its files stand, what it is called, what it holds.

Knows: paths with names in braces. Must not know: any document.
"""

from __future__ import annotations

import re
from enum import IntEnum, auto
from typing import TYPE_CHECKING, NamedTuple, TypedDict, TypeVar

from convention.model.valeurs.chemins import ANNEE, IDENTIFIANT, NOM, NUMERO, SERVICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Unpack

    from convention.model.cadre.champs import Modele

M = TypeVar("M", bound="Modele")


class Rang(IntEnum):
    """Where a council reads what changes: the convention, its annexes in their order, then what they are not."""

    CONVENTION = auto()
    TEXTE = auto()
    CATALOGUE = auto()
    ORGANIGRAMME = auto()
    FORFAITS = auto()
    TARIFS = auto()
    CLES = auto()
    SERVICES = auto()
    GRILLES = auto()
    AXES = auto()
    GOUVERNANCE = auto()
    PROJETS = auto()
    EXERCICES = auto()
    ADHERENTS = auto()
    SCEAUX = auto()
    SUIVI = auto()


class Rubrique(NamedTuple):
    """The heading of a kind of documents in an amendment: where it stands, its words, and what names one of them."""

    rang: Rang
    titre: str
    suite: str = ""
    """« {annee} », « {nom} », where there are several."""


class Contenu(NamedTuple):
    """What a document holds: a field; what one of its items is called there, and several, if not as its class says."""

    champ: str
    nom: str = ""
    pluriel: str | None = None


class Dit(TypedDict, total=False):
    """What a kind of document says besides its description."""

    obligatoire: bool
    nomme: str
    """What a sentence calls it, with its article."""
    bref: str
    """What stands before its year, where a sentence is of one of its values: « dépenses directes » 2026."""
    rubrique: Rubrique
    """Its heading in an amendment, unless it depends on what changes in the document."""
    un_objet: bool
    """Its file is one object: its whole content is told when it comes or goes."""
    contient: Contenu
    detaille: tuple[str, ...]
    """Fields whose items bring money, or what is counted to make it: each is told with its content."""
    consigne: bool
    """It holds what was said or decided on a day: to write it reopens nothing, and it is not written again."""


class Genre(NamedTuple):
    """A kind of document: its name (that of its schema), its model, the paths that hold it, how it is described."""

    nom: str
    modele: type[Modele]
    chemin: re.Pattern[str]
    place: str
    """The path of one: its name and its year in braces, `{nom}` and `{annee}`."""
    exemple: str
    libelle: str
    sans_nom: str = ""
    """The path of the one that has no name."""
    obligatoire: bool = False
    nomme: str = "le document"
    bref: str = ""
    rubrique: Rubrique | None = None
    un_objet: bool = False
    contient: Contenu | None = None
    detaille: tuple[str, ...] = ()
    consigne: bool = False

    def appele(self, annee: int) -> str:
        """Name the document of a year: « l'état des quantités de 2026 », of an adherent that has one each year."""
        yearly = self.exemple.startswith("adherents/") and "annee" in self.chemin.groupindex
        return f"{self.nomme} de {annee}" if yearly else self.nomme


_GENRES: dict[type[Modele], Genre] = {}
"""What each model was declared to be."""
_NOMS = {
    "adherent": (f"(?P<id>{IDENTIFIANT})", "exemple-sur-rive"),
    "id": (f"(?P<id>{IDENTIFIANT})", ""),
    "service": (f"(?P<id>{SERVICE})", "S04"),
    "numero": (f"(?P<id>{NUMERO})", "1"),
    "annee": (f"(?P<annee>{ANNEE})", "2026"),
    "forfait": (rf"(?!forfait\.)(?P<id>{IDENTIFIANT})", ""),
    "bareme": (f"(?P<id>{NOM}|{IDENTIFIANT})", "sauvegarde"),  # what no formula can name has its own message (TAR026)
}
"""What a path holds in braces: what it is made of, and an example of it."""


def document(
    place: str, libelle: str, *, nom: str = "", exemple: str = "", sans_nom: str = "", **dit: Unpack[Dit]
) -> Callable[[type[M]], type[M]]:
    """Declare that a model is that of a kind of documents.

    Args:
        place: the path of one, with in braces what names it.
        libelle: what one is, at the head of its schema.
        nom: that of its schema, when it is not the name of its file, or of the folder that holds several.
        exemple: of what names one, when no other kind is named so.
        sans_nom: the path of the one that has no name, when there is one.
        dit: what sentences say of it.
    """
    chemin = re.sub(r"\\\{(\w+)\\\}", lambda found: _NOMS[found[1]][0], re.escape(place))
    pattern = re.compile(f"{re.escape(sans_nom)}|{chemin}" if sans_nom else chemin, re.ASCII)
    written = re.sub(r"\{(?!annee)\w+\}", "{nom}", place)
    folder, file = place.removesuffix(".yaml").rsplit("/", 2)[-2:]
    kind = nom or (folder if "{" in file else file)
    shown = sans_nom or place.format_map({name: exemple or example for name, (_, example) in _NOMS.items()})

    def declare(modele: type[M]) -> type[M]:
        _GENRES[modele] = Genre(kind, modele, pattern, written, shown, libelle, sans_nom, **dit)
        return modele

    return declare


def genre_of(modele: type[Modele]) -> Genre:
    """Return the kind of documents whose model it is."""
    return _GENRES[modele]


def path_of(modele: type[Modele], nom: str = "", annee: int = 0) -> str:
    """Write the path of a document, from the root of the repository: what `read_path` reads.

    It names an adherent, a service, the number of an amendment…; a year, where there is one file a year.
    """
    genre = genre_of(modele)
    return genre.place.format(nom=nom, annee=annee) if nom or not genre.sans_nom else genre.sans_nom
