"""The kinds of documents: which path holds which model.

Knows: the layout of the repository (conception §2). Must not know: contents.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from convention.model.cadre.chemins import IDENTIFIANT, NOM, SERVICE
from convention.model.documents.a_part import Correspondance, FormatFinances
from convention.model.documents.adherents import Adherent, Budgets, Depenses, Fonctions, Quantites, Souscriptions
from convention.model.documents.avenants import Avenant
from convention.model.documents.catalogue import Convention, Organigramme, Service
from convention.model.documents.cles import Cles
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.documents.exercices import Exercice
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions
from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
from convention.model.documents.releves import SourceReleve
from convention.model.documents.signataires import Signataires
from convention.model.documents.suivi import Axe, Besoins, Conformite, Documents, Projet
from convention.model.documents.tarifs import Composants, Comptes, CoutsDePossession, Equilibre, Forfait
from convention.model.documents.titres import Litiges, Titres
from convention.model.ecrits.journal import JournalSceaux
from convention.model.texte.articles import Article, Nombres
from convention.model.texte.lectures import Lectures

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from convention.model.cadre.champs import Modele

_ID = IDENTIFIANT
_SERVICE = SERVICE
_ANNEE = "20[0-9]{2}"
_NUMERO = "[1-9][0-9]{0,2}"


class Contenu(NamedTuple):
    """What a document holds: a field, and what one of its items is; its plural, when it takes more than an « s »."""

    champ: str
    nom: str
    pluriel: str | None = None


class Dit(TypedDict, total=False):
    """What a kind of document says besides its description."""

    obligatoire: bool
    nomme: str
    """What a sentence calls it, with its article."""
    un_objet: bool
    """Its file is one object: its whole content is told when it comes or goes."""
    contient: Contenu
    detaille: tuple[str, ...]
    """Fields whose items bring money, or what is counted to make it: each is told with its content."""


class Genre(NamedTuple):
    """A kind of document: its name (that of its schema), its model, the paths that hold it, how it is described."""

    nom: str
    modele: type[Modele]
    chemin: re.Pattern[str]
    exemple: str
    libelle: str
    obligatoire: bool = False
    nomme: str = "le document"
    un_objet: bool = False
    contient: Contenu | None = None
    detaille: tuple[str, ...] = ()

    def appele(self, annee: int) -> str:
        """Name the document of a year: « l'état des quantités de 2026 », of an adherent that has one each year."""
        yearly = self.exemple.startswith("adherents/") and "annee" in self.chemin.groupindex
        return f"{self.nomme} de {annee}" if yearly else self.nomme


def _genre(nom: str, modele: type[Modele], chemin: str, exemple: str, libelle: str, **dit: Unpack[Dit]) -> Genre:
    return Genre(nom, modele, re.compile(chemin, re.ASCII), exemple, libelle, **dit)


