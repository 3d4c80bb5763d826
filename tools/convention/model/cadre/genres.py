"""The kinds of documents: which path holds which model.

Knows: the layout of the repository (conception §2). Must not know: contents.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.model.cadre.scalaires import IDENTIFIANT
from convention.model.documents.adherents import Adherent, Budgets, Depenses, Fonctions, Quantites, Souscriptions
from convention.model.documents.articles import Article
from convention.model.documents.avenants import Avenant
from convention.model.documents.catalogue import Convention, Organigramme, Service
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.documents.exercices import Exercice
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions
from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
from convention.model.documents.lectures import Lectures
from convention.model.documents.nombres import Nombres
from convention.model.documents.releves import SourceReleve
from convention.model.documents.signataires import Signataires
from convention.model.documents.suivi import Axe, Besoins, Conformite, Documents, Projet
from convention.model.documents.tarifs import Cles, Composants, Comptes, CoutsDePossession, Equilibre, Forfait
from convention.model.documents.titres import Litiges, Titres
from convention.model.ecrits.journal import JournalSceaux

if TYPE_CHECKING:
    from convention.model.cadre.champs import Modele

DOSSIERS = ("adherents", "catalogue", "pricing")
"""Folders of data; everything in them must be a document of a known kind."""

_ID = IDENTIFIANT
_SERVICE = "[A-Z]{1,3}[0-9]{2}"
_ANNEE = "20[0-9]{2}"
_NUMERO = "[1-9][0-9]{0,2}"


class Genre(NamedTuple):
    """A kind of document: its name (that of its schema), its model, the paths that hold it, how it is described."""

    nom: str
    modele: type[Modele]
    chemin: re.Pattern[str]
    exemple: str
    libelle: str
    obligatoire: bool = False


def _genre(
    nom: str, modele: type[Modele], chemin: str, exemple: str, libelle: str, *, obligatoire: bool = False
) -> Genre:
    return Genre(nom, modele, re.compile(chemin, re.ASCII), exemple, libelle, obligatoire)


GENRES: tuple[Genre, ...] = (
    _genre(
        "convention",
        Convention,
        r"catalogue/convention\.yaml",
        "catalogue/convention.yaml",
        "La convention et ses règles",
        obligatoire=True,
    ),
    _genre(
        "service",
        Service,
        rf"catalogue/services/(?P<id>{_SERVICE})\.yaml",
        "catalogue/services/S04.yaml",
        "Un service de l'annexe 1",
    ),
    _genre(
        "organigramme",
        Organigramme,
        r"catalogue/organigramme\.yaml",
        "catalogue/organigramme.yaml",
        "L'organigramme de l'annexe 2",
    ),
    _genre(
        "article",
        Article,
        rf"catalogue/articles/(?P<id>{_ID})\.yaml",
        "catalogue/articles/article-08.yaml",
        "Un article ou une annexe, mot pour mot, et ce qui le porte",
    ),
    _genre(
        "nombres",
        Nombres,
        r"catalogue/nombres\.yaml",
        "catalogue/nombres.yaml",
        "Les nombres de la convention et les données qui les répètent",
    ),
    _genre(
        "lectures",
        Lectures,
        r"catalogue/lectures\.yaml",
        "catalogue/lectures.yaml",
        "Les ambiguïtés de la convention et leurs lectures",
    ),
    _genre(
        "gouvernance",
        Gouvernance,
        r"catalogue/gouvernance\.yaml",
        "catalogue/gouvernance.yaml",
        "Les instances de l'article 7 et les contacts",
    ),
    _genre(
        "procedures",
        Procedures,
        r"catalogue/procedures\.yaml",
        "catalogue/procedures.yaml",
        "La procédure de chaque changement",
    ),
    _genre(
        "signataires",
        Signataires,
        r"catalogue/signataires\.yaml",
        "catalogue/signataires.yaml",
        "Les fonctions qui signent les sceaux, et leurs clés",
    ),
    _genre(
        "reunions",
        Reunions,
        rf"catalogue/reunions/(?P<annee>{_ANNEE})\.yaml",
        "catalogue/reunions/2026.yaml",
        "Les réunions d'une année",
    ),
    _genre(
        "avenant",
        Avenant,
        rf"catalogue/avenants/(?P<id>{_NUMERO})/avenant\.yaml",
        "catalogue/avenants/1/avenant.yaml",
        "Un avenant : ce qui en est rendu, voté, transmis, signé",
    ),
    _genre(
        "axe",
        Axe,
        rf"catalogue/axes/(?P<id>{_ID})\.yaml",
        "catalogue/axes/securisation-du-si.yaml",
        "Un axe stratégique de l'annexe 5",
    ),
    _genre(
        "projet",
        Projet,
        rf"catalogue/projets/(?P<id>{_ID})\.yaml",
        "catalogue/projets/telephonie-ip.yaml",
        "Un projet du plan de charges",
    ),
    _genre(
        "documents",
        Documents,
        r"catalogue/documents\.yaml",
        "catalogue/documents.yaml",
        "Le registre des documents partagés",
    ),
    _genre(
        "conformite",
        Conformite,
        rf"catalogue/conformite/(?P<annee>{_ANNEE})\.yaml",
        "catalogue/conformite/2025.yaml",
        "La sécurité et les données personnelles, une année",
    ),
    _genre(
        "adherent",
        Adherent,
        rf"adherents/(?P<id>{_ID})/adherent\.yaml",
        "adherents/essey-les-nancy/adherent.yaml",
        "L'identité d'un adhérent",
    ),
    _genre(
        "fonctions",
        Fonctions,
        rf"adherents/(?P<id>{_ID})/fonctions\.yaml",
        "adherents/essey-les-nancy/fonctions.yaml",
        "Qui signe et qui répond chez un adhérent, par fonction",
    ),
    _genre(
        "budget",
        Budgets,
        rf"adherents/(?P<id>{_ID})/budget\.yaml",
        "adherents/essey-les-nancy/budget.yaml",
        "Les budgets d'un adhérent, leur calendrier et leurs crédits",
    ),
    _genre(
        "besoins",
        Besoins,
        rf"adherents/(?P<id>{_ID})/besoins/(?P<annee>{_ANNEE})\.yaml",
        "adherents/essey-les-nancy/besoins/2026.yaml",
        "Les besoins d'un adhérent et sa revoyure, une année",
    ),
    _genre(
        "souscriptions",
        Souscriptions,
        rf"adherents/(?P<id>{_ID})/souscriptions\.yaml",
        "adherents/essey-les-nancy/souscriptions.yaml",
        "Les souscriptions d'un adhérent",
    ),
    _genre(
        "quantites",
        Quantites,
        rf"adherents/(?P<id>{_ID})/quantites/(?P<annee>{_ANNEE})\.yaml",
        "adherents/essey-les-nancy/quantites/2026.yaml",
        "Les quantités d'un adhérent pour un exercice",
    ),
    _genre(
        "depenses",
        Depenses,
        rf"adherents/(?P<id>{_ID})/depenses/(?P<annee>{_ANNEE})\.yaml",
        "adherents/essey-les-nancy/depenses/2026.yaml",
        "Les dépenses directes d'un adhérent pour un exercice",
    ),
    _genre(
        "titres",
        Titres,
        rf"adherents/(?P<id>{_ID})/titres/(?P<annee>{_ANNEE})\.yaml",
        "adherents/essey-les-nancy/titres/2026.yaml",
        "Les pièces émises pour un adhérent, une année",
    ),
    _genre(
        "litiges",
        Litiges,
        rf"adherents/(?P<id>{_ID})/litiges\.yaml",
        "adherents/essey-les-nancy/litiges.yaml",
        "Les désaccords d'un adhérent sur ses avis des sommes à payer",
    ),
    _genre(
        "adhesion",
        DemandeAdhesion,
        rf"adherents/(?P<id>{_ID})/adhesion\.yaml",
        "adherents/essey-les-nancy/adhesion.yaml",
        "La demande d'adhésion d'un nouvel adhérent, de l'évaluation à la signature",
    ),
    _genre(
        "resiliation",
        Resiliation,
        rf"adherents/(?P<id>{_ID})/resiliation\.yaml",
        "adherents/essey-les-nancy/resiliation.yaml",
        "La résiliation d'un adhérent et les étapes de sa sortie",
    ),
    _genre(
        "forfait",
        Forfait,
        r"pricing/forfait\.yaml",
        "pricing/forfait.yaml",
        "Le forfait de masse salariale de l'annexe 3",
        obligatoire=True,
    ),
    _genre(
        "cles", Cles, r"pricing/cles\.yaml", "pricing/cles.yaml", "Les clés de répartition (abaques)", obligatoire=True
    ),
    _genre(
        "couts-de-possession",
        CoutsDePossession,
        r"pricing/couts-de-possession\.yaml",
        "pricing/couts-de-possession.yaml",
        "Les lignes de l'annexe 4",
        obligatoire=True,
    ),
    _genre(
        "composants",
        Composants,
        rf"pricing/composants/(?P<id>{_SERVICE})\.yaml",
        "pricing/composants/S04.yaml",
        "Les composants d'un service",
    ),
    _genre(
        "exercice",
        Exercice,
        rf"pricing/exercices/(?P<annee>{_ANNEE})\.yaml",
        "pricing/exercices/2026.yaml",
        "L'état d'un exercice",
    ),
    _genre(
        "sceaux",
        JournalSceaux,
        r"pricing/sceaux\.yaml",
        "pricing/sceaux.yaml",
        "Le journal de ce qui est scellé",
    ),
    _genre(
        "bareme",
        Bareme,
        rf"pricing/baremes/(?P<id>{_ID})\.yaml",
        "pricing/baremes/sauvegarde.yaml",
        "Un barème par tranches",
    ),
    _genre(
        "indice",
        Indice,
        rf"pricing/indices/(?P<id>{_ID})\.yaml",
        "pricing/indices/syntec-revise.yaml",
        "Une série d'indice publiée",
    ),
    _genre(
        "reference",
        ReferencePublique,
        rf"pricing/references/(?P<id>{_ID})\.yaml",
        "pricing/references/population-municipale.yaml",
        "Une quantité publiée, par millésime",
    ),
    _genre(
        "equilibre",
        Equilibre,
        rf"pricing/equilibre/(?P<annee>{_ANNEE})\.yaml",
        "pricing/equilibre/2026.yaml",
        "Les coûts supportés d'un exercice",
    ),
    _genre(
        "source-releve",
        SourceReleve,
        rf"pricing/releves/(?P<id>{_ID})\.yaml",
        "pricing/releves/parc.yaml",
        "Une source de quantités : ses exports, et ce qui y est compté",
    ),
    _genre(
        "comptes", Comptes, r"pricing/comptes\.yaml", "pricing/comptes.yaml", "Les comptes proposés", obligatoire=True
    ),
)


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
