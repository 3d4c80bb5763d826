"""The closed lists of words of the life of the convention: bodies, opinions, projects, levels, readings.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from convention.base.mots import mot
from convention.model.valeurs.scalaires import MotEcrit


class RoleDuService(MotEcrit):
    """What the common service is in a service or a project (art. 4)."""

    MOA = "moa", "Maître d'ouvrage"
    AMOA = "amoa", "Assistant à maîtrise d'ouvrage"
    AMOE = "amoe", "Assistant à maîtrise d'œuvre"
    MOE = "moe", "Maître d'œuvre"


class Niveau(MotEcrit):
    """Who may see (art. 6)."""

    lecteurs: str
    """Those who read, after « niveau »."""

    PUBLIC = mot("public", "Tout le monde", lecteurs="public")
    ADHERENTS = mot("adherents", "Tous les adhérents", lecteurs="tous les adhérents")
    ADHERENT_CONCERNE = mot(
        "adherent_concerne", "L'adhérent concerné et l'équipe du gestionnaire", lecteurs="adhérent concerné"
    )
    RESTREINT = mot("restreint", "L'équipe du gestionnaire seule", lecteurs="équipe du gestionnaire seule")


class StatutReunion(MotEcrit):
    """Whether a meeting took place."""

    PREVUE = "prevue", "Prévue"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


class SensAvis(MotEcrit):
    """What a body said."""

    bref: str
    """After « avis »."""

    FAVORABLE = mot("favorable", "Favorable", bref="favorable")
    RESERVES = mot("favorable_avec_reserves", "Favorable, avec des réserves", bref="favorable avec réserves")
    DEFAVORABLE = mot("defavorable", "Défavorable", bref="défavorable")


class StatutProjet(MotEcrit):
    """Where a project of the plan de charges stands (art. 5, 7.4)."""

    bref: str
    """In one word, in a table or after « est »."""

    DEMANDE = mot("demande", "Demandé par un adhérent", libelle="demandé", bref="demandé")
    INSCRIT = mot("inscrit", "Inscrit au plan de charges", bref="inscrit")
    ENGAGE = mot("engage", "Engagé", bref="engagé")
    TERMINE = mot("termine", "Terminé", bref="terminé")
    ABANDONNE = mot("abandonne", "Abandonné", bref="abandonné")


class Priorite(MotEcrit):
    """How an adherent ranks a need."""

    OBLIGATION = "obligation", "Obligation légale ou de sécurité"
    FORTE = "forte", "Forte"
    NORMALE = "normale", "Normale"


class ModeReglement(MotEcrit):
    """How an adherent pays."""

    TITRE = "titre", "Par titre de recettes"
    ATTRIBUTION = "attribution_de_compensation", "Par imputation sur l'attribution de compensation"


class GenreBudget(MotEcrit):
    """A payer is a budget."""

    PRINCIPAL = "principal", "Budget principal"
    ANNEXE = "annexe", "Budget annexe"


class Financement(MotEcrit):
    """How an editor sells a business application (art. 8.1)."""

    INSTANCES = "instances", "Par instance de l'application"
    LICENCES = "licences", "Par licence"
    COMPTES = "comptes", "Par compte"
    ABONNEMENT = "abonnement", "Par abonnement"
    FORFAIT = "forfait", "Au forfait"


class Usage(MotEcrit):
    """A command that uses what the convention says; checking and comparing use it all."""

    CALCULER = mot("calculer", "Calculer les contributions", libelle="le calcul")
    EXPLIQUER = mot("expliquer", "Expliquer un montant", libelle="l'explication")
    EQUILIBRE = mot("equilibre", "Rapprocher les coûts supportés et refacturés", libelle="l'équilibre")
    APPELS = mot("appels", "Appeler les contributions", libelle="les appels")
    CLORE = mot("clore", "Clore un exercice", libelle="la clôture")
    BUDGET = mot("budget", "Préparer le budget d'un adhérent", libelle="le budget")
    REDIGER = mot("rediger", "Rédiger les documents de l'année", libelle="les documents de l'année")
    FICHE_ADHESION = mot("fiche-adhesion", "Dire ce que demande une entrée", libelle="la fiche d'adhésion")
    FICHE_SORTIE = mot("fiche-sortie", "Dire ce que demande une sortie", libelle="la fiche de sortie")


class PorteeIndicateur(MotEcrit):
    """What an indicator is measured on."""

    CONVENTION = "convention", "Mesuré pour l'ensemble des adhérents"
    ADHERENT = "adherent", "Mesuré pour chaque adhérent"


class StatutLecture(MotEcrit):
    """Whether a reading was confirmed."""

    A_CONFIRMER = mot("a_confirmer", "Retenue ici, à confirmer par avenant", libelle="à confirmer")
    CONFIRMEE = "confirmee", "Confirmée par un avenant"


class StatutReconduction(MotEcrit):
    """The tacit renewal of a year (art. 14)."""

    RECONDUITE = "reconduite", "Reconduite tacitement"
    A_VENIR = "a_venir", "Le délai pour s'y opposer court encore"
