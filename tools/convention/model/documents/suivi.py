"""What is followed (art. 4, 5, 6, 9, 10, annexe 5): axes, projects, needs, shared documents, conformity.

Knows: their shape. Must not know: whether they agree with each other (`checks`).
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, origine_propre, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import IdAdherent, IdComposant, IdEquipe, IdProjet, IdReunion, ServiceCite
from convention.model.mots.communs import Origine, Section
from convention.model.mots.vie import (
    Niveau,
    PorteeIndicateur,
    Priorite,
    RoleDuService,
    StatutProjet,
)
from convention.model.valeurs.scalaires import (
    Annee,
    Entier,
    Id,
    Jour,
    JourAccompli,
    Libelle,
    NombreDeJours,
    Prix,
    Quantite,
    Texte,
)


class Mesure(Modele, objet="une mesure de l'exercice"):
    """A measured figure of an indicator."""

    valeur: Quantite = textes("Valeur mesurée")
    date: JourAccompli = textes("Date de la mesure")
    source: Texte = textes("D'où vient le chiffre", nom="référence de la source")
    origine: Origine | None = origine_propre()


class Indicateur(Modele, nomme_par=("id",), objet="un indicateur", dit="{libelle:cite}"):
    """An indicator of annexe 5; without a measure, it is « non mesuré »."""

    id: Id = textes("Identifiant de l'indicateur")
    libelle: Libelle = textes("Nom, dans les mots de la convention", nom="nom")
    unite: Libelle = textes("Unité")
    portee: PorteeIndicateur = textes("Ce sur quoi il est mesuré", nom="portée")
    niveau: Niveau = textes("Qui peut le voir")
    responsable: Texte = textes("Fonction qui le mesure", nom="qui le mesure")
    calcul: Texte | None = textes("Comment il se compte", None)
    mesures: Dictionnaire[Annee, Mesure] = textes(
        "Valeur par exercice ; absente, l'indicateur est « non mesuré »", {}, nom="mesures"
    )


@document(
    "catalogue/axes/{id}.yaml",
    "Un axe stratégique",
    nom="axe",
    exemple="securisation-du-si",
    nomme="l'axe",
    un_objet=True,
)
class Axe(ModeleSource):
    """An axis of annexe 5."""

    origine: Origine = textes("D'où vient l'axe", nom="origine des données")
    ordre: Entier = textes("Rang dans la convention")
    libelle: Libelle = textes("Nom de l'axe")
    enjeu: Texte = textes("Enjeu, dans les mots de la convention", nom="enjeu")
    actions: Texte = textes(
        "Exemples d'actions associées, dans les mots de la convention", nom="exemples d'actions associées"
    )
    texte_indicateurs: Texte = textes("Indicateurs, dans les mots de la convention", nom="texte des indicateurs")
    indicateurs: tuple[Indicateur, ...] = textes("Indicateurs, un par un", nom="indicateurs")


class DecisionProjet(Modele):
    """When a project entered the plan de charges, and where."""

    reunion: IdReunion = textes("Réunion qui l'a inscrit")
    date: Jour = textes("Date de la décision")


@document(
    "catalogue/projets/{id}.yaml",
    "Un projet du plan de charges",
    nom="projet",
    exemple="telephonie-ip",
    nomme="le projet",
    un_objet=True,
    rubrique=Rubrique(Rang.PROJETS, "Projet", "{nom}"),
)
class Projet(ModeleSource):
    """A project of the plan de charges (art. 5, 7.2, 7.4)."""

    origine: Origine = textes("D'où vient le projet", nom="origine des données")
    libelle: Libelle = textes("Nom du projet")
    objet: Texte = textes("Ce que le projet apporte")
    statut: StatutProjet = textes("Où en est le projet")
    adherents: tuple[IdAdherent, ...] = textes("Adhérents concernés")
    services: tuple[ServiceCite, ...] = textes("Services du catalogue concernés")
    role_service_commun: RoleDuService = textes("Fonction de l'équipe du gestionnaire")
    moa: Texte | None = textes(
        "Fonction du référent métier ou chef de projet, qui représente la MOA",
        None,
        nom="fonction du référent métier ou chef de projet",
    )
    groupe: tuple[IdEquipe, ...] = textes("Équipes associées dans le groupe projet", ())
    charge_jours: NombreDeJours | None = textes("Charge prévue pour l'équipe du gestionnaire, en jours", None)
    debut: Jour | None = textes("Début prévu ou constaté", None)
    fin: Jour | None = textes("Fin prévue ou constatée", None)
    cout_estime: Prix | None = textes("Coût estimé, en euros", None)
    section: Section | None = textes("Section budgétaire du coût", None)
    composant: IdComposant | None = textes("Composant que le projet crée ou remplace", None)
    decision: DecisionProjet | None = textes("Inscription au plan de charges", None)


class Besoin(Modele, nomme_par=("id",), objet="un besoin", dit="{libelle:cite}"):
    """A need of the annual census (art. 5)."""

    id: Id = textes("Identifiant du besoin")
    libelle: Libelle = textes("Ce qui est demandé")
    service: ServiceCite = textes("Service du catalogue")
    priorite: Priorite = textes("Priorité")
    cout_estime: Prix | None = textes("Coût estimé, en euros", None)
    section: Section | None = textes("Section budgétaire du coût", None)
    projet: IdProjet | None = textes("Projet qui y répond", None)


class Revoyure(Modele):
    """The yearly review of the perimeter (art. 3)."""

    date: Jour = textes("Date de la revoyure")
    conclusion: Texte | None = textes("Ce qui y fut décidé ; absent, elle est à venir", None, nom="conclusion")


@document(
    "adherents/{adherent}/besoins/{annee}.yaml",
    "Les besoins d'un adhérent et sa revoyure, une année",
    nomme="le recensement des besoins",
    bref="besoins",
    contient=Contenu("besoins"),
    detaille=("besoins",),
)
class Besoins(ModeleSource):
    """Needs of a year, census and yearly review."""

    origine: Origine = textes("D'où viennent ces besoins", nom="origine des données")
    recensement: JourAccompli = textes("Date du recensement")
    validation: JourAccompli | None = textes(
        "Date de validation par le référent ou, à défaut, par la direction", None, nom="validation par l'adhérent"
    )
    revoyure: Revoyure | None = textes("Revoyure annuelle", None)
    besoins: tuple[Besoin, ...] = textes("Besoins recensés")


class DocumentPartage(Modele, objet="un document partagé", dit="{titre:cite}"):
    """A document that an adherent shares with others (art. 6)."""

    titre: Libelle = textes("Titre du document")
    proprietaire: IdAdherent = textes("Adhérent à qui il appartient")
    niveau: Niveau = textes("Qui peut le voir")
    date: JourAccompli = textes("Date du document")
    partage_avec: tuple[IdAdherent, ...] = textes("Adhérents avec qui il est partagé ; absent, tous", ())
    consentement: JourAccompli | None = textes("Date de l'accord du propriétaire", None)
    information: JourAccompli | None = textes("Date à laquelle les adhérents ont été informés", None)


@document(
    "catalogue/documents.yaml",
    "Le registre des documents partagés",
    nomme="le registre des documents partagés",
    contient=Contenu("documents", "document"),
)
class Documents(ModeleSource):
    """Register of the shared documents."""

    origine: Origine = textes("D'où viennent ces documents", nom="origine des données")
    documents: Dictionnaire[Id, DocumentPartage] = textes("Documents partagés")


class Pssi(Modele):
    """The security policy (art. 9)."""

    version: Texte = textes("Version de la PSSI")
    adoption: JourAccompli = textes("Date d'adoption")
    revue: JourAccompli | None = textes("Date de la dernière revue", None)
    dispositions: tuple[Texte, ...] = textes("Dispositions que cite la convention")


class Rgpd(Modele):
    """Yearly facts of article 10: counts only, never a case."""

    traitements_declares: Entier | None = textes("Traitements déclarés aux délégués à la protection des données", None)
    aipd: Entier | None = textes("Analyses d'impact menées avec les adhérents", None)
    agents_formes: Entier | None = textes("Agents formés à la protection des données", None)
    audits: Entier | None = textes("Audits auxquels le service a contribué", None)
    violations: Entier | None = textes("Violations de données constatées", None)
    violations_notifiees: Entier | None = textes("Violations notifiées à la CNIL", None)


class Securite(Modele):
    """Yearly facts of article 9, counts only; incidents and campaigns are indicators of annexe 5."""

    exercices_continuite: Entier | None = textes("Exercices de continuité d'activité", None)


@document(
    "catalogue/conformite/{annee}.yaml",
    "La sécurité et les données personnelles, une année",
    exemple="2025",
    nomme="le suivi de la sécurité et des données personnelles",
    rubrique=Rubrique(Rang.GOUVERNANCE, "Sécurité et données personnelles", "{annee}"),
)
class Conformite(ModeleSource):
    """Security (art. 9) and personal data (art. 10), a year."""

    pssi: Pssi = textes("Politique de sécurité des systèmes d'information")
    securite: Securite = textes("Faits de l'année, en nombres")
    rgpd: Rgpd = textes("Faits de l'année, en nombres")
