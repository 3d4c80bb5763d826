"""Documents of `adherents/<id>/`: identity, subscriptions, direct expenses.

Knows: their shape. Must not know: tariffs, computations.
"""

from __future__ import annotations

import re

from convention.base.appellation import MOTIF, Appellation, appellation
from convention.base.french import article, du, minuscule, sujet
from convention.base.period import Periode
from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, perimetre, prix, regles, textes, volumes
from convention.model.cadre.document import Contenu, document
from convention.model.cadre.renvois import (
    CompteCite,
    IdAdherent,
    IdBudget,
    IdComposantSouscrit,
    IdLigneDirecte,
    NomVariable,
    Souscriptible,
)
from convention.model.documents.catalogue import Acte
from convention.model.mots.communs import Derogation, Origine, Section, StatutSouscription, TypeAdherent
from convention.model.mots.vie import GenreBudget, ModeReglement
from convention.model.valeurs.scalaires import (
    Annee,
    CodeInsee,
    FinExclue,
    Id,
    Jour,
    JourAccompli,
    Lecteur,
    Libelle,
    Montant,
    MontantPositif,
    MontantPositifOuNul,
    NombrePositif,
    OuiNon,
    Prix,
    Siren,
    Siret,
    Texte,
)


class Adhesion(Modele):
    """When the adherent is a party (art. 3.1, 13)."""

    debut: Jour = perimetre("Premier jour de l'adhésion", nom="début de l'adhésion")
    fin: FinExclue | None = perimetre("Premier jour qui n'en fait plus partie (exclu)", None, nom="fin de l'adhésion")
    origine: Origine = textes("D'où vient la date", nom="origine des données")
    source: Texte | None = textes("Référence de la source", None)

    @property
    def periode(self) -> Periode:
        """The days of membership."""
        return Periode(self.debut, self.fin)


class Budget(Modele, objet="un budget", dit="{libelle:cite}"):
    """A payer is a budget, not only an entity."""

    libelle: Libelle = textes("Nom du budget")
    genre: GenreBudget = textes("Budget principal ou annexe", nom="genre de budget")
    siret: Siret | None = textes("SIRET de l'établissement qui tient le budget", None)
    spic: OuiNon = textes("Service public industriel et commercial : tenu à part de la TVA", default=False)


class Signataire(Modele):
    """Who signs, by function, and what empowers it."""

    fonction: Texte = textes("Fonction du signataire")
    habilitation: Acte = textes("Acte qui l'habilite")


class Interlocuteurs(Modele):
    """Whom the common service talks to, by function (art. 5)."""

    strategique: Texte = textes("Fonction de l'interlocuteur du volet stratégique")
    financier: Texte = textes("Fonction de l'interlocuteur du volet financier")
    operationnel: Texte = textes(
        "Fonction de l'interlocuteur du volet opérationnel ; à défaut, la direction",
    )
    referent: Texte | None = textes(
        "Fonction du référent, si l'adhérent en a désigné un", None, nom="fonction du référent"
    )


class Dpd(Modele):
    """The data protection officer (art. 10): never a person."""

    fonction: Texte = textes("Fonction ou organisme")
    mutualise: OuiNon = textes("Partagé avec d'autres collectivités", default=False)
    designation: JourAccompli = textes("Désignation auprès de la CNIL")
    communication: JourAccompli | None = textes(
        "Date à laquelle ses coordonnées ont été communiquées au gestionnaire",
        None,
        nom="communication de ses coordonnées au gestionnaire",
    )


class Reglement(Modele):
    """How each section is paid."""

    fonctionnement: ModeReglement = textes("Règlement de la section de fonctionnement")
    investissement: ModeReglement = textes("Règlement de la section d'investissement")
    montants_figes: Dictionnaire[Annee, MontantPositif] = regles(
        "Fonctionnement imputé sur l'attribution de compensation, par exercice : un montant figé, en guise d'acompte",
        {},
        nom="montant figé imputé sur l'attribution de compensation",
    )


class CalendrierBudgetaire(Modele):
    """The adherent's own budget calendar, a year (art. 4, 8.3)."""

    rob: Jour | None = textes("Débat d'orientation budgétaire", None)
    bp: Jour = textes("Vote du budget primitif")
    dm: Jour | None = textes("Décision modificative", None)
    cfu: Jour | None = textes("Vote du compte financier unique (ou du compte administratif)", None)


class Credit(Modele, nomme_par=("compte", "section", "budget"), objet="un crédit", dit="du compte {compte:code}"):
    """Credits for the contributions, by account: a project until the day of the vote."""

    compte: CompteCite = textes("Compte de dépense")
    section: Section = textes("Section budgétaire")
    budget: IdBudget = textes("Budget qui les porte")
    bp: MontantPositifOuNul = textes("Inscrits au budget primitif, en euros")
    dm: Montant | None = textes("Ajoutés ou retirés par décision modificative, en euros", None)


