"""The Depot: every document of one revision, gathered and frozen.

Knows: documents and where their values stand. Must not know: how they were read, what they cost.
Partial by design: a document that could not be read is replaced by an empty one and its kind is named in `incomplets`,
so that the errors of the others are still found.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.diagnostic import Span
from convention.base.nodes import MappingNode, Pointer, locate
from convention.model.cadre.genres import read_path
from convention.model.cadre.vides import (
    ADHERENT_VIDE,
    COMPTES_VIDES,
    CONVENTION_VIDE,
    SOUSCRIPTIONS_VIDES,
)
from convention.model.documents.adherents import Adherent, Budgets, Depenses, Fonctions, Quantites, Souscriptions
from convention.model.documents.avenants import Avenant
from convention.model.documents.catalogue import Convention, Organigramme, Service, SousService
from convention.model.documents.cles import Cle, Cles
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.documents.exercices import Exercice
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions
from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
from convention.model.documents.releves import SourceReleve
from convention.model.documents.signataires import Signataires
from convention.model.documents.suivi import Axe, Besoins, Conformite, DocumentPartage, Documents, Projet
from convention.model.documents.tarifs import (
    Composant,
    Composants,
    Comptes,
    CoutsDePossession,
    Equilibre,
    Forfait,
    LigneTarif,
)
from convention.model.documents.titres import Litige, Litiges, Titres
from convention.model.ecrits.journal import JournalSceaux
from convention.model.ecrits.scelles import RIEN
from convention.model.ecrits.signatures import Signes
from convention.model.mots.communs import Origine, StatutExercice
from convention.model.texte.articles import Article, NombreDeClause, Nombres
from convention.model.texte.lectures import Lecture, Lectures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.cadre.champs import Modele
    from convention.model.cadre.genres import Chemin
    from convention.model.documents.adherents import AnneeBudgetaire, Depense, Releve
    from convention.model.documents.gouvernance import (
        Communaute,
        EquipeDuService,
        Instance,
        Procedure,
        Requise,
        Visa,
    )
    from convention.model.documents.titres import Titre
    from convention.model.ecrits.avenants_consignes import AvenantConsigne
    from convention.model.ecrits.sceaux import Sceau
    from convention.model.ecrits.scelles import Scelles
    from convention.model.ecrits.series import Chemin as CheminSerie
    from convention.model.ecrits.series import Serie


M = TypeVar("M", bound="Modele")


class Reference(NamedTuple):
    """Where a value stands: a file and a pointer in it. Lines are looked up when printed."""

    path: str
    pointer: Pointer = ()

    def at(self, *parts: str | int) -> Reference:
        """Point at a value inside."""
        return Reference(self.path, (*self.pointer, *parts))


class Reste(NamedTuple):
    """What is left of a misshapen document without its wrong values."""

    root: MappingNode
    document: Modele


class Fichier(NamedTuple):
    """One document: its place in the layout, its raw nodes, its typed form when it has one."""

    path: str
    chemin: Chemin
    sha: str
    root: MappingNode
    document: Modele | None
    reste: Reste | None = None
    """For the checks of the rest of the file only: nothing is computed from it."""


class Dossier(NamedTuple):
    """All that one adherent's folder holds."""

    id: str
    identite: Adherent
    souscriptions: Souscriptions
    quantites: Mapping[int, Quantites]
    depenses: Mapping[int, Depenses]
    fonctions: Fonctions | None = None
    budget: Budgets | None = None
    besoins: Mapping[int, Besoins] = MappingProxyType({})
    titres: Mapping[int, Titres] = MappingProxyType({})
    litiges: Mapping[str, Litige] = MappingProxyType({})
    demande_adhesion: DemandeAdhesion | None = None
    resiliation: Resiliation | None = None

    def path(self, name: str) -> str:
        """Return the path of one of its files."""
        return f"adherents/{self.id}/{name}"

    def at(self, name: str, *parts: str | int) -> Reference:
        """Point at a value of one of its files."""
        return Reference(self.path(name), parts)

    @property
    def pieces(self) -> tuple[Titre, ...]:
        """Every document that was issued for it, year by year."""
        return tuple(titre for annee in sorted(self.titres) for titre in self.titres[annee].titres)

    def depenses_de(self, annee: int) -> tuple[Depense, ...]:
        """Return its expenses of an exercice."""
        document = self.depenses.get(annee)
        return document.depenses if document is not None else ()

    def budget_de(self, annee: int) -> AnneeBudgetaire | None:
        """Return the calendar and the credits of its budget of a year, when they are written."""
        return self.budget.exercices.get(annee) if self.budget is not None else None


