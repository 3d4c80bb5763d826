"""Documents of `catalogue/`: the convention and its policies, the services, the org chart.

Knows: their shape. Must not know: whether they agree with each other (`checks`).
"""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from fractions import Fraction

from convention.base.appellation import Noms, appellation
from convention.base.french import cite, minuscule
from convention.base.period import FIN_DE_MOIS, months_later
from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, origine_propre, perimetre, regles, textes
from convention.model.cadre.document import Contenu, document, path_of
from convention.model.cadre.renvois import IdAdherent, ServiceCite, ServiceOuSousService
from convention.model.mots.communs import (
    Categorie,
    Derogation,
    NaturePoste,
    Origine,
    PartLiberee,
    TypeAdherent,
    UnModeProrata,
)
from convention.model.mots.vie import RoleDuService
from convention.model.texte.clauses import Clauses
from convention.model.valeurs.scalaires import (
    AdresseFonctionnelle,
    Annee,
    CodeSousService,
    Entier,
    Etp,
    Jour,
    JourAccompli,
    Libelle,
    NomAvecArticle,
    NombreDAnnees,
    NombreDeJours,
    NombreDeMois,
    NombreDHeures,
    OuiNon,
    Seuil,
    Texte,
    Unite,
)

FORMAT = 4
"""Of the data; an older one is brought to it as it is read (`loading.migrations`)."""


class RegleProrata(Modele):
    """How a presence within the year is measured."""

    mode: UnModeProrata = regles("Par douzièmes, par jours, ou sans prorata", nom="règle")
    seuil: Seuil | None = regles(
        "Dernier jour du mois qui compte encore le mois entier (mode mensuel, ou droit d'usage d'un bien)",
        None,
        nom="dernier jour d'entrée qui compte encore le mois entier",
    )

    @property
    def dernier_jour(self) -> int:
        """That day; where nobody says it, and nothing asks (PER015), no day comes after it."""
        return self.seuil or FIN_DE_MOIS


class PolitiqueProrata(RegleProrata):
    """The same, where the convention is silent."""

    origine: Origine = textes("D'où vient la règle", nom="origine des données")
    texte: Texte = textes("La règle en une phrase, et ce que la convention en dit", nom="énoncé de la règle")


class PolitiquePartLiberee(Modele):
    """Who bears the share that an exit in mid-year frees; the convention is silent."""

    mode: PartLiberee = regles("Qui porte la part libérée par un départ en cours d'année", nom="règle")
    origine: Origine = textes("D'où vient la règle", nom="origine des données")
    texte: Texte = textes("La règle en une phrase, et ce que la convention en dit", nom="énoncé de la règle")


class PolitiquePartage(Modele):
    """From which exercice a rule of sharing holds: it does not change what was called before (decision 0003)."""

    couts_exacts: Annee | None = regles(
        "Premier exercice où un coût est partagé exactement, sans être arrondi d'abord au centime ; jamais, par défaut",
        None,
        nom="premier exercice où un coût est partagé sans être arrondi d'abord",
    )
    factuels_entiers: Annee | None = regles(
        "Premier exercice où la présence ne réduit pas la part d'un coût factuel ; jamais, par défaut",
        None,
        nom="premier exercice où la présence ne réduit pas un coût factuel",
    )
    origine: Origine = textes("D'où vient la règle", nom="origine des données")
    texte: Texte = textes("La règle en une phrase, et ce que la convention en dit", nom="énoncé de la règle")


class Politiques(Modele):
    """What the convention leaves open and the computation needs."""

    prorata: PolitiqueProrata = regles("Mesure d'une présence dans l'année", nom="présence partielle dans l'année")
    part_liberee: PolitiquePartLiberee = regles("Part libérée par un départ en cours d'année")
    partage: PolitiquePartage | None = regles("Exercices à partir desquels valent les règles de partage", None)


class PosteDeTravail(Modele):
    """What is counted for the forfait (annexe 3 does not define it)."""

    definition: Texte = textes("Ce qu'est un poste de travail", nom="définition du poste de travail")
    date_reference: Texte = textes("Date du décompte")
    origine: Origine = textes("D'où vient la définition", nom="origine des données")


class Acte(Modele):
    """A deliberation, or another act; what the convention leaves blank is declared, never invented."""

    organe: Texte | None = textes("Assemblée ou autorité qui l'a pris", None)
    objet: Texte = textes("Ce qu'il décide")
    numero: Texte | None = textes("Numéro de l'acte", None)
    date: JourAccompli | None = textes("Date de l'acte", None)
    a_completer: OuiNon = textes(
        "La convention laisse le numéro ou la date en blanc",
        default=False,
        nom="acte laissé en blanc par la convention",
    )
    origine: Origine | None = origine_propre()


