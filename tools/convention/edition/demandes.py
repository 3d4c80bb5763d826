"""What each gesture is asked, from a command line or from a scenario: one model a gesture.

Knows: scalars and closed lists. Must not know: what a gesture does. Read strictly, as any document.
"""

from __future__ import annotations

from convention.model.champs import Dictionnaire, Modele, textes
from convention.model.renvois import IdAdherent, IdComposant, NomCle, NomVariable, ServiceCite
from convention.model.scalaires import (
    Annee,
    CodeInsee,
    CodeService,
    CodeSouscription,
    ForfaitOuEvolution,
    Id,
    Jour,
    Libelle,
    MontantPositif,
    OuiNon,
    Prix,
    PrixOuEvolution,
    Quantite,
    Siren,
    Texte,
)
from convention.model.vocabulaire import (
    Categorie,
    Origine,
    UneCategorie,
    UneDerogation,
    UneOrigine,
    UnePhase,
    UnTypeAdherent,
)
from convention.model.vocabulaire_appels import UneEtapeLitige
from convention.model.vocabulaire_entrees import Contractant, UnContractant

DEMONSTRATION = Origine.DEMONSTRATION
SANS_SOURCE = "service proposé, à arrêter par avenant"


class Adherer(Modele):
    """Ask to enter, or enter, with all that a folder needs (art. 3.1)."""

    adherent: Id = textes("Nom du dossier : ccas-de-laxou")
    nom: Libelle | None = textes("Nom court, pour les tableaux ; absent, celui de la demande", None)
    denomination: Libelle | None = textes("Nom dans une phrase ; absente, le nom court", None)
    type: UnTypeAdherent | None = textes("Commune, établissement intercommunal ou établissement rattaché", None)
    rattachement: IdAdherent | None = textes("Collectivité de rattachement d'un établissement", None)
    siren: Siren | None = textes("SIREN", None)
    insee: CodeInsee | None = textes("Code INSEE de la commune", None)
    demande: Jour | None = textes("Date de la demande ; seule, rien d'autre n'est écrit", None)
    debut: Jour | None = textes("Premier jour de l'adhésion ; absent, seule la demande est écrite", None)
    objets: tuple[Texte, ...] = textes("Services, sous-services et composants souscrits à l'entrée", ())
    date: Jour = textes("Date du comptage")
    source: Texte | None = textes("D'où viennent ces données", None)
    origine: UneOrigine = textes("Origine de ces données", DEMONSTRATION)
    valeurs: Dictionnaire[NomCle, Quantite] = textes("Quantité par clé", {})
    par_composant: Dictionnaire[NomCle, Dictionnaire[IdComposant, Quantite]] = textes(
        "Quantité par clé et par composant", {}
    )


class Souscrire(Modele):
    """Take a service, a sub-service, or a component (art. 3)."""

    adherent: IdAdherent = textes("Adhérent")
    objet: Texte = textes("Service, sous-service ou composant : S05, S03.5, parapheur")
    debut: Jour = textes("Premier jour d'usage, donc de facturation")
    demande: Jour | None = textes("Date de la demande signée", None)
    non_activee: OuiNon = textes("Souscrire sans activer : rien n'est facturé", False)  # noqa: FBT003
    motif: Texte | None = textes("Pourquoi le service n'est pas activé", None)
    derogation: UneDerogation | None = textes("Dérogation obtenue", None)
    service_archives: OuiNon = textes("L'adhérent a un service d'archives", False)  # noqa: FBT003
    convention_connexe: Texte | None = textes("Référence de la convention spécifique", None)
    signature: Jour | None = textes("Date de signature de la convention spécifique", None)


class Activer(Modele):
    """Put a subscribed service in use (art. 3)."""

    adherent: IdAdherent = textes("Adhérent")
    service: Texte = textes("Service ou sous-service souscrit")
    debut: Jour = textes("Premier jour d'usage, donc de facturation")


class Resilier(Modele):
    """End a subscription, or the whole membership (art. 3, 13)."""

    adherent: IdAdherent = textes("Adhérent")
    objet: Texte | None = textes("Service, sous-service ou composant ; absent, toute l'adhésion", None)
    fin: Jour = textes("Premier jour qui n'est plus facturé (exclu)")
    notification: Jour | None = textes("Réception de la lettre recommandée (adhésion, article 13)", None)
    initiative: UnContractant = textes("Qui résilie l'adhésion", Contractant.ADHERENT)


