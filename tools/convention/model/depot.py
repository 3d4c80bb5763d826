"""The Depot: every document of one revision, gathered and frozen.

Knows: documents and where their values stand. Must not know: how they were read, what they cost.
Partial by design: a document that could not be read is replaced by an empty one and its kind is named in `incomplets`,
so that the errors of the others are still found.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.appellation import DECISION, Noms, appellation
from convention.base.diagnostic import Span
from convention.base.french import accorde, du, minuscule
from convention.base.nodes import MappingNode, Pointer, locate
from convention.model.cadre.document import path_of
from convention.model.documents.composants import Composants
from convention.model.documents.quantites import Quantites
from convention.model.ecrits.signatures import Signes
from convention.model.mots.communs import Origine, StatutExercice, TypeAdherent
from convention.model.valeurs.chemins import service_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.base.appellation import Appellation
    from convention.model.cadre.champs import Modele
    from convention.model.documents.adherents import (
        Adherent,
        AnneeBudgetaire,
        Budgets,
        Depense,
        Depenses,
        Fonctions,
        Souscriptions,
    )
    from convention.model.documents.avenants import Avenant, DecisionPrise, Decisions
    from convention.model.documents.catalogue import Convention, Organigramme, Pole, Service, SousService
    from convention.model.documents.cles import Cle
    from convention.model.documents.composants import Composant
    from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
    from convention.model.documents.exercices import Exercice
    from convention.model.documents.gouvernance import (
        Changement,
        Communaute,
        Contact,
        EquipeDuService,
        Gouvernance,
        Instance,
        Procedure,
        Procedures,
        Requise,
        Reunion,
        Reunions,
        Signataires,
        Visa,
    )
    from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
    from convention.model.documents.lectures import Lecture
    from convention.model.documents.quantites import Releve
    from convention.model.documents.releves import SourceReleve
    from convention.model.documents.suivi import Axe, Besoins, Conformite, DocumentPartage, Projet
    from convention.model.documents.tarifs import Comptes, Equilibre, Forfait, LigneTarif
    from convention.model.documents.titres import Litige, Titre, Titres
    from convention.model.ecrits.avenants_consignes import AvenantConsigne
    from convention.model.ecrits.journal import Inscription, JournalSceaux
    from convention.model.ecrits.sceaux import Sceau
    from convention.model.ecrits.scelles import Scelles
    from convention.model.ecrits.series import Chemin as CheminSerie
    from convention.model.ecrits.series import Serie
    from convention.model.genres import Chemin
    from convention.model.texte.articles import Article, NombreDeClause, Veille


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

    def path(self, modele: type[Modele], annee: int = 0) -> str:
        """Return the path of one of its files."""
        return path_of(modele, self.id, annee)

    def at(self, modele: type[Modele], *parts: str | int) -> Reference:
        """Point at a value of one of its files."""
        return Reference(self.path(modele), parts)

    def at_year(self, modele: type[Modele], annee: int, *parts: str | int) -> Reference:
        """Point at a value of one of its files of a year."""
        return Reference(self.path(modele, annee), parts)

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
        return Reference(path_of(Composants, self.service), ("composants", self.id, *parts))


class Vie(NamedTuple):
    """What no amount depends on: the text, its readings, governance, projects, conformity, costs borne."""

    articles: Mapping[str, Article]
    nombres: tuple[NombreDeClause, ...]
    couverture: tuple[Veille, ...]
    lectures: Mapping[str, Lecture]
    gouvernance: Gouvernance | None
    procedures: Procedures | None
    signataires: Signataires | None
    """Absent: nothing is signed."""
    reunions: Mapping[int, Reunions]
    avenants: Mapping[str, Avenant]
    """By the number of their folder."""
    decisions: Decisions | None
    axes: Mapping[str, Axe]
    projets: Mapping[str, Projet]
    documents: Mapping[str, DocumentPartage]
    conformite: Mapping[int, Conformite]
    equilibres: Mapping[int, Equilibre]

    @property
    def instances(self) -> Mapping[str, Instance]:
        """The bodies."""
        return self.gouvernance.instances if self.gouvernance is not None else {}

    def instance_dite(self, nom: str) -> str:
        """Name a body; one that nothing declares, by its id."""
        instance = self.instances.get(nom)
        return instance.libelle if instance is not None else nom

    def reunion_dite(self, reunion: Reunion, *, projets: bool = True) -> str:
        """Name the body that meets, and for which domain; for which project too, to those who may know (`projets`)."""
        name, domain = self.instance_dite(reunion.instance), self.communautes.get(reunion.communaute or "")
        about = domain or (self.projets.get(reunion.projet or "") if projets else None)
        return f"{name}, {minuscule(about.libelle)}" if about is not None else name

    @property
    def communautes(self) -> Mapping[str, Communaute]:
        """The users' communities."""
        return self.gouvernance.communautes if self.gouvernance is not None else {}

    @property
    def procedures_dites(self) -> Mapping[str, Procedure]:
        """The procedures."""
        return self.procedures.procedures if self.procedures is not None else {}

    @property
    def decisions_prises(self) -> Mapping[str, DecisionPrise]:
        """What the managing body decided alone."""
        return self.decisions.decisions if self.decisions is not None else {}

    def decide(self, genre: str, *champs: str) -> Requise | None:
        """Return by which procedure a field of a kind of documents changes; None when nothing says one."""
        return self.procedures.requise(genre, *champs) if self.procedures is not None else None

    @property
    def visas(self) -> Mapping[str, Visa]:
        """What a procedure asks to have obtained."""
        return self.procedures.visas if self.procedures is not None else {}

    @property
    def changements(self) -> tuple[Changement, ...]:
        """By which procedure each field changes."""
        return self.procedures.changements if self.procedures is not None else ()

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom one writes to."""
        return tuple(self.gouvernance.contacts.values()) if self.gouvernance is not None else ()

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
    noms_des_prix: Mapping[str, str]
    """How a sentence calls what formulas name, with its article."""
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

    def lieu(self, reference: Reference, *, key: bool = False) -> str:
        """Say where a value stands (or its key): « pricing/forfait.yaml:12 »."""
        span = self.span(reference, key=key)
        return f"{span.path}:{span.line}"

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
    def inscriptions(self) -> tuple[Inscription, ...]:
        """What its journal lists, in order; nothing without a journal."""
        return self.journal.sceaux if self.journal is not None else ()

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
        service = self.services.get(service_code(code))
        if service is None:
            return None
        return next((sous for sous in service.sous_services if sous.code == code), None)

    @property
    def poles(self) -> tuple[Pole, ...]:
        """The groups of annexe 2."""
        return self.organigramme.poles if self.organigramme is not None else ()

    def nom_de(self, adherent: str) -> str:
        """Return the short name of an adherent; its id when unknown."""
        return self.dossiers[adherent].identite.nom if adherent in self.dossiers else adherent

    def du(self, adherent: str) -> str:
        """Return the short name of an adherent after « de »; that of its id when unknown."""
        return self.dossiers[adherent].identite.du if adherent in self.dossiers else du(adherent)

    def accorde(self, adherent: str, seul: str, plusieurs: str) -> str:
        """Agree what is said of an adherent, the subject: « les Amis du canal » pay."""
        own = self.dossiers.get(adherent)
        return accorde(adherent, seul, plusieurs) if own is None else own.identite.accorde(seul, plusieurs)

    def seul_prive(self, adherent: str) -> bool:
        """Tell whether an adherent is no public body, where others are: what is declared of all is of those others."""
        own, manager = self.dossiers.get(adherent), self.convention.gestionnaire
        if own is None or own.identite.type.publique or adherent == manager:
            return False
        return any(item.identite.type.publique for nom, item in self.dossiers.items() if nom != manager)

    def ne_transmet_pas(self, adherent: str) -> bool:
        """Tell whether an adherent sends no act to the State, where others do: a company, a hospital among communes."""
        own, manager = self.dossiers.get(adherent), self.convention.gestionnaire
        if own is None or own.identite.type.transmet or adherent == manager:
            return False
        others = (item.identite.type.transmet for nom, item in self.dossiers.items() if nom != manager)
        return self.seul_prive(adherent) or any(others)

    def organe_de(self, adherent: str) -> Appellation:
        """Return who decides for an adherent, the managing body among them."""
        noms = self.convention.noms
        if adherent == self.convention.gestionnaire:
            return noms.assemblee
        said, own = self.convention.appellations, self.dossiers.get(adherent)
        if own is None or (not self.seul_prive(adherent) and (own.identite.type.elue or (said and said.organe))):
            return noms.organe
        # Neither a company nor a hospital has an assembly.
        genre = own.identite.type
        return Noms().organe if genre is TypeAdherent.ASSOCIATION else appellation(genre.sujet)

    def acte_de(self, adherent: str) -> Appellation:
        """Return by what an adherent decides, the managing body among them."""
        return DECISION if self.seul_prive(adherent) else self.convention.noms.acte

    @property
    def acte(self) -> Appellation:
        """By what all the parties decide, each in its way."""
        return DECISION if any(map(self.seul_prive, self.dossiers)) else self.convention.noms.acte

    def libelle_service(self, code: str) -> str:
        """Name a service or a sub-service: « S04 Parcs », « S03.4 Systèmes »; the code alone when unknown."""
        service, sous = self.services.get(code), self.sous_service(code)
        name = service.nom_court if service is not None else sous.libelle if sous is not None else ""
        return f"{code} {name}".rstrip()
