"""What passes between the site, its window (« guichet ») and the forge: quantities to read over, and what is asked.

Knows: the form of two documents. Must not know: who writes them, where they are kept. Each is hostile until read here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from convention.base.appellation import MOTIF, Appellation, Noms, appellation
from convention.base.french import cite, enumere, majuscule
from convention.base.mots import Mot, mot
from convention.base.period import SIECLE
from convention.loading.yaml.texte import forbidden_character
from convention.model.mots.communs import Phase
from convention.model.valeurs.chemins import IDENTIFIANT, NOM

if TYPE_CHECKING:
    from collections.abc import Collection

GUICHET = "guichet"
"""The folder of the addresses of the window."""
FILE = "_file"
"""Among them, that of the queue: no member is called so."""
AFFICHE = "quantites.json"
"""In the folder of a member: what the window shows it."""
CORPS_MAX = 256 * 1024
"""Bytes of a form: the web server and the window refuse more."""
LIGNE_MAX = 300
QUANTITES_MAX = 2_000
SIGNES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Neither 0 nor O, neither 1 nor I: a reference is read on the telephone."""
REFERENCE = f"[{SIGNES}]{{4}}-[{SIGNES}]{{4}}"

Id = Annotated[str, StringConstraints(pattern=f"^{IDENTIFIANT}$")]
Cle = Annotated[str, StringConstraints(pattern=f"^{NOM}$")]
Composant = Annotated[str, StringConstraints(pattern=f"^(?:{IDENTIFIANT})?$")]
"""Empty: the key is counted for the member itself."""
Nombre = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$")]
Annee = Annotated[int, Field(ge=SIECLE.start, lt=SIECLE.stop)]


def _une_ligne(text: str) -> str:
    if forbidden_character(text) is not None or "\n" in text:
        raise ValueError("texte refusé")
    return text


Ligne = Annotated[str, StringConstraints(max_length=LIGNE_MAX), AfterValidator(_une_ligne)]


NomAvecArticle = Annotated[Ligne, StringConstraints(pattern=f"^{MOTIF}$")]
SERVICE = Noms().service.le


def _de_ce_siecle(instant: datetime) -> datetime:
    if instant.utcoffset() != timedelta(0) or instant.year not in SIECLE:
        raise ValueError("instant refusé")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_de_ce_siecle)]
"""UTC, as the forge counts days."""


class Document(BaseModel):
    """Base of what is written in JSON, and read as strictly; a field that is none of its own is never read."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Etat(Mot):
    """Where a quantity stands."""

    nom: str
    """How pages call one that stands there."""

    A_VALIDER = mot("a_valider", "Comptée, que votre référent n'a pas encore dite juste", nom="à valider")
    VALIDEE = mot("validee", "Dite juste par votre référent ou, à défaut, votre direction", nom="validée")
    SUPPOSEE = mot("supposee", "Supposée, faute de compte : elle se compte d'abord, puis se valide", nom="à compter")
    RETENUE = mot("retenue", "Comptée une fois pour l'année : un forfait n'attend pas de validation", nom="retenue")


def legende(etats: Collection[Etat]) -> str:
    """Say what each of these words means."""
    return ". ".join(f"{cite(majuscule(etat.nom))} : {etat.libelle}" for etat in Etat if etat in etats)


class Seuil(Document):
    """How far a figure may be from the one that it corrects before it is asked whether it is right."""

    facteur: Nombre
    ecart: Nombre


class Affichee(Document):
    """A quantity, as the window shows it."""

    cle: Cle
    composant: Composant
    libelle: str
    objet: str
    """Component, by its label."""
    valeur: Nombre
    source: str
    comptee_le: date
    etat: Etat
    validee_le: date | None
    entiere: bool
    """Whether it is counted in whole numbers."""
    facturee: bool
    """Whether an amount of the member rests on it: its dashboard counts these, and no other."""


class Affiche(Document):
    """What the window shows a member: its quantities of one phase of one exercice."""

    adherent: Id
    nom: str
    siren: Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
    exercice: Annee
    phase: Phase
    limite: date | None
    """Last day to validate them, if the convention gives one."""
    fonctions: Annotated[tuple[Ligne, ...], Field(min_length=1)]
    """Who may answer for it."""
    demonstration: bool
    """Whether one of these is made up."""
    quantites: Annotated[tuple[Affichee, ...], Field(max_length=QUANTITES_MAX)]
    service: NomAvecArticle = SERVICE
    """How the convention calls those who read a request over."""
    seuil: Seuil | None = None
    """None: nothing that is typed is far from anything."""
    total: int
    """How many its amounts rest on, with those that are published or fixed, which nobody validates."""
    suivant: Affiche | None = None
    """The same, of the exercice whose budget is prepared."""

    def de(self, exercice: int) -> Affiche | None:
        """Return what is shown of an exercice."""
        return next((item for item in (self, self.suivant) if item is not None and item.exercice == exercice), None)

    @property
    def relecteur(self) -> Appellation:
        """Those who read a request over, as a sentence needs them."""
        return appellation(self.service)


class Quantite(Document):
    """A quantity that is validated, or its right figure."""

    cle: Cle
    composant: Composant
    nombre: Nombre
    avant: Nombre | None = None
    """The figure that this one corrects, as it was shown."""
    supposee: bool = False
    """Whether it was only assumed: to write it is to count it, were it the same."""


class Geste(StrEnum):
    """What is asked."""

    VALIDER = "valider"
    CORRIGER = "corriger"


class Demande(Document):
    """What a member asks at the window. Its body comes from its sign-in; of the person, only the function is kept."""

    reference: Annotated[str, StringConstraints(pattern=f"^{REFERENCE}$")]
    recue_le: Instant
    adherent: Id
    fonction: Ligne
    geste: Geste
    exercice: Annee
    phase: Phase
    source: Ligne
    """Where the right figures come from; empty when they are validated."""
    quantites: Annotated[tuple[Quantite, ...], Field(min_length=1, max_length=QUANTITES_MAX)]


def geste_offert(a_valider: int, a_compter: int) -> str:
    """Name what can be done at the window, given what awaits there."""
    verbs = (("compter", a_compter), ("valider", a_valider), ("corriger", 1))
    return f"{majuscule(enumere([verb for verb, count in verbs if count], 'ou'))} mes quantités"


def au_guichet(adherent: str, exercice: int | None = None) -> str:
    """Return the address where a member validates its quantities, those of the current exercice when none is said."""
    return f"/{GUICHET}/{adherent}/" + (f"{exercice}/" if exercice is not None else "")