class ComposantRange(NamedTuple):
    """A component and the service whose file holds it."""

    id: str
    service: str
    composant: Composant
    origine: Origine
    """Its own, or that of its file."""

    def reference(self, *parts: str | int) -> Reference:
        """Point at the component, or at one of its values."""
        return Reference(f"pricing/composants/{self.service}.yaml", ("composants", self.id, *parts))


class Vie(NamedTuple):
    """What no amount depends on: the text, its readings, governance, projects, conformity, costs borne."""

    articles: Mapping[str, Article]
    nombres: tuple[NombreDeClause, ...]
    lectures: Mapping[str, Lecture]
    gouvernance: Gouvernance | None
    procedures: Procedures | None
    signataires: Signataires | None
    """Absent: nothing is signed."""
    reunions: Mapping[int, Reunions]
    avenants: Mapping[str, Avenant]
    """By the number of their folder."""
    axes: Mapping[str, Axe]
    projets: Mapping[str, Projet]
    documents: Mapping[str, DocumentPartage]
    conformite: Mapping[int, Conformite]
    equilibres: Mapping[int, Equilibre]

    @property
    def instances(self) -> Mapping[str, Instance]:
        """The bodies."""
        return self.gouvernance.instances if self.gouvernance is not None else {}

    @property
    def communautes(self) -> Mapping[str, Communaute]:
        """The users' communities."""
        return self.gouvernance.communautes if self.gouvernance is not None else {}

    @property
    def procedures_dites(self) -> Mapping[str, Procedure]:
        """The procedures."""
        return self.procedures.procedures if self.procedures is not None else {}

    def decide(self, genre: str, *champs: str) -> Requise | None:
        """Return by which procedure a field of a kind of documents changes; None when nothing says one."""
        return self.procedures.requise(genre, *champs) if self.procedures is not None else None

    @property
    def visas(self) -> Mapping[str, Visa]:
        """What a procedure asks to have obtained."""
        return self.procedures.visas if self.procedures is not None else {}

    @property
    def equipes(self) -> Mapping[str, EquipeDuService]:
        """The teams of the common service."""
        return self.gouvernance.equipes if self.gouvernance is not None else {}


