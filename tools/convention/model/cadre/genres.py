"""The kinds of documents: which path holds which model.

Knows: the layout of the repository (docs/definitions.md). Must not know: contents.
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


_NOMS = {
    "adherent": (f"(?P<id>{IDENTIFIANT})", "exemple-sur-rive"),
    "id": (f"(?P<id>{IDENTIFIANT})", ""),
    "service": (f"(?P<id>{SERVICE})", "S04"),
    "numero": ("(?P<id>[1-9][0-9]{0,2})", "1"),
    "annee": ("(?P<annee>20[0-9]{2})", "2026"),
    "bareme": (f"(?P<id>{NOM}|{IDENTIFIANT})", "sauvegarde"),  # what no formula can name has its own message (TAR026)
}
"""What a path holds in braces: what it is made of, and an example of it."""


def _genre(nom: str, modele: type[Modele], place: str, libelle: str, exemple: str = "", **dit: Unpack[Dit]) -> Genre:
    """Declare a kind: its path, with in braces what names one of its documents; an example of what no other names."""
    chemin = re.sub(r"\\\{(\w+)\\\}", lambda found: _NOMS[found[1]][0], re.escape(place))
    shown = place.format_map({name: exemple or example for name, (_, example) in _NOMS.items()})
    return Genre(nom, modele, re.compile(chemin, re.ASCII), shown, libelle, **dit)


GENRES: tuple[Genre, ...] = (
    _genre(
        "convention",
        Convention,
        "catalogue/convention.yaml",
        "La convention et ses règles",
        obligatoire=True,
        nomme="le document de la convention",
    ),
    _genre(
        "service",
        Service,
        "catalogue/services/{service}.yaml",
        "Un service du catalogue",
        nomme="le service",
        un_objet=True,
    ),
    _genre(
        "organigramme",
        Organigramme,
        "catalogue/organigramme.yaml",
        "L'organigramme",
        nomme="l'organigramme",
        contient=Contenu("poles", "pôle"),
    ),
    _genre(
        "article",
        Article,
        "catalogue/articles/{id}.yaml",
        "Un article ou une annexe, mot pour mot, et ce qui le porte",
        exemple="article-08",
        nomme="le texte de l'article",
        contient=Contenu("passages", "alinéa"),
    ),
    _genre(
        "nombres",
        Nombres,
        "catalogue/nombres.yaml",
        "Les nombres de la convention et les données qui les répètent",
        nomme="la liste des nombres du texte",
        contient=Contenu("nombres", "nombre"),
    ),
    _genre(
        "lectures",
        Lectures,
        "catalogue/lectures.yaml",
        "Les ambiguïtés de la convention et leurs lectures",
        nomme="la liste des lectures",
        contient=Contenu("lectures", "lecture"),
    ),
    _genre(
        "gouvernance",
        Gouvernance,
        "catalogue/gouvernance.yaml",
        "Les instances et les contacts",
        nomme="le document de la gouvernance",
        contient=Contenu("instances", "instance"),
    ),
    _genre(
        "procedures",
        Procedures,
        "catalogue/procedures.yaml",
        "La procédure de chaque changement",
        nomme="la liste des procédures",
        contient=Contenu("procedures", "procédure"),
    ),
    _genre(
        "signataires",
        Signataires,
        "catalogue/signataires.yaml",
        "Les fonctions qui signent les sceaux, et leurs clés",
        nomme="la liste des signataires des sceaux",
        contient=Contenu("signataires", "fonction"),
    ),
    _genre(
        "reunions",
        Reunions,
        "catalogue/reunions/{annee}.yaml",
        "Les réunions d'une année",
        nomme="la liste des réunions",
        contient=Contenu("reunions", "réunion"),
    ),
    _genre(
        "avenant",
        Avenant,
        "catalogue/avenants/{numero}/avenant.yaml",
        "Un avenant : ce qui en est rendu, voté, transmis, signé",
        nomme="l'avenant",
        un_objet=True,
    ),
    _genre(
        "axe",
        Axe,
        "catalogue/axes/{id}.yaml",
        "Un axe stratégique",
        exemple="securisation-du-si",
        nomme="l'axe",
        un_objet=True,
    ),
    _genre(
        "projet",
        Projet,
        "catalogue/projets/{id}.yaml",
        "Un projet du plan de charges",
        exemple="telephonie-ip",
        nomme="le projet",
        un_objet=True,
    ),
    _genre(
        "documents",
        Documents,
        "catalogue/documents.yaml",
        "Le registre des documents partagés",
        nomme="le registre des documents partagés",
        contient=Contenu("documents", "document"),
    ),
    _genre(
        "conformite",
        Conformite,
        "catalogue/conformite/{annee}.yaml",
        "La sécurité et les données personnelles, une année",
        exemple="2025",
        nomme="le suivi de la sécurité et des données personnelles",
    ),
    _genre(
        "adherent",
        Adherent,
        "adherents/{adherent}/adherent.yaml",
        "L'identité d'un adhérent",
        nomme="la fiche de l'adhérent",
    ),
    _genre(
        "fonctions",
        Fonctions,
        "adherents/{adherent}/fonctions.yaml",
        "Qui signe et qui répond chez un adhérent, par fonction",
        nomme="la fiche des fonctions et interlocuteurs",
    ),
    _genre(
        "budget",
        Budgets,
        "adherents/{adherent}/budget.yaml",
        "Les budgets d'un adhérent, leur calendrier et leurs crédits",
        nomme="la fiche des budgets",
        contient=Contenu("budgets", "budget"),
    ),
    _genre(
        "besoins",
        Besoins,
        "adherents/{adherent}/besoins/{annee}.yaml",
        "Les besoins d'un adhérent et sa revoyure, une année",
        nomme="le recensement des besoins",
        contient=Contenu("besoins", "besoin"),
        detaille=("besoins",),
    ),
    _genre(
        "souscriptions",
        Souscriptions,
        "adherents/{adherent}/souscriptions.yaml",
        "Les souscriptions d'un adhérent",
        nomme="la liste des souscriptions",
        contient=Contenu("souscriptions", "service souscrit", "services souscrits"),
        detaille=("souscriptions", "composants"),
    ),
    _genre(
        "quantites",
        Quantites,
        "adherents/{adherent}/quantites/{annee}.yaml",
        "Les quantités d'un adhérent pour un exercice",
        nomme="l'état des quantités",
        contient=Contenu("comptages", "comptage"),
        detaille=("comptages",),
    ),
    _genre(
        "depenses",
        Depenses,
        "adherents/{adherent}/depenses/{annee}.yaml",
        "Les dépenses directes d'un adhérent pour un exercice",
        nomme="la liste des dépenses directes",
        contient=Contenu("depenses", "dépense"),
        detaille=("depenses",),
    ),
    _genre(
        "titres",
        Titres,
        "adherents/{adherent}/titres/{annee}.yaml",
        "Les pièces émises pour un adhérent, une année",
        nomme="la liste des pièces émises",
        contient=Contenu("titres", "pièce"),
        detaille=("titres",),
    ),
    _genre(
        "litiges",
        Litiges,
        "adherents/{adherent}/litiges.yaml",
        "Les désaccords d'un adhérent sur ses avis des sommes à payer",
        nomme="la liste des désaccords",
        contient=Contenu("litiges", "désaccord"),
        detaille=("litiges",),
    ),
    _genre(
        "adhesion",
        DemandeAdhesion,
        "adherents/{adherent}/adhesion.yaml",
        "La demande d'adhésion d'un nouvel adhérent, de l'évaluation à la signature",
        nomme="la demande d'adhésion",
        un_objet=True,
    ),
    _genre(
        "resiliation",
        Resiliation,
        "adherents/{adherent}/resiliation.yaml",
        "La résiliation d'un adhérent et les étapes de sa sortie",
        nomme="la résiliation",
        un_objet=True,
    ),
    Genre(
        "forfait",
        Forfait,
        re.compile(rf"pricing/forfait\.yaml|pricing/forfaits/(?!forfait\.)(?P<id>{IDENTIFIANT})\.yaml", re.ASCII),
        "pricing/forfait.yaml",
        "Le forfait de masse salariale",
        nomme="la liste des montants",
        contient=Contenu("valeurs", "montant"),
        detaille=("valeurs",),
    ),
    _genre(
        "cles",
        Cles,
        "pricing/cles.yaml",
        "Les clés de répartition (abaques)",
        obligatoire=True,
        nomme="la liste des clés de répartition",
        contient=Contenu("cles", "clé"),
    ),
    _genre(
        "couts-de-possession",
        CoutsDePossession,
        "pricing/couts-de-possession.yaml",
        "Les lignes de tarif",
        obligatoire=True,
        nomme="la liste des lignes",
        contient=Contenu("lignes", "ligne"),
    ),
    _genre(
        "composants",
        Composants,
        "pricing/composants/{service}.yaml",
        "Les composants d'un service",
        nomme="la liste des composants",
        contient=Contenu("composants", "composant"),
        detaille=("composants",),
    ),
    _genre(
        "exercice",
        Exercice,
        "pricing/exercices/{annee}.yaml",
        "L'état d'un exercice",
        nomme="l'exercice",
        un_objet=True,
    ),
    _genre(
        "sceaux",
        JournalSceaux,
        "pricing/sceaux.yaml",
        "Le journal de ce qui est scellé",
        nomme="le journal des sceaux",
        contient=Contenu("sceaux", "inscription"),
    ),
    _genre(
        "bareme",
        Bareme,
        "pricing/baremes/{bareme}.yaml",
        "Un barème par tranches",
        nomme="le barème",
        un_objet=True,
    ),
    _genre(
        "indice",
        Indice,
        "pricing/indices/{id}.yaml",
        "Une série d'indice publiée",
        exemple="syntec-revise",
        nomme="l'indice",
        un_objet=True,
    ),
    _genre(
        "reference",
        ReferencePublique,
        "pricing/references/{id}.yaml",
        "Une quantité publiée, par millésime",
        exemple="population-municipale",
        nomme="la quantité publiée",
        un_objet=True,
    ),
    _genre(
        "equilibre",
        Equilibre,
        "pricing/equilibre/{annee}.yaml",
        "Les coûts supportés d'un exercice",
        nomme="l'état des coûts supportés",
        contient=Contenu("masse_salariale", "pôle"),
        detaille=("masse_salariale", "non_refactures"),
    ),
    _genre(
        "source-releve",
        SourceReleve,
        "pricing/releves/{id}.yaml",
        "Une source de quantités : ses exports, et ce qui y est compté",
        exemple="parc",
        nomme="la source des relevés",
        un_objet=True,
    ),
    _genre(
        "comptes",
        Comptes,
        "pricing/comptes.yaml",
        "Les comptes proposés",
        nomme="la liste des imputations",
        contient=Contenu("comptes", "imputation"),
    ),
)
CORRESPONDANCE = _genre(
    "correspondance",
    Correspondance,
    "imports/{id}.yaml",
    "Où sont les quantités d'un classeur venu d'ailleurs",
    exemple="parc",
    nomme="la correspondance",
)
"""No data of the repository: it is read when an import names it; editors know its schema."""
FORMAT_FINANCES = _genre(
    "format-finances",
    FormatFinances,
    "exports/{id}.yaml",
    "Comment un logiciel financier lit le journal des pièces émises",
    exemple="titres",
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