class Quantifier(Modele):
    """Count: correct the count of a phase and a date, or add one (art. 8.2)."""

    adherent: IdAdherent = textes("Adhérent")
    exercice: Annee = textes("Exercice")
    phase: UnePhase | None = textes("Phase ; absente, celle qui est en vigueur", None)
    date: Jour = textes("Date du comptage")
    source: Texte | None = textes("D'où viennent les chiffres ; demandée pour un nouveau comptage", None)
    valeurs: Dictionnaire[NomCle, Quantite] = textes("Quantité par clé", {})
    par_composant: Dictionnaire[NomCle, Dictionnaire[IdComposant, Quantite]] = textes(
        "Quantité par clé et par composant", {}
    )


class ValiderQuantites(Modele):
    """Say that the référent has validated the counts of a phase (art. 5)."""

    adherent: IdAdherent = textes("Adhérent")
    exercice: Annee = textes("Exercice")
    phase: UnePhase | None = textes("Phase ; absente, celle qui est en vigueur", None)
    date: Jour | None = textes("Date du comptage ; absente, tous ceux de la phase", None)
    validation: Jour = textes("Date de validation")


class Contester(Modele):
    """Declare a disagreement on a notice, or say where it stands (art. 11)."""

    adherent: IdAdherent = textes("Adhérent")
    titre: Texte = textes("Numéro de la pièce contestée")
    service: ServiceCite = textes("Service contesté")
    composant: IdComposant | None = textes("Composant contesté ; absent, tout le service", None)
    montant: MontantPositif | None = textes("Montant contesté, en euros ; absent, celui qui est écrit", None)
    objet: Texte | None = textes("Ce qui est contesté, et pourquoi ; absent, ce qui est écrit", None)
    contact: Jour = textes("Premier contact avec le responsable administratif et financier")
    contestation: Jour | None = textes("Date à laquelle le désaccord est maintenu", None)
    etape: UneEtapeLitige | None = textes(
        "Où en est le désaccord qui est écrit ; absente, ce que disent les dates", None
    )
    cloture: Jour | None = textes("Date de sa fin", None)
    issue: Texte | None = textes("Ce qui fut convenu, ou jugé", None)


class Fixer(Modele):
    """Set an amount of a component for an exercice (annexe 4)."""

    composant: IdComposant = textes("Composant")
    variable: NomVariable = textes("Variable de sa ligne de l'annexe 4")
    montant: PrixOuEvolution = textes("Montant, en euros, ou son évolution : +4%")
    exercice: Annee = textes("Exercice")
    phase: UnePhase | None = textes("Phase ; absente, le montant vaut pour toutes celles qui ne sont pas passées", None)


class FixerForfait(Modele):
    """Set the forfait from a date on (annexe 3)."""

    montant: ForfaitOuEvolution = textes("Euros par poste de travail et par an, ou son évolution : +4%")
    date: Jour = textes("Prise d'effet, un 1er janvier")
    reference: Texte = textes("Acte ou article qui fixe le montant")
    verifie_le: Jour = textes("Date de la dernière vérification")
    origine: UneOrigine = textes("D'où vient le montant", DEMONSTRATION)


class AjouterService(Modele):
    """Add a service, its row of annexe 4 and its price (art. 3, 12)."""

    code: CodeService = textes("Code du nouveau service : S12")
    libelle: Libelle = textes("Nom du service")
    nom_court: Libelle | None = textes("Nom en un ou deux mots ; absent, le nom du service", None)
    categorie: UneCategorie = textes("Socle ou option", Categorie.OPTION)
    prerequis: tuple[CodeSouscription, ...] = textes("Services exigés aux mêmes dates", ())
    convention_connexe: OuiNon = textes("Une convention spécifique est exigée", False)  # noqa: FBT003
    cle: NomCle = textes("Clé qui partage le coût, ou que compte le prix")
    montant: Prix = textes("Coût à partager par an, en euros ; ou prix d'une unité de la clé")
    unitaire: OuiNon = textes("Le montant est le prix d'une unité de la clé, et non un coût à partager", False)  # noqa: FBT003
    exercices: tuple[Annee, ...] = textes("Exercices qui ont ce montant")
    composant: Id | None = textes("Identifiant du composant ; absent, tiré du nom du service", None)
    origine: UneOrigine = textes("D'où viennent ces données", DEMONSTRATION)
    source: Texte = textes("Référence de la source", SANS_SOURCE)


class OuvrirExercice(Modele):
    """Open an exercice on the model of the year before (art. 14)."""

    exercice: Annee = textes("Exercice")
    date: Jour = textes("Date à laquelle quantités et prix sont repris")