class Depot(NamedTuple):
    """The five parts of the convention at one revision."""

    convention: Convention
    services: Mapping[str, Service]
    organigramme: Organigramme | None
    dossiers: Mapping[str, Dossier]
    forfaits: Mapping[str, Forfait]
    """Flat fees, by id; that of annexe 3 has none."""
    cles: Mapping[str, Cle]
    lignes: Mapping[str, LigneTarif]
    composants: Mapping[str, ComposantRange]
    exercices: Mapping[int, Exercice]
    comptes: Comptes
    baremes: Mapping[str, Bareme]
    indices: Mapping[str, Indice]
    references: Mapping[str, ReferencePublique]
    sceaux: Mapping[str, Sceau]
    """Sealed calls (« 2026-04 ») and closings (« 2025 »), in the order of time within each."""
    journal: JournalSceaux | None
    """What was sealed, in order."""
    scelles: Scelles
    """What is sealed, byte for byte; of a recombined Depot, nothing."""
    avenants_consignes: Mapping[str, AvenantConsigne]
    """What was kept of each avenant, by its number, which is that of its folder."""
    sources: Mapping[str, SourceReleve]
    series: Mapping[CheminSerie, Serie]
    vie: Vie
    fichiers: Mapping[str, Fichier]
    illisibles: frozenset[str]
    """Paths of the documents that are missing, unreadable or misshapen."""
    incomplets: frozenset[str]
    """Kinds of these documents."""
    contenus: Mapping[str, str]
    """Blob id of every file that the source lists, whatever it holds, by path; said by who lists them."""
    signes: Signes = Signes()
    """Sealed files as files, and their signatures; nothing in a Depot that stands for no revision."""

    def span(self, reference: Reference, *, key: bool = False) -> Span:
        """Return the place of a value (or of its key): line and column in its file."""
        fichier = self.fichiers.get(reference.path)
        if fichier is None:
            # What the tool writes has no nodes: its pointer is a line.
            return Span(reference.path, *(part for part in reference.pointer[:1] if isinstance(part, int)))
        found = locate(fichier.root, reference.pointer)
        return Span(reference.path, *(found.key if key and found.key is not None else found.value))

    def origine_dite(self, path: str) -> Origine | None:
        """Return the origin that a file declares for its values; None when it says none."""
        fichier = self.fichiers.get(path)
        declared = getattr(fichier.document, "origine", None) if fichier is not None else None
        return declared if isinstance(declared, Origine) else None

    def origine(self, path: str) -> Origine:
        """Return the origin of the values of a file: what says none is worth no more than what is invented."""
        return self.origine_dite(path) or Origine.DEMONSTRATION

    def releve(self, reference: Reference) -> Releve | None:
        """Return the count that a quantity was read from; None for one that others publish."""
        fichier = self.fichiers.get(reference.path)
        document = fichier.document if fichier is not None else None
        rank = reference.pointer[1] if len(reference.pointer) > 1 else None
        return document.comptages[rank] if isinstance(document, Quantites) and isinstance(rank, int) else None

    @property
    def exercice_courant(self) -> int | None:
        """The first open exercice."""
        return next(iter(self.ouverts), None)

    @property
    def ouverts(self) -> list[int]:
        """The exercices that may still change, in their order."""
        return sorted(annee for annee, item in self.exercices.items() if item.statut is StatutExercice.OUVERT)

    def est_clos(self, annee: int) -> bool:
        """Tell whether the figures of an exercice are settled (art. 8.3)."""
        exercice = self.exercices.get(annee)
        return exercice is not None and exercice.statut is StatutExercice.CLOS

    @property
    def signee_une_a_une(self) -> bool:
        """Whether the managing body signs an avenant of the same wording with each adherent: reading 69 says so."""
        return "avenant-commun" in self.vie.lectures

    def sous_service(self, code: str) -> SousService | None:
        """Find a sub-service by its code."""
        service = self.services.get(code.partition(".")[0])
        if service is None:
            return None
        return next((sous for sous in service.sous_services if sous.code == code), None)

    def nom_de(self, adherent: str) -> str:
        """Return the short name of an adherent; its id when unknown."""
        return self.dossiers[adherent].identite.nom if adherent in self.dossiers else adherent

    def libelle_service(self, code: str) -> str:
        """Return the short name of a service, with its code: « S04 Parcs »; the code alone when unknown."""
        service = self.services.get(code)
        return f"{code} {service.nom_court}" if service is not None else code


def build_depot(
    fichiers: Iterable[Fichier],
    illisibles: Iterable[str],
    sceaux: Iterable[Sceau] = (),
    avenants: Iterable[AvenantConsigne] = (),
    series: Iterable[Serie] = (),
    sans_identite: Iterable[str] = (),
) -> Depot:
    """Gather the documents of one revision.

    Args:
        fichiers: every file that could be read as YAML; those whose shape is wrong have no document.
        illisibles: paths of the documents that could not be read at all, or that are missing.
        sceaux: sealed calls and closings.
        avenants: what is kept of each avenant; no comparison needs it.
        series: series of counts.
        sans_identite: ids of the adherents to which an empty identity is given, when nothing else is known of them.
    """
    all_files = sorted(fichiers, key=lambda fichier: fichier.path)
    manquants = frozenset(illisibles) | {item.path for item in all_files if item.document is None}
    cles = _only(all_files, Cles)
    couts = _only(all_files, CoutsDePossession)
    lignes: dict[str, LigneTarif] = {}
    for ligne in couts.lignes if couts is not None else ():
        lignes.setdefault(ligne.id, ligne)
    return Depot(
        convention=_only(all_files, Convention) or CONVENTION_VIDE,
        services=_by_id(all_files, Service),
        organigramme=_only(all_files, Organigramme),
        dossiers=MappingProxyType(_dossiers(all_files, sans_identite)),
        forfaits=_by_id(all_files, Forfait),
        cles=cles.cles if cles is not None else MappingProxyType({}),
        lignes=MappingProxyType(lignes),
        composants=MappingProxyType(_composants(all_files)),
        exercices=_by_year(all_files, Exercice),
        comptes=_only(all_files, Comptes) or COMPTES_VIDES,
        baremes=_by_id(all_files, Bareme),
        indices=_by_id(all_files, Indice),
        references=_by_id(all_files, ReferencePublique),
        sceaux=MappingProxyType({item.nom: item for item in sorted(sceaux)}),
        journal=_only(all_files, JournalSceaux),
        scelles=RIEN,
        avenants_consignes=MappingProxyType({str(item.numero): item for item in avenants}),
        sources=_by_id(all_files, SourceReleve),
        series=MappingProxyType({item.chemin: item for item in sorted(series)}),
        vie=_vie(all_files),
        fichiers=MappingProxyType({fichier.path: fichier for fichier in all_files}),
        illisibles=manquants,
        incomplets=frozenset(found.genre.nom for found in map(read_path, manquants) if found is not None),
        contenus=MappingProxyType({}),
    )