class AnneeBudgetaire(Modele, objet="un exercice"):
    """A year of the adherent's budget."""

    calendrier: CalendrierBudgetaire = textes("Dates du budget")
    credits: tuple[Credit, ...] = textes(
        "Crédits inscrits pour les contributions ; un projet, tant que le budget n'est pas voté", ()
    )


class Facturation(Modele):
    """What the adherent asks for on what it receives through Chorus Pro, as its own record there says."""

    service_obligatoire: OuiNon = textes(
        "Chorus Pro exige un code service", default=False, nom="code service exigé par Chorus Pro"
    )
    code_service: Texte | None = textes("Code service qui reçoit les titres", None)
    engagement_obligatoire: OuiNon = textes(
        "Chorus Pro exige un numéro d'engagement", default=False, nom="numéro d'engagement exigé par Chorus Pro"
    )
    engagements: Dictionnaire[Annee, Texte] = textes("Numéro d'engagement, par exercice budgétaire", {})


@document(
    "adherents/{adherent}/adherent.yaml",
    "L'identité d'un adhérent",
    nomme="la fiche de l'adhérent",
)
class Adherent(ModeleSource):
    """Who pays (art. 2)."""

    origine: Origine = textes("D'où vient l'identité", nom="origine des données")
    nom: Libelle = textes("Nom court, pour les tableaux", nom="nom court")
    denomination: Libelle = textes("Nom dans une phrase : Commune de Valmont")
    type: TypeAdherent = regles("Genre d'adhérent : commune, établissement, association…")
    siren: Siren | None = regles("SIREN ; il départage aussi les centimes", None, nomme="le SIREN")
    insee: CodeInsee | None = textes("Code INSEE de la commune", None, nomme="le code INSEE")
    rattachement: IdAdherent | None = textes("Collectivité de rattachement d'un établissement", None)
    adhesion: Adhesion = perimetre("Période d'adhésion")
    facturation: Facturation | None = textes("Ce que l'adhérent demande sur Chorus Pro", None)
    lecteurs: tuple[Lecteur, ...] = textes(
        "Qui d'autre lit sa page, et celles de tous : SIREN d'un organisme (CCAS), ou adresse fonctionnelle",
        (),
        nom="autres lecteurs",
    )
    renomme_de: Id | None = textes("Ancien nom de son dossier : le même adhérent, renommé", None)

    @property
    def appellation(self) -> Appellation:
        """How a sentence calls it: « la commune d'Aubépine », though its long name says only « Aubépine »."""
        le, nom = article(self.denomination), self.denomination
        if re.fullmatch(MOTIF, nom) and article((written := appellation(nom)).nu):
            return written
        return Appellation(le, nom if nom[:2].isupper() else minuscule(nom)) if le else self.type.nommant(nom)

    @property
    def du(self) -> str:
        """Its short name after « de »: « d'Hautval », as its long name elides it, though its letters do not tell."""
        if self.denomination.endswith(f"d'{self.nom}"):
            return f"d'{self.nom}"
        return self.appellation.du if self.type.sans_article(self.nom) else du(self.nom)

    def accorde(self, seul: str, plusieurs: str) -> str:
        """Agree what is said of it, the subject."""
        return self.type.accorde(self.nom, seul, plusieurs)

    def dit(self, seul: str, plusieurs: str) -> str:
        """Say its short name, as a subject, and a verb that agrees: « le CCAS n'a », « les Amis du canal n'ont »."""
        return f"{sujet(self.nom)} {self.accorde(seul, plusieurs)}"

    @property
    def n_a(self) -> str:
        """Say that it has none: « Fontazur n'a », « les Amis du canal n'ont »."""
        return self.dit("n'a", "n'ont")

    @property
    def ne_l_a(self) -> str:
        """Say that it has not what was just told: « Fontazur ne l'a », « les Amis du canal ne l'ont »."""
        return self.dit("ne l'a", "ne l'ont")

    @property
    def titre(self) -> str:
        """Its long name by itself: « Commune d'Aubépine », as its data write it when they say what it is."""
        return self.denomination if article(self.denomination) else self.appellation.titre


@document(
    "adherents/{adherent}/fonctions.yaml",
    "Qui signe et qui répond chez un adhérent, par fonction",
    nomme="la fiche des fonctions et interlocuteurs",
)
class Fonctions(ModeleSource):
    """Who signs and who answers, by function (art. 5, 10)."""

    signataire: Signataire | None = textes("Qui signe la convention ; le gestionnaire signe pour lui-même", None)
    interlocuteurs: Interlocuteurs = textes("Interlocuteurs")
    dpd: Dpd | None = textes("Délégué à la protection des données", None)
    autorisation_enquete: JourAccompli | None = textes("Date d'autorisation des enquêtes de sécurité", None)
    organigramme: OuiNon = textes("L'équipe du gestionnaire figure dans l'organigramme de l'adhérent", default=False)


