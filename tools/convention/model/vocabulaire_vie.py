"""The closed lists of words of the life of the convention: bodies, opinions, projects, levels, readings.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.model.scalaires import choix


class RoleDsit(StrEnum):
    """What the DSIT is in a service or a project (art. 4)."""

    MOA = "moa"
    AMOA = "amoa"
    AMOE = "amoe"
    MOE = "moe"


class Niveau(StrEnum):
    """Who may see (art. 6)."""

    PUBLIC = "public"
    ADHERENTS = "adherents"
    ADHERENT_CONCERNE = "adherent_concerne"
    RESTREINT = "restreint"


class StatutReunion(StrEnum):
    """Whether a meeting took place."""

    PREVUE = "prevue"
    TENUE = "tenue"
    ANNULEE = "annulee"


class SensAvis(StrEnum):
    """What a body said."""

    FAVORABLE = "favorable"
    RESERVES = "favorable_avec_reserves"
    DEFAVORABLE = "defavorable"


class StatutProjet(StrEnum):
    """Where a project of the plan de charges stands (art. 5, 7.4)."""

    DEMANDE = "demande"
    INSCRIT = "inscrit"
    ENGAGE = "engage"
    TERMINE = "termine"
    ABANDONNE = "abandonne"


class Priorite(StrEnum):
    """How an adherent ranks a need."""

    OBLIGATION = "obligation"
    FORTE = "forte"
    NORMALE = "normale"


class GroupeDsit(StrEnum):
    """The teams of a working group (art. 7.4)."""

    ETUDES = "etudes"
    INFRASTRUCTURES = "infrastructures"
    ENVIRONNEMENT_UTILISATEUR = "environnement_utilisateur"
    SIG = "sig"
    DATA = "data"
    SECURITE = "securite"


class Jalon(StrEnum):
    """The two calls of a year (art. 8.3)."""

    AVRIL = "avril"
    OCTOBRE = "octobre"


class ModeReglement(StrEnum):
    """How an adherent pays."""

    TITRE = "titre"
    ATTRIBUTION = "attribution_de_compensation"


class GenreBudget(StrEnum):
    """A payer is a budget."""

    PRINCIPAL = "principal"
    ANNEXE = "annexe"


class Financement(StrEnum):
    """How an editor sells a business application (art. 8.1)."""

    INSTANCES = "instances"
    LICENCES = "licences"
    COMPTES = "comptes"
    ABONNEMENT = "abonnement"
    FORFAIT = "forfait"


class PorteeIndicateur(StrEnum):
    """What an indicator is measured on."""

    CONVENTION = "convention"
    ADHERENT = "adherent"


class StatutLecture(StrEnum):
    """Whether a reading was confirmed."""

    A_CONFIRMER = "a_confirmer"
    CONFIRMEE = "confirmee"


class StatutReconduction(StrEnum):
    """The tacit renewal of a year (art. 14)."""

    RECONDUITE = "reconduite"
    A_VENIR = "a_venir"


UnRole = Annotated[
    RoleDsit,
    choix(
        RoleDsit,
        {
            RoleDsit.MOA: "Maître d'ouvrage",
            RoleDsit.AMOA: "Assistant à maîtrise d'ouvrage",
            RoleDsit.AMOE: "Assistant à maîtrise d'œuvre",
            RoleDsit.MOE: "Maître d'œuvre",
        },
    ),
]
UnNiveau = Annotated[
    Niveau,
    choix(
        Niveau,
        {
            Niveau.PUBLIC: "Tout le monde",
            Niveau.ADHERENTS: "Tous les adhérents",
            Niveau.ADHERENT_CONCERNE: "L'adhérent concerné et la DSIT",
            Niveau.RESTREINT: "La DSIT seule",
        },
    ),
]
UnStatutReunion = Annotated[
    StatutReunion,
    choix(
        StatutReunion,
        {
            StatutReunion.PREVUE: "Prévue",
            StatutReunion.TENUE: "Tenue",
            StatutReunion.ANNULEE: "Annulée",
        },
    ),
]
UnSensAvis = Annotated[
    SensAvis,
    choix(
        SensAvis,
        {
            SensAvis.FAVORABLE: "Favorable",
            SensAvis.RESERVES: "Favorable, avec des réserves",
            SensAvis.DEFAVORABLE: "Défavorable",
        },
    ),
]
UnStatutProjet = Annotated[
    StatutProjet,
    choix(
        StatutProjet,
        {
            StatutProjet.DEMANDE: "Demandé par un adhérent",
            StatutProjet.INSCRIT: "Inscrit au plan de charges",
            StatutProjet.ENGAGE: "Engagé",
            StatutProjet.TERMINE: "Terminé",
            StatutProjet.ABANDONNE: "Abandonné",
        },
    ),
]
UnePriorite = Annotated[
    Priorite,
    choix(
        Priorite,
        {
            Priorite.OBLIGATION: "Obligation légale ou de sécurité",
            Priorite.FORTE: "Forte",
            Priorite.NORMALE: "Normale",
        },
    ),
]
UnGroupeDsit = Annotated[
    GroupeDsit,
    choix(
        GroupeDsit,
        {
            GroupeDsit.ETUDES: "Études",
            GroupeDsit.INFRASTRUCTURES: "Infrastructures",
            GroupeDsit.ENVIRONNEMENT_UTILISATEUR: "Environnement utilisateur",
            GroupeDsit.SIG: "SIG",
            GroupeDsit.DATA: "DATA",
            GroupeDsit.SECURITE: "Sécurité",
        },
    ),
]
UnJalon = Annotated[
    Jalon,
    choix(
        Jalon,
        {
            Jalon.AVRIL: "Adoption du compte administratif, préparation de la décision modificative",
            Jalon.OCTOBRE: "Définition du budget prévisionnel",
        },
    ),
]
UnModeReglement = Annotated[
    ModeReglement,
    choix(
        ModeReglement,
        {
            ModeReglement.TITRE: "Par titre de recettes",
            ModeReglement.ATTRIBUTION: "Par imputation sur l'attribution de compensation",
        },
    ),
]
UnGenreBudget = Annotated[
    GenreBudget,
    choix(GenreBudget, {GenreBudget.PRINCIPAL: "Budget principal", GenreBudget.ANNEXE: "Budget annexe"}),
]
UnFinancement = Annotated[
    Financement,
    choix(
        Financement,
        {
            Financement.INSTANCES: "Par instance de l'application",
            Financement.LICENCES: "Par licence",
            Financement.COMPTES: "Par compte",
            Financement.ABONNEMENT: "Par abonnement",
            Financement.FORFAIT: "Au forfait",
        },
    ),
]
UnePorteeIndicateur = Annotated[
    PorteeIndicateur,
    choix(
        PorteeIndicateur,
        {
            PorteeIndicateur.CONVENTION: "Mesuré pour l'ensemble des adhérents",
            PorteeIndicateur.ADHERENT: "Mesuré pour chaque adhérent",
        },
    ),
]
UnStatutLecture = Annotated[
    StatutLecture,
    choix(
        StatutLecture,
        {
            StatutLecture.A_CONFIRMER: "Retenue ici, à confirmer par avenant",
            StatutLecture.CONFIRMEE: "Confirmée par un avenant",
        },
    ),
]
UnStatutReconduction = Annotated[
    StatutReconduction,
    choix(
        StatutReconduction,
        {
            StatutReconduction.RECONDUITE: "Reconduite tacitement",
            StatutReconduction.A_VENIR: "Le délai pour s'y opposer court encore",
        },
    ),
]