def _composants(fichiers: Iterable[Fichier]) -> dict[str, ComposantRange]:
    """Gather the components of every service; of two that have one name, the first."""
    found: dict[str, ComposantRange] = {}
    for fichier in fichiers:
        if isinstance(fichier.document, Composants):
            for nom, composant in fichier.document.composants.items():
                origine = composant.origine or fichier.document.origine
                found.setdefault(nom, ComposantRange(nom, fichier.chemin.id, composant, origine))
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
    places = (read_path(path) for path in depot.illisibles)
    return frozenset(chemin.id for chemin in places if chemin is not None and chemin.genre.modele is Adherent)


def _vie(fichiers: list[Fichier]) -> Vie:
    lectures, documents = _only(fichiers, Lectures), _only(fichiers, Documents)
    nombres = _only(fichiers, Nombres)
    return Vie(
        articles=_by_id(fichiers, Article),
        nombres=nombres.nombres if nombres is not None else (),
        lectures=lectures.lectures if lectures is not None else MappingProxyType({}),
        gouvernance=_only(fichiers, Gouvernance),
        procedures=_only(fichiers, Procedures),
        signataires=_only(fichiers, Signataires),
        reunions=_by_year(fichiers, Reunions),
        avenants=_by_id(fichiers, Avenant),
        axes=_by_id(fichiers, Axe),
        projets=_by_id(fichiers, Projet),
        documents=documents.documents if documents is not None else MappingProxyType({}),
        conformite=_by_year(fichiers, Conformite),
        equilibres=_by_year(fichiers, Equilibre),
    )


def _only(fichiers: list[Fichier], modele: type[M]) -> M | None:
    return next((item.document for item in fichiers if isinstance(item.document, modele)), None)


def _by_id(fichiers: list[Fichier], modele: type[M]) -> Mapping[str, M]:
    return MappingProxyType({item.chemin.id: item.document for item in fichiers if isinstance(item.document, modele)})


def _by_year(fichiers: list[Fichier], modele: type[M]) -> Mapping[int, M]:
    return MappingProxyType(
        {item.chemin.annee: item.document for item in fichiers if isinstance(item.document, modele)}
    )


def _by_id_and_year(fichiers: list[Fichier], modele: type[M]) -> dict[str, dict[int, M]]:
    found: dict[str, dict[int, M]] = {}
    for fichier in fichiers:
        if isinstance(fichier.document, modele):
            found.setdefault(fichier.chemin.id, {})[fichier.chemin.annee] = fichier.document
    return found


def _dossiers(fichiers: list[Fichier], sans_identite: Iterable[str]) -> dict[str, Dossier]:
    souscriptions = _by_id(fichiers, Souscriptions)
    fonctions, budgets = _by_id(fichiers, Fonctions), _by_id(fichiers, Budgets)
    quantites = _by_id_and_year(fichiers, Quantites)
    depenses = _by_id_and_year(fichiers, Depenses)
    besoins, titres = _by_id_and_year(fichiers, Besoins), _by_id_and_year(fichiers, Titres)
    litiges = _by_id(fichiers, Litiges)
    demandes, resiliations = _by_id(fichiers, DemandeAdhesion), _by_id(fichiers, Resiliation)
    identites = dict.fromkeys(sans_identite, ADHERENT_VIDE) | dict(_by_id(fichiers, Adherent))
    return {
        nom: Dossier(
            nom,
            identite if identite.nom != ADHERENT_VIDE.nom else identite.model_copy(update={"nom": nom}),
            souscriptions.get(nom, SOUSCRIPTIONS_VIDES),
            MappingProxyType(quantites.get(nom, {})),
            MappingProxyType(depenses.get(nom, {})),
            fonctions.get(nom),
            budgets.get(nom),
            MappingProxyType(besoins.get(nom, {})),
            MappingProxyType(titres.get(nom, {})),
            litiges[nom].litiges if nom in litiges else MappingProxyType({}),
            demandes.get(nom),
            resiliations.get(nom),
        )
        for nom, identite in identites.items()
    }