GENRES: tuple[Genre, ...] = (
    _genre(
        "convention",
        Convention,
        r"catalogue/convention\.yaml",
        "catalogue/convention.yaml",
        "La convention et ses règles",
        obligatoire=True,
        nomme="le document de la convention",
    ),
    _genre(
        "service",
        Service,
        rf"catalogue/services/(?P<id>{_SERVICE})\.yaml",
        "catalogue/services/S04.yaml",
        "Un service du catalogue",
        nomme="le service",
        un_objet=True,
    ),
    _genre(
        "organigramme",
        Organigramme,
        r"catalogue/organigramme\.yaml",
        "catalogue/organigramme.yaml",
        "L'organigramme",
        nomme="l'organigramme",
        contient=Contenu("poles", "pôle"),
    ),
    _genre(
        "article",
        Article,
        rf"catalogue/articles/(?P<id>{_ID})\.yaml",
        "catalogue/articles/article-08.yaml",
        "Un article ou une annexe, mot pour mot, et ce qui le porte",
        nomme="le texte de l'article",
        contient=Contenu("passages", "alinéa"),
    ),
    _genre(
        "nombres",
        Nombres,
        r"catalogue/nombres\.yaml",
        "catalogue/nombres.yaml",
        "Les nombres de la convention et les données qui les répètent",
        nomme="la liste des nombres du texte",
        contient=Contenu("nombres", "nombre"),
    ),
    _genre(
        "lectures",
        Lectures,
        r"catalogue/lectures\.yaml",
        "catalogue/lectures.yaml",
        "Les ambiguïtés de la convention et leurs lectures",
        nomme="la liste des lectures",
        contient=Contenu("lectures", "lecture"),
    ),
    _genre(
        "gouvernance",
        Gouvernance,
        r"catalogue/gouvernance\.yaml",
        "catalogue/gouvernance.yaml",
        "Les instances et les contacts",
        nomme="le document de la gouvernance",
        contient=Contenu("instances", "instance"),
    ),
    _genre(
        "procedures",
        Procedures,
        r"catalogue/procedures\.yaml",
        "catalogue/procedures.yaml",
        "La procédure de chaque changement",
        nomme="la liste des procédures",
        contient=Contenu("procedures", "procédure"),
    ),
    _genre(
        "signataires",
        Signataires,
        r"catalogue/signataires\.yaml",
        "catalogue/signataires.yaml",
        "Les fonctions qui signent les sceaux, et leurs clés",
        nomme="la liste des signataires des sceaux",
        contient=Contenu("signataires", "fonction"),
    ),
    _genre(
        "reunions",
        Reunions,
        rf"catalogue/reunions/(?P<annee>{_ANNEE})\.yaml",
        "catalogue/reunions/2026.yaml",
        "Les réunions d'une année",
        nomme="la liste des réunions",
        contient=Contenu("reunions", "réunion"),
    ),
    _genre(
        "avenant",
        Avenant,
        rf"catalogue/avenants/(?P<id>{_NUMERO})/avenant\.yaml",
        "catalogue/avenants/1/avenant.yaml",
        "Un avenant : ce qui en est rendu, voté, transmis, signé",
        nomme="l'avenant",
        un_objet=True,
    ),
    _genre(
        "axe",
        Axe,
        rf"catalogue/axes/(?P<id>{_ID})\.yaml",
        "catalogue/axes/securisation-du-si.yaml",
        "Un axe stratégique",
        nomme="l'axe",
        un_objet=True,
    ),
    _genre(
        "projet",
        Projet,
        rf"catalogue/projets/(?P<id>{_ID})\.yaml",
        "catalogue/projets/telephonie-ip.yaml",
        "Un projet du plan de charges",
        nomme="le projet",
        un_objet=True,
    ),
    _genre(
        "documents",
        Documents,
        r"catalogue/documents\.yaml",
        "catalogue/documents.yaml",
        "Le registre des documents partagés",
        nomme="le registre des documents partagés",
        contient=Contenu("documents", "document"),
    ),
    _genre(
        "conformite",
        Conformite,
        rf"catalogue/conformite/(?P<annee>{_ANNEE})\.yaml",
        "catalogue/conformite/2025.yaml",
        "La sécurité et les données personnelles, une année",
        nomme="le suivi de la sécurité et des données personnelles",
    ),
    _genre(
        "adherent",
        Adherent,
        rf"adherents/(?P<id>{_ID})/adherent\.yaml",
        "adherents/exemple-sur-rive/adherent.yaml",
        "L'identité d'un adhérent",
        nomme="la fiche de l'adhérent",
    ),
    _genre(
        "fonctions",
        Fonctions,
        rf"adherents/(?P<id>{_ID})/fonctions\.yaml",
        "adherents/exemple-sur-rive/fonctions.yaml",
        "Qui signe et qui répond chez un adhérent, par fonction",
        nomme="la fiche des fonctions et interlocuteurs",
    ),
    _genre(
        "budget",
        Budgets,
        rf"adherents/(?P<id>{_ID})/budget\.yaml",
        "adherents/exemple-sur-rive/budget.yaml",
        "Les budgets d'un adhérent, leur calendrier et leurs crédits",
        nomme="la fiche des budgets",
        contient=Contenu("budgets", "budget"),
    ),
    _genre(
        "besoins",
        Besoins,
        rf"adherents/(?P<id>{_ID})/besoins/(?P<annee>{_ANNEE})\.yaml",
        "adherents/exemple-sur-rive/besoins/2026.yaml",
        "Les besoins d'un adhérent et sa revoyure, une année",
        nomme="le recensement des besoins",
        contient=Contenu("besoins", "besoin"),
        detaille=("besoins",),
    ),
    _genre(
        "souscriptions",
        Souscriptions,
        rf"adherents/(?P<id>{_ID})/souscriptions\.yaml",
        "adherents/exemple-sur-rive/souscriptions.yaml",
        "Les souscriptions d'un adhérent",
        nomme="la liste des souscriptions",
        contient=Contenu("souscriptions", "service souscrit", "services souscrits"),
        detaille=("souscriptions", "composants"),
    ),
    _genre(
        "quantites",
        Quantites,
        rf"adherents/(?P<id>{_ID})/quantites/(?P<annee>{_ANNEE})\.yaml",
        "adherents/exemple-sur-rive/quantites/2026.yaml",
        "Les quantités d'un adhérent pour un exercice",
        nomme="l'état des quantités",
        contient=Contenu("comptages", "comptage"),
        detaille=("comptages",),
    ),
    _genre(
        "depenses",
        Depenses,
        rf"adherents/(?P<id>{_ID})/depenses/(?P<annee>{_ANNEE})\.yaml",
        "adherents/exemple-sur-rive/depenses/2026.yaml",
        "Les dépenses directes d'un adhérent pour un exercice",
        nomme="la liste des dépenses directes",
        contient=Contenu("depenses", "dépense"),
        detaille=("depenses",),
    ),
    _genre(
        "titres",
        Titres,
        rf"adherents/(?P<id>{_ID})/titres/(?P<annee>{_ANNEE})\.yaml",
        "adherents/exemple-sur-rive/titres/2026.yaml",
        "Les pièces émises pour un adhérent, une année",
        nomme="la liste des pièces émises",
        contient=Contenu("titres", "pièce"),
        detaille=("titres",),
    ),
    _genre(
        "litiges",
        Litiges,
        rf"adherents/(?P<id>{_ID})/litiges\.yaml",
        "adherents/exemple-sur-rive/litiges.yaml",
        "Les désaccords d'un adhérent sur ses avis des sommes à payer",
        nomme="la liste des désaccords",
        contient=Contenu("litiges", "désaccord"),
        detaille=("litiges",),
    ),
    _genre(
        "adhesion",
        DemandeAdhesion,
        rf"adherents/(?P<id>{_ID})/adhesion\.yaml",
        "adherents/exemple-sur-rive/adhesion.yaml",
        "La demande d'adhésion d'un nouvel adhérent, de l'évaluation à la signature",
        nomme="la demande d'adhésion",
        un_objet=True,
    ),
    _genre(
        "resiliation",
        Resiliation,
        rf"adherents/(?P<id>{_ID})/resiliation\.yaml",
        "adherents/exemple-sur-rive/resiliation.yaml",
        "La résiliation d'un adhérent et les étapes de sa sortie",
        nomme="la résiliation",
        un_objet=True,
    ),
    _genre(
        "forfait",
        Forfait,
        rf"pricing/forfait\.yaml|pricing/forfaits/(?!forfait\.)(?P<id>{_ID})\.yaml",
        "pricing/forfait.yaml",
        "Le forfait de masse salariale",
        nomme="la liste des montants",
        contient=Contenu("valeurs", "montant"),
        detaille=("valeurs",),
    ),
    _genre(
        "cles",
        Cles,
        r"pricing/cles\.yaml",
        "pricing/cles.yaml",
        "Les clés de répartition (abaques)",
        obligatoire=True,
        nomme="la liste des clés de répartition",
        contient=Contenu("cles", "clé"),
    ),
    _genre(
        "couts-de-possession",
        CoutsDePossession,
        r"pricing/couts-de-possession\.yaml",
        "pricing/couts-de-possession.yaml",
        "Les lignes de tarif",
        obligatoire=True,
        nomme="la liste des lignes",
        contient=Contenu("lignes", "ligne"),
    ),
    _genre(
        "composants",
        Composants,
        rf"pricing/composants/(?P<id>{_SERVICE})\.yaml",
        "pricing/composants/S04.yaml",
        "Les composants d'un service",
        nomme="la liste des composants",
        contient=Contenu("composants", "composant"),
        detaille=("composants",),
    ),
    _genre(
        "exercice",
        Exercice,
        rf"pricing/exercices/(?P<annee>{_ANNEE})\.yaml",
        "pricing/exercices/2026.yaml",
        "L'état d'un exercice",
        nomme="l'exercice",
        un_objet=True,
    ),
    _genre(
        "sceaux",
        JournalSceaux,
        r"pricing/sceaux\.yaml",
        "pricing/sceaux.yaml",
        "Le journal de ce qui est scellé",
        nomme="le journal des sceaux",
        contient=Contenu("sceaux", "inscription"),
    ),
    _genre(
        "bareme",
        Bareme,
        rf"pricing/baremes/(?P<id>{NOM}|{_ID})\.yaml",  # what no formula can name is refused with its name (TAR026)
        "pricing/baremes/sauvegarde.yaml",
        "Un barème par tranches",
        nomme="le barème",
        un_objet=True,
    ),
    _genre(
        "indice",
        Indice,
        rf"pricing/indices/(?P<id>{_ID})\.yaml",
        "pricing/indices/syntec-revise.yaml",
        "Une série d'indice publiée",
        nomme="l'indice",
        un_objet=True,
    ),
    _genre(
        "reference",
        ReferencePublique,
        rf"pricing/references/(?P<id>{_ID})\.yaml",
        "pricing/references/population-municipale.yaml",
        "Une quantité publiée, par millésime",
        nomme="la quantité publiée",
        un_objet=True,
    ),
    _genre(
        "equilibre",
        Equilibre,
        rf"pricing/equilibre/(?P<annee>{_ANNEE})\.yaml",
        "pricing/equilibre/2026.yaml",
        "Les coûts supportés d'un exercice",
        nomme="l'état des coûts supportés",
        contient=Contenu("masse_salariale", "pôle"),
        detaille=("masse_salariale", "non_refactures"),
    ),
    _genre(
        "source-releve",
        SourceReleve,
        rf"pricing/releves/(?P<id>{_ID})\.yaml",
        "pricing/releves/parc.yaml",
        "Une source de quantités : ses exports, et ce qui y est compté",
        nomme="la source des relevés",
        un_objet=True,
    ),
    _genre(
        "comptes",
        Comptes,
        r"pricing/comptes\.yaml",
        "pricing/comptes.yaml",
        "Les comptes proposés",
        nomme="la liste des imputations",
        contient=Contenu("comptes", "imputation"),
    ),
)
CORRESPONDANCE = _genre(
    "correspondance",
    Correspondance,
    rf"imports/(?P<id>{_ID})\.yaml",
    "imports/parc.yaml",
    "Où sont les quantités d'un classeur venu d'ailleurs",
    nomme="la correspondance",
)
"""No data of the repository: it is read when an import names it; editors know its schema."""
FORMAT_FINANCES = _genre(
    "format-finances",
    FormatFinances,
    rf"exports/(?P<id>{_ID})\.yaml",
    "exports/titres.yaml",
    "Comment un logiciel financier lit le journal des pièces émises",
    nomme="le format d'export",
)
"""Nor is this one: an export names it."""
A_PART = (CORRESPONDANCE, FORMAT_FINANCES)
"""What stands outside the folders of data, and has a schema all the same."""


class Chemin(NamedTuple):
    """What a path says: the kind of its document, the id of its object, its exercice."""

    genre: Genre
    id: str = ""
    annee: int = 0


@lru_cache(maxsize=100_000)  # a pure function of the path, asked for each file by many checks
def read_path(path: str) -> Chemin | None:
    """Tell what a path holds; None when no kind of document stands there."""
    for genre in GENRES:
        match = genre.chemin.fullmatch(path)
        if match is not None:
            groups = match.groupdict()
            return Chemin(genre, groups.get("id") or "", int(groups.get("annee") or 0))
    return None


def schema_line(path: str, genre: Genre) -> str:
    """Return the first line that a document must carry, with the relative path of its schema."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}schemas/{genre.nom}.schema.json"
