"""The scalars that cite an object of the repository: read as any code, they also say to editors what they designate.

Knows: which sorts of codes exist, how a schema points at the codes that editors propose. Must not know: which codes
exist (`codes_schema`), nor whether one does (`checks`): what is proposed is never imposed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self, get_args

from convention.model.valeurs.scalaires import (
    Clause,
    CodeService,
    CodeSouscription,
    CodeSousService,
    Compte,
    Id,
    Nom,
    Scalaire,
)

CODES = "codes.schema.json"
"""The schema that holds the codes of a repository, beside those of its documents."""
SORTE = "sorte"
"""Key of a scalar's schema that holds the sort of object it designates."""
SORTE_DES_ELEMENTS = "sorte_des_elements"
"""The same in the schema of a list, for its items."""
SORTE_DES_CLES = "sorte_des_cles"
"""The same in the schema of a table, for its keys."""


class Sorte(StrEnum):
    """What a code designates: the name of a list of codes, and those lists that hold its own codes."""

    parmi: tuple[str, ...]
    """Sorts that its objects are of: « clé par adhérent » is among the keys."""

    def __new__(cls, nom: str, *parmi: str) -> Self:
        """Declare a sort; one that narrows no other is its own."""
        member = str.__new__(cls, nom)
        member._value_ = nom
        member.parmi = parmi or (nom,)
        return member

    ADHERENT = "adherent"
    APPEL = "appel"
    BUDGET = "budget"
    CLAUSE = "clause"
    CLE = "cle"
    CLE_PAR_ADHERENT = "cle_par_adherent", "cle"
    CLE_PAR_COMPOSANT = "cle_par_composant", "cle"
    COLONNE = "colonne"
    COMMUNAUTE = "communaute"
    COMPOSANT = "composant"
    COMPOSANT_SOUSCRIT = "composant_souscrit", "composant"
    COMPTE = "compte"
    DEPENSE = "depense"
    EQUIPE = "equipe"
    GENRE = "genre"
    INDICE = "indice"
    INSTANCE = "instance"
    LIGNE = "ligne"
    LIGNE_DIRECTE = "ligne_directe", "ligne"
    MESURE = "mesure"
    NOM_DE_FORMULE = "nom_de_formule", "variable", "parametre"
    PARAMETRE = "parametre"
    PROCEDURE = "procedure"
    PROJET = "projet"
    REFERENCE = "reference"
    REUNION = "reunion"
    SERVICE = "service"
    SERVICE_OU_SOUS_SERVICE = "service_ou_sous_service", "service", "sous_service"
    SIGNATAIRE = "signataire"
    SOUSCRIPTION = "souscription", "service", "sous_service"
    SOUS_SERVICE = "sous_service"
    VARIABLE = "variable"
    VISA = "visa"


def proposed_codes(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords that point at what a value, the items of a list or the keys of a table may be; none refuses.

    Of the ways to say it, these are the ones that editors read well: a `$ref` beside other keywords hides the type from
    them, and for a list an `allOf` would have them propose a code where the whole list goes, or a dash inside brackets.
    """
    if SORTE in schema:
        return {"allOf": [_list_of(schema[SORTE])]}
    if SORTE_DES_ELEMENTS in schema:
        return {"if": True, "then": {"items": _list_of(schema[SORTE_DES_ELEMENTS])}}
    return {"allOf": [_list_of(f"table_{schema[SORTE_DES_CLES]}")]} if SORTE_DES_CLES in schema else {}


def _list_of(name: str) -> dict[str, Any]:
    return {"$ref": f"{CODES}#/$defs/{name}"}


def _citing(code: object, sorte: Sorte) -> Scalaire:
    """Read as a code does: only what is proposed differs."""
    scalaire: Scalaire = get_args(code)[1]
    return Scalaire(scalaire.read, {**scalaire.schema, SORTE: str(sorte)})


IdAdherent = Annotated[str, _citing(Id, Sorte.ADHERENT)]
IdAppel = Annotated[str, _citing(Id, Sorte.APPEL)]
"""A call of an exercice."""
IdBudget = Annotated[str, _citing(Id, Sorte.BUDGET)]
"""A budget of the adherent, declared in the same file."""
IdCommunaute = Annotated[str, _citing(Id, Sorte.COMMUNAUTE)]
IdComposant = Annotated[str, _citing(Id, Sorte.COMPOSANT)]
IdComposantSouscrit = Annotated[str, _citing(Id, Sorte.COMPOSANT_SOUSCRIT)]
"""A component whose beneficiaries declare themselves."""
IdDepense = Annotated[str, _citing(Id, Sorte.DEPENSE)]
"""An expense of the adherent."""
IdEquipe = Annotated[str, _citing(Nom, Sorte.EQUIPE)]
"""A team of the common service."""
IdGenre = Annotated[str, _citing(Id, Sorte.GENRE)]
"""A kind of documents."""
IdIndice = Annotated[str, _citing(Id, Sorte.INDICE)]
IdInstance = Annotated[str, _citing(Id, Sorte.INSTANCE)]
IdLigne = Annotated[str, _citing(Id, Sorte.LIGNE)]
"""A row of annexe 4."""
IdLigneDirecte = Annotated[str, _citing(Id, Sorte.LIGNE_DIRECTE)]
"""A row of annexe 4 that has a direct cost."""
IdProcedure = Annotated[str, _citing(Id, Sorte.PROCEDURE)]
IdProjet = Annotated[str, _citing(Id, Sorte.PROJET)]
IdReference = Annotated[str, _citing(Id, Sorte.REFERENCE)]
"""A quantity that others publish."""
IdReunion = Annotated[str, _citing(Id, Sorte.REUNION)]
IdSignataire = Annotated[str, _citing(Id, Sorte.SIGNATAIRE)]
"""A function that signs seals."""
IdVisa = Annotated[str, _citing(Id, Sorte.VISA)]
NomCle = Annotated[str, _citing(Nom, Sorte.CLE)]
NomCleParAdherent = Annotated[str, _citing(Nom, Sorte.CLE_PAR_ADHERENT)]
"""A key counted once by adherent."""
NomCleParComposant = Annotated[str, _citing(Nom, Sorte.CLE_PAR_COMPOSANT)]
"""A key counted component by component."""
NomColonne = Annotated[str, _citing(Nom, Sorte.COLONNE)]
"""A column of an export, declared in the same file."""
NomMesure = Annotated[str, _citing(Nom, Sorte.MESURE)]
"""A measure of the grid, declared in the same file."""
NomDeFormule = Annotated[str, _citing(Nom, Sorte.NOM_DE_FORMULE)]
"""What the formula of a row of annexe 4 names, keys apart."""
NomParametre = Annotated[str, _citing(Nom, Sorte.PARAMETRE)]
"""A constant of a row of annexe 4."""
NomVariable = Annotated[str, _citing(Nom, Sorte.VARIABLE)]
"""A variable of a row of annexe 4 whose value is an amount."""
ClauseCitee = Annotated[str, _citing(Clause, Sorte.CLAUSE)]
CompteCite = Annotated[str, _citing(Compte, Sorte.COMPTE)]
"""An account of expense that the convention proposes."""
ServiceCite = Annotated[str, _citing(CodeService, Sorte.SERVICE)]
SousServiceCite = Annotated[str, _citing(CodeSousService, Sorte.SOUS_SERVICE)]
ServiceOuSousService = Annotated[str, _citing(CodeSouscription, Sorte.SERVICE_OU_SOUS_SERVICE)]
Souscriptible = Annotated[str, _citing(CodeSouscription, Sorte.SOUSCRIPTION)]
"""A service or sub-service that does not come with the membership."""