@document(
    "adherents/{adherent}/budget.yaml",
    "Les budgets d'un adhérent, leur calendrier et leurs crédits",
    nomme="la fiche des budgets",
    contient=Contenu("budgets"),
)
class Budgets(ModeleSource):
    """Which budgets pay, how, when they are voted, with which credits (art. 4, 8.3)."""

    budgets: Dictionnaire[Id, Budget] = textes("Budgets qui paient")
    reglement: Reglement | None = textes(
        "Comment l'adhérent paie ; le gestionnaire ne reçoit pas de titre", None, nom="règlement"
    )
    exercices: Dictionnaire[Annee, AnneeBudgetaire] = textes("Calendrier et crédits, par exercice", {})


class Souscription(Modele, nomme_par=("service",), objet="une souscription", dit="du service {service:code}"):
    """A service that the adherent takes (art. 3)."""

    service: Souscriptible = perimetre("Service ou sous-service souscrit")
    debut: Jour = perimetre("Premier jour d'usage, donc de facturation", nom="début")
    fin: FinExclue | None = perimetre("Premier jour qui n'est plus facturé (exclu)", None, nom="fin")
    statut: StatutSouscription = perimetre(
        "En usage, ou souscrit sans être activé", StatutSouscription.ACTIVE, nom="état"
    )
    demande: JourAccompli | None = textes("Date de la demande signée", None)
    demande_fin: JourAccompli | None = textes("Date de la demande signée d'y mettre fin", None)
    motif: Texte | None = textes("Pourquoi le service n'est pas activé", None, nom="motif de la non-activation")
    derogation: Derogation | None = textes("Dérogation obtenue", None)
    service_archives: OuiNon = textes("L'adhérent a un service d'archives", default=False)
    convention_connexe: Texte | None = textes("Référence de la convention spécifique", None)
    signature: JourAccompli | None = textes("Date de signature de la convention spécifique", None)

    @property
    def objet(self) -> str:
        """What it is for, as gestures take it."""
        return self.service

    @property
    def periode(self) -> Periode:
        """The days of use."""
        return Periode(self.debut, self.fin)

    @property
    def en_attente(self) -> bool:
        """Whether it is not in use yet, so not billed."""
        return self.statut is StatutSouscription.SOUSCRITE_NON_ACTIVEE


class SouscriptionComposant(
    Modele, nomme_par=("composant",), objet="une souscription", dit="du composant {composant:cite}"
):
    """A component taken one by one."""

    composant: IdComposantSouscrit = perimetre("Composant dont les bénéficiaires se déclarent", nom="composant")
    debut: Jour | None = perimetre("Premier jour d'usage", None, nom="début")
    fin: FinExclue | None = perimetre("Premier jour qui n'est plus facturé (exclu)", None, nom="fin")

    @property
    def objet(self) -> str:
        """What it is for, as gestures take it."""
        return self.composant


@document(
    "adherents/{adherent}/souscriptions.yaml",
    "Les souscriptions d'un adhérent",
    nomme="la liste des souscriptions",
    contient=Contenu("souscriptions", "service souscrit", "services souscrits"),
    detaille=("souscriptions", "composants"),
)
class Souscriptions(ModeleSource):
    """What an adherent takes, service by service."""

    origine: Origine = textes("D'où viennent ces souscriptions", nom="origine des données")
    souscriptions: tuple[Souscription, ...] = perimetre("Services souscrits")
    composants: tuple[SouscriptionComposant, ...] = perimetre("Composants souscrits un par un", ())

    @property
    def toutes(self) -> tuple[Souscription | SouscriptionComposant, ...]:
        """All of them, services first."""
        return *self.souscriptions, *self.composants

    @property
    def archives(self) -> bool:
        """Whether what a derogation asks is there: a service of archives, or the derogation itself."""
        return any(item.service_archives or item.derogation is not None for item in self.souscriptions)


class Devis(Modele):
    """The estimate that the référent accepted (art. 5, 8.1)."""

    reference: Texte = textes("Référence du devis")
    accepte_le: JourAccompli = textes("Date d'acceptation")


class Depense(Modele, nomme_par=("id",), objet="une dépense", dit="{libelle:cite}"):
    """A direct cost, refunded euro for euro at delivery (art. 8.1)."""

    id: Id = perimetre("Identifiant de la dépense")
    ligne: IdLigneDirecte = regles("Ligne de tarif")
    libelle: Libelle = textes("Ce qui est acheté")
    nombre: NombrePositif = volumes("Nombre livré")
    montants: Dictionnaire[NomVariable, Prix] = prix("Prix de chaque variable de la ligne", nom="prix")
    section: Section = regles("Section budgétaire")
    devis: Devis = textes("Devis accepté")
    livraison: JourAccompli | None = perimetre("Date de livraison ; absente, rien n'est facturé", None)


@document(
    "adherents/{adherent}/depenses/{annee}.yaml",
    "Les dépenses directes d'un adhérent pour un exercice",
    nomme="la liste des dépenses directes",
    bref="dépenses directes",
    contient=Contenu("depenses"),
    detaille=("depenses",),
)
class Depenses(ModeleSource):
    """What is delivered to an adherent, and refunded."""

    origine: Origine = textes("D'où viennent ces dépenses", nom="origine des données")
    depenses: tuple[Depense, ...] = perimetre("Dépenses de l'exercice")