class Delais(Modele):
    """The delays of articles 10, 11 and 13; a convention may give some of them only."""

    mise_en_demeure_mois: NombreDeMois | None = textes("Mise en demeure restée infructueuse, en mois", None)
    restitution_mois: NombreDeMois | None = textes("Récupération des matériels du gestionnaire, en mois au plus", None)
    notification_cnil_heures: NombreDHeures | None = textes("Notification d'une violation à la CNIL, en heures", None)


class Taxes(Modele):
    """What the amounts called hold of taxes, as each statement says it; the convention may say nothing of it."""

    comprises: Texte = textes("Ce que les montants en comprennent : « toutes taxes comprises »")
    refacturation: Texte | None = textes(
        "Ce qu'il en est de la TVA, après « refacturation » : « non soumise à la TVA »",
        None,
        nom="la refacturation et la TVA",
    )


class DelaiRattachement(Modele):
    """How long after an exercice what belongs to it is told, for the accounts of each to be closed."""

    jours: NombreDeJours = textes("Jours après la fin de l'exercice, au plus", nom="délai de rattachement, au plus")
    origine: Origine = textes("D'où vient le délai", nom="origine du délai")
    texte: Texte = textes("Ce que la convention en dit", nom="texte de la convention")


class Tribunal(Modele):
    """Who judges when no agreement is found (art. 11)."""

    nom: Libelle = textes("Juridiction compétente")
    prealable: Texte = textes("Ce qui est tenté d'abord")


class Appellations(Modele):
    """How documents and pages call those of whom they speak, each with its article."""

    gestionnaire: NomAvecArticle | None = textes("Le gestionnaire, avec son article", None)
    service: NomAvecArticle | None = textes("Ceux qui rendent les services, avec leur article", None)
    assemblee: NomAvecArticle | None = textes("L'assemblée qui fixe les prix, avec son article", None)
    organe: NomAvecArticle | None = textes("Qui décide chez un adhérent, avec son article : « le directeur »", None)
    acte: NomAvecArticle | None = textes("L'acte par lequel il décide, avec son article : « la décision »", None)
    avis: NomAvecArticle | None = textes("L'instance dont l'avis est demandé sur un prix, avec son article", None)
    rapport: NomAvecArticle | None = textes("L'instance à qui le rapport annuel est présenté, avec son article", None)


class Accueil(Modele):
    """What the home page says first, in the words of this convention."""

    titre: Texte = textes("Titre de la page d'accueil")
    devise: Texte | None = textes("Devise, au-dessus du titre", None)
    objet: Texte | None = textes("Qui partage quoi, en une phrase", None)


class Lecteurs(Modele):
    """Who reads the page of every adherent, of those who have left too; and who helps one that is not known."""

    unites: tuple[Unite, ...] = textes("Unités du gestionnaire, telles que les dit son annuaire", ())
    adresses: tuple[AdresseFonctionnelle, ...] = textes("Adresses électroniques de fonctions", ())
    aide: AdresseFonctionnelle | None = textes(
        "À qui écrit un agent qui n'est pas reconnu, ou dont la connexion n'aboutit pas",
        None,
        nom="aide à la connexion",
    )


