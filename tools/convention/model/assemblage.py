"""The documents of one revision, gathered into a Depot: each by its kind, its id, its year.

Knows: where each kind goes. Must not know: how they were read, what they cost.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from convention.base.period import Prorata
from convention.model.depot import ComposantRange, Depot, Dossier, Vie
from convention.model.documents.adherents import Adherent, Adhesion, Budgets, Depenses, Fonctions, Souscriptions
from convention.model.documents.avenants import Avenant, Decisions
from convention.model.documents.catalogue import (
    Convention,
    Organigramme,
    PolitiquePartLiberee,
    PolitiqueProrata,
    Politiques,
    Service,
)
from convention.model.documents.cles import Cles
from convention.model.documents.composants import Composants
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.documents.exercices import Exercice
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions, Signataires
from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
from convention.model.documents.lectures import Lectures
from convention.model.documents.quantites import Quantites
from convention.model.documents.releves import SourceReleve
from convention.model.documents.suivi import Axe, Besoins, Conformite, Documents, Projet
from convention.model.documents.tarifs import Comptes, CoutsDePossession, Equilibre, Forfait
from convention.model.documents.titres import Litiges, Titres
from convention.model.ecrits.journal import JournalSceaux
from convention.model.ecrits.scelles import RIEN
from convention.model.genres import chemins
from convention.model.mots.communs import Origine, PartLiberee, TypeAdherent
from convention.model.texte.articles import Article, Couverture, Nombres
from convention.model.valeurs.chemins import adherent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.cadre.champs import Modele
    from convention.model.depot import Fichier
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.ecrits.avenants_consignes import AvenantConsigne
    from convention.model.ecrits.sceaux import Sceau
    from convention.model.ecrits.series import Serie
    from convention.model.genres import Chemin

M = TypeVar("M", bound="Modele")
Ranges: TypeAlias = "Mapping[type[object], list[Fichier]]"
"""The files by the kind of their document, in the order of their paths."""

# What stands for the documents that could not be read, so that checks look at the others: nothing follows from it.
ADHERENT_VIDE = Adherent.model_construct(
    origine=Origine.DEMONSTRATION,
    source=None,
    nom="",
    denomination="",
    type=TypeAdherent.COMMUNE,
    adhesion=Adhesion.model_construct(debut=date(2000, 1, 1), origine=Origine.DEMONSTRATION),
)
SOUSCRIPTIONS_VIDES = Souscriptions.model_construct(
    origine=Origine.DEMONSTRATION, source=None, souscriptions=(), composants=()
)
COMPTES_VIDES = Comptes.model_construct(
    origine=Origine.DEMONSTRATION, source=None, comptes=(), reversement=None, attribution=None
)
CONVENTION_VIDE = Convention.model_construct(
    format=1,
    origine=Origine.DEMONSTRATION,
    source=None,
    intitule="",
    gestionnaire="",
    effet=date(2000, 1, 1),
    duree_annees=1,
    reconductions=99,
    preavis_mois=0,
    politiques=Politiques.model_construct(
        prorata=PolitiqueProrata.model_construct(
            mode=Prorata.MENSUEL, seuil=15, origine=Origine.DEMONSTRATION, texte=""
        ),
        part_liberee=PolitiquePartLiberee.model_construct(
            mode=PartLiberee.REPARTIE, origine=Origine.DEMONSTRATION, texte=""
        ),
        partage=None,
    ),
)


def build_depot(
    fichiers: Iterable[Fichier],
    illisibles: Iterable[str],
    sceaux: Iterable[Sceau] = (),
    avenants: Iterable[AvenantConsigne] = (),
    series: Iterable[Serie] = (),
    sans_identite: Iterable[str] = (),
) -> Depot:
    """Gather the documents of one revision: every file that could be read as YAML, even if its shape is wrong.

    `illisibles` are the paths of those that could not be read at all, or that are missing; `sans_identite`, the
    adherents to which an empty identity is given, when nothing else is known of them.
    """
    all_files = sorted(fichiers, key=lambda fichier: fichier.path)
    manquants = frozenset(illisibles) | {item.path for item in all_files if item.document is None}
    ranges = _by_kind(all_files)
    cles, couts = _only(ranges, Cles), _only(ranges, CoutsDePossession)
    return Depot(
        convention=_only(ranges, Convention) or CONVENTION_VIDE,
        services=_by_id(ranges, Service),
        organigramme=_only(ranges, Organigramme),
        dossiers=_dossiers(all_files, dict.fromkeys(sans_identite, ADHERENT_VIDE) | dict(_by_id(ranges, Adherent))),
        forfaits=_by_id(ranges, Forfait),
        cles=cles.cles if cles is not None else MappingProxyType({}),
        lignes=MappingProxyType(_lignes(couts)),
        noms_des_prix=couts.noms if couts is not None else MappingProxyType({}),
        composants=MappingProxyType(_composants(ranges)),
        exercices=_by_year(ranges, Exercice),
        comptes=_only(ranges, Comptes) or COMPTES_VIDES,
        baremes=_by_id(ranges, Bareme),
        indices=_by_id(ranges, Indice),
        references=_by_id(ranges, ReferencePublique),
        sceaux=MappingProxyType({item.nom: item for item in sorted(sceaux)}),
        journal=_only(ranges, JournalSceaux),
        scelles=RIEN,
        avenants_consignes=MappingProxyType({str(item.numero): item for item in avenants}),
        sources=_by_id(ranges, SourceReleve),
        series=MappingProxyType({item.chemin: item for item in sorted(series)}),
        vie=_vie(ranges),
        fichiers=MappingProxyType({fichier.path: fichier for fichier in all_files}),
        illisibles=manquants,
        incomplets=frozenset(chemin.genre.nom for chemin in chemins(manquants)),
        contenus=MappingProxyType({}),
    )


def _by_kind(fichiers: Iterable[Fichier]) -> Ranges:
    ranges: dict[type[object], list[Fichier]] = defaultdict(list)
    for fichier in fichiers:
        ranges[fichier.chemin.genre.modele].append(fichier)
    return ranges


def _lignes(couts: CoutsDePossession | None) -> dict[str, LigneTarif]:
    """Gather the rows of annexe 4; of two that have one name, the first."""
    found: dict[str, LigneTarif] = {}
    for ligne in couts.lignes if couts is not None else ():
        found.setdefault(ligne.id, ligne)
    return found


def _composants(fichiers: Ranges) -> dict[str, ComposantRange]:
    """Gather the components of every service; of two that have one name, the first."""
    found: dict[str, ComposantRange] = {}
    for chemin, document in _of(fichiers, Composants):
        for nom, composant in document.composants.items():
            origine = composant.origine or document.origine
            found.setdefault(nom, ComposantRange(nom, chemin.id, composant, origine))
    return found


def salvaged(depot: Depot) -> Depot | None:
    """Return the Depot with what is left of its misshapen documents; None when there is nothing to add.

    An adherent whose identity could not be read has an empty one, so that the rest of its folder is there.
    """
    fichiers = [
        item if item.reste is None else item._replace(root=item.reste.root, document=item.reste.document)
        for item in depot.fichiers.values()
    ]
    sans_identite = adherents_sans_identite(depot)
    if not sans_identite and all(item.reste is None for item in fichiers):
        return None
    mended = {item.path for item in fichiers if item.reste is not None}
    rest = (depot.sceaux.values(), depot.avenants_consignes.values(), depot.series.values())
    return build_depot(fichiers, depot.illisibles - mended, *rest, sans_identite=sans_identite)._replace(
        scelles=depot.scelles
    )


def adherents_sans_identite(depot: Depot) -> frozenset[str]:
    """Return the ids of the adherents whose identity could not be read: their dossier is not in the Depot."""
    return frozenset(chemin.id for chemin in chemins(depot.illisibles, "adherent"))


def _vie(fichiers: Ranges) -> Vie:
    lectures, documents = _only(fichiers, Lectures), _only(fichiers, Documents)
    nombres, couverture = _only(fichiers, Nombres), _only(fichiers, Couverture)
    return Vie(
        articles=_by_id(fichiers, Article),
        nombres=nombres.nombres if nombres is not None else (),
        couverture=couverture.passages if couverture is not None else (),
        lectures=lectures.lectures if lectures is not None else MappingProxyType({}),
        gouvernance=_only(fichiers, Gouvernance),
        procedures=_only(fichiers, Procedures),
        signataires=_only(fichiers, Signataires),
        reunions=_by_year(fichiers, Reunions),
        avenants=_by_id(fichiers, Avenant),
        decisions=_only(fichiers, Decisions),
        axes=_by_id(fichiers, Axe),
        projets=_by_id(fichiers, Projet),
        documents=documents.documents if documents is not None else MappingProxyType({}),
        conformite=_by_year(fichiers, Conformite),
        equilibres=_by_year(fichiers, Equilibre),
    )


def _of(fichiers: Ranges, modele: type[M]) -> list[tuple[Chemin, M]]:
    return [(item.chemin, item.document) for item in fichiers.get(modele, ()) if isinstance(item.document, modele)]


def _only(fichiers: Ranges, modele: type[M]) -> M | None:
    return next((document for _, document in _of(fichiers, modele)), None)


def _by_id(fichiers: Ranges, modele: type[M]) -> Mapping[str, M]:
    return MappingProxyType({chemin.id: document for chemin, document in _of(fichiers, modele)})


def _by_year(fichiers: Ranges, modele: type[M]) -> Mapping[int, M]:
    return MappingProxyType({chemin.annee: document for chemin, document in _of(fichiers, modele)})


def _dossiers(fichiers: Iterable[Fichier], identites: Mapping[str, Adherent]) -> Mapping[str, Dossier]:
    folders: dict[str, list[Fichier]] = defaultdict(list)
    for fichier in fichiers:
        folders[adherent_of(fichier.path)].append(fichier)
    return MappingProxyType({nom: _dossier(nom, item, _by_kind(folders[nom])) for nom, item in identites.items()})


def _dossier(nom: str, identite: Adherent, own: Ranges) -> Dossier:
    litiges = _only(own, Litiges)
    return Dossier(
        nom,
        identite if identite.nom != ADHERENT_VIDE.nom else identite.model_copy(update={"nom": nom}),
        _only(own, Souscriptions) or SOUSCRIPTIONS_VIDES,
        _by_year(own, Quantites),
        _by_year(own, Depenses),
        _only(own, Fonctions),
        _only(own, Budgets),
        _by_year(own, Besoins),
        _by_year(own, Titres),
        litiges.litiges if litiges is not None else MappingProxyType({}),
        _only(own, DemandeAdhesion),
        _only(own, Resiliation),
    )