@document(
    "catalogue/convention.yaml",
    "La convention et ses règles",
    obligatoire=True,
    nomme="le document de la convention",
)
class Convention(Modele):
    """The convention itself (art. 12 to 14) and its policies."""

    format: Entier = textes(f"Version de la forme des données : {FORMAT}")
    origine: Origine = textes("D'où viennent ces données", nom="origine des données")
    source: Texte | None = textes("Référence de la source", None)
    intitule: Libelle = textes("Titre de la convention")
    objet: Texte | None = textes("Objet", None)
    cadre_juridique: Texte | None = textes("Fondement", None)
    vus: tuple[Texte, ...] = textes("Textes que visent ses avenants et ses délibérations, après « vu »", ())
    habilitation: Acte | None = textes("Délibération qui habilite le signataire du gestionnaire", None)
    signataire: Texte | None = textes("Fonction de qui signe pour le gestionnaire", None)
    lieu: Texte | None = textes("Commune où sont signés ses documents", None)
    accueil: Accueil | None = textes("Ce que dit d'abord la page d'accueil", None)
    appellations: Appellations | None = textes("Comment les documents et les pages les appellent", None)
    clauses: Clauses = textes(
        "Article ou annexe dont vient chaque règle ; rien n'est cité d'une règle absente", Clauses()
    )
    gestionnaire: IdAdherent = perimetre("Adhérent qui porte les services : il ne reçoit pas de titre")
    types_du_gestionnaire: tuple[TypeAdherent, ...] = textes(
        "Types d'organisme qui peuvent porter les services ; absent : tous", ()
    )
    lecteurs: Lecteurs | None = textes(
        "Qui lit la page de chaque adhérent ; sans unité ni adresse : tout agent du gestionnaire",
        None,
        nom="lecteurs de toute page",
    )
    gestionnaire_contribue: OuiNon = perimetre(
        "Le gestionnaire paie sa part, comme un autre ; non : il ne paie rien", default=True
    )
    effet: Jour = textes("Prise d'effet")
    duree_annees: NombreDAnnees = textes("Durée d'une période")
    duree_mois: NombreDeMois = textes("Mois d'une période en plus de ses années : 6, de deux ans et demi", 0)
    reconductions: Entier = textes("Nombre de reconductions tacites")
    preavis_mois: NombreDeMois = textes("Préavis de résiliation")
    preavis_suivants: Dictionnaire[Annee, NombreDeMois] = textes(
        "Préavis suivants, à partir de l'exercice reconduit, ou quitté",
        {},
        nom="préavis de résiliation à partir d'un exercice",
    )
    politiques: Politiques = regles("Règles que la convention laisse ouvertes")
    poste_de_travail: PosteDeTravail | None = textes("Définition du poste de travail", None)
    taxes: Taxes | None = textes("Les montants appelés et les taxes ; absent, rien n'en est dit", None)
    delais: Delais = textes("Délais que fixe la convention", Delais.model_construct())
    delai_rattachement: DelaiRattachement | None = textes(
        "Validation des quantités et rattachement des montants d'un exercice ; absent, aucun jour n'est dit", None
    )
    litiges: Tribunal | None = textes("Règlement des désaccords", None)
    licence: Libelle | None = textes(
        "Licence sous laquelle ses données se réutilisent ; absente, aucune n'est dite", None
    )

    @property
    def noms(self) -> Noms:
        """How sentences call those of whom they speak; in common words when the convention does not say."""
        said = self.appellations
        known = {nom: getattr(said, nom) for nom in type(said).model_fields} if said is not None else {}
        return Noms(**{nom: appellation(text) for nom, text in known.items() if text is not None})

    @property
    def nommee(self) -> str:
        """Named after « la »: « convention de services numériques », « convention « Accord-cadre numérique » »."""
        text = minuscule(self.intitule)
        return text if text.startswith("convention") else f"convention {cite(self.intitule)}"

    def preavis(self, annee: int) -> int:
        """Return the months of notice of who leaves in a year, or opposes its renewal."""
        since = self.preavis_depuis(annee)
        return self.preavis_mois if since is None else self.preavis_suivants[since]

    def preavis_depuis(self, annee: int) -> int | None:
        """Return the exercice from which the notice of a year holds; None for the first one."""
        return max((known for known in self.preavis_suivants if known <= annee), default=None)

    @property
    def premiere_annee(self) -> int:
        """First exercice of the convention."""
        return self.effet.year

    def premier_jour(self, annee: int) -> date:
        """Return the first day of an exercice that it covers: its own first day, in the year of which it begins."""
        return max(self.effet, date(annee, 1, 1))

    @property
    def terme(self) -> date:
        """First day after the convention, all tacit renewals included (art. 14).

        One year from 1 January 2024, renewed four times: 1 January 2029. Two and a half from 1 September 2026: 1 March
        2029.
        """
        return self.apres(1 + self.reconductions)

    @property
    def mois(self) -> int:
        """How many months each of its periods lasts; one that says none is refused (PER001)."""
        return 12 * self.duree_annees + self.duree_mois

    def apres(self, periodes: int) -> date:
        """Return the first day after so many periods."""
        return months_later(self.effet, min(self.mois * periodes, 12 * (MAXYEAR - self.effet.year)))

    def periodes(self, jour: date) -> int:
        """Return how many periods it takes to cover a day, renewed or not."""
        months = 12 * (jour.year - self.effet.year) + jour.month - self.effet.month
        least = max(months // max(self.mois, 1), 1)
        return least if self.apres(least) > jour else least + 1

    def reconduite_en(self, annee: int) -> date | None:
        """Return the first day of the period that a renewal begins in a year; none begins at the end."""
        begins = self.apres(self.periodes(date(annee, 1, 1) - timedelta(days=1)))
        return begins if begins.year == annee and begins < self.terme else None

    @property
    def dernier_jour(self) -> date:
        """The eve of that day."""
        return self.terme - timedelta(days=1)

    @property
    def derniere_annee(self) -> int:
        """Last exercice, that of the last day."""
        return self.dernier_jour.year

    def entiere(self, annee: int) -> bool:
        """Tell whether it covers the whole of an exercice: what a part of one costs compares with no other year."""
        return self.effet <= date(annee, 1, 1) and date(annee, 12, 31) < self.terme

    def rattachement(self, annee: int) -> date | None:
        """Return the last day to validate and attach what belongs to an exercice; None when nobody sets it."""
        delai = self.delai_rattachement
        return date(annee, 12, 31) + timedelta(days=delai.jours) if delai is not None else None


CONVENTION = path_of(Convention)


class Prerequis(Modele):
    """What annexe 3 asks before a service is activated."""

    texte: Texte = textes("Texte de la convention")
    services: tuple[ServiceOuSousService, ...] = regles("Services exigés aux mêmes dates", (), nom="services exigés")
    derogation: Derogation | None = regles("Dérogation exigée", None)
    convention_connexe: OuiNon = regles(
        "Une convention spécifique est exigée", default=False, nom="convention spécifique exigée"
    )
    lecture: Texte | None = textes("Comment un texte ambigu est lu", None, nom="lecture du texte")


class SousService(Modele, nomme_par=("code",), objet="un sous-service", dit="{code} {libelle:cite}"):
    """A line of annexe 1 under a service."""

    code: CodeSousService = perimetre("Code du sous-service")
    libelle: Libelle = textes("Nom du sous-service")
    texte: Texte | None = textes("Texte de la convention, s'il diffère du nom", None, nom="texte de la convention")
    a_la_demande: OuiNon = perimetre(
        "Non compris dans le service : se souscrit à part", default=False, nom="souscription à part"
    )
    prerequis: Prerequis | None = regles("Prérequis", None)
    renomme_de: CodeSousService | None = textes("Ancien code : le même sous-service, numéroté autrement", None)


@document(
    "catalogue/services/{service}.yaml",
    "Un service du catalogue",
    nom="service",
    nomme="le service",
    un_objet=True,
)
class Service(ModeleSource):
    """A service of annexe 1."""

    libelle: Libelle = textes("Nom du service")
    nom_court: Libelle = textes("Nom en un ou deux mots, pour les tableaux", nom="nom court")
    categorie: Categorie = textes("Socle ou option")
    obligatoire: OuiNon = perimetre("Compris dans l'adhésion", default=False)
    infrastructure: OuiNon = textes(
        "Fournit l'infrastructure commune, propriété du gestionnaire",
        default=False,
        nom="infrastructure commune, propriété du gestionnaire",
    )
    texte: Texte = textes("Texte de la convention")
    prerequis: Prerequis | None = regles("Prérequis", None)
    sous_services: tuple[SousService, ...] = perimetre(
        "Sous-services, dans l'ordre de la convention", (), nom="sous-services", ordonne=True
    )
    roles_service_commun: tuple[RoleDuService, ...] = textes(
        "Fonctions que l'équipe du gestionnaire y assume, selon les cas",
        (),
        nom="fonctions de l'équipe du gestionnaire",
    )
    responsable: Texte | None = textes("Fonction qui répond du service", None)
    beneficiaires: Texte | None = textes("À qui le service s'adresse", None, nom="bénéficiaires")
    demande: Texte | None = textes("Comment le demander", None)
    niveaux_de_service: Texte | None = textes("Niveaux de service ; la convention n'en fixe aucun", None)

    @property
    def decrit(self) -> bool:
        """Whether it says what it comprises, besides its text and its sub-services."""
        return bool(self.roles_service_commun or self.responsable or self.niveaux_de_service or self.infrastructure)


class Poste(Modele, nomme_par=("fonction",), objet="une ligne", dit="{fonction:cite}"):
    """A line of annexe 2."""

    fonction: Texte = textes("Fonction")
    etp: Etp = textes("Équivalents temps plein", nom="effectif")
    nature: NaturePoste = textes("Interne, régie, ou à préciser", nom="nature")
    texte: Texte | None = textes(
        "Texte de la convention quand il dit autre chose qu'un nombre", None, nom="texte de la convention"
    )


class Pole(Modele, nomme_par=("service",), objet="un pôle", dit="{libelle:cite}"):
    """A group of annexe 2, tied to one service."""

    libelle: Libelle = textes("Nom du pôle")
    service: ServiceCite = textes("Service du catalogue")
    postes: tuple[Poste, ...] = textes("Lignes du pôle")

    @property
    def etp(self) -> Fraction:
        """Its full-time equivalents."""
        return sum((poste.etp for poste in self.postes), Fraction(0))


@document(
    "catalogue/organigramme.yaml",
    "L'organigramme",
    nomme="l'organigramme",
    contient=Contenu("poles"),
)
class Organigramme(ModeleSource):
    """Annexe 2."""

    total_etp: Etp = textes("Total, vérifié contre la somme des lignes", nom="total")
    poles: tuple[Pole, ...] = textes("Pôles, dans l'ordre de la convention", ordonne=True)

    @property
    def regie(self) -> Fraction:
        """Its full-time equivalents that a company provides."""
        postes = (poste for pole in self.poles for poste in pole.postes)
        return sum((poste.etp for poste in postes if poste.nature is NaturePoste.REGIE), Fraction(0))
