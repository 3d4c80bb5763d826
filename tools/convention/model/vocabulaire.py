"""The closed lists of words of the convention: phases, origins, natures, statuses.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.base.period import Prorata as ModeProrata
from convention.model.scalaires import choix


class Origine(StrEnum):
    """Where a figure comes from; the order is from the strongest to the weakest."""

    CONVENTION = "convention"
    PUBLIC = "public"
    DEMONSTRATION = "demonstration"


ORIGINES = tuple(Origine)


def weakest(*origins: Origine) -> Origine:
    """Return the weakest origin: a result is worth its weakest input; nothing invented, the convention's own."""
    return max(origins, key=ORIGINES.index, default=Origine.CONVENTION)


class Phase(StrEnum):
    """A state of the figures of an exercice (art. 8.3)."""

    PREVISIONNEL = "previsionnel"
    REVISE = "revise"
    REALISE = "realise"


PHASES = tuple(Phase)
NOMS_PHASES = {Phase.PREVISIONNEL: "prévisionnel", Phase.REVISE: "révisé", Phase.REALISE: "réalisé"}


class Nature(StrEnum):
    """The natures of a contribution (art. 8, annexe 4)."""

    MASSE_SALARIALE = "masse_salariale"
    DIRECT = "direct"
    INDIRECT_FACTUEL = "indirect_factuel"
    INDIRECT_ANNUEL = "indirect_annuel"


class Section(StrEnum):
    """The two sections of a public budget."""

    FONCTIONNEMENT = "fonctionnement"
    INVESTISSEMENT = "investissement"


class TypeAdherent(StrEnum):
    """Who may share a common service (art. 2, L5211-4-2 CGCT)."""

    EPCI = "epci"
    COMMUNE = "commune"
    ETABLISSEMENT_RATTACHE = "etablissement_rattache"


class StatutSouscription(StrEnum):
    """Whether a subscribed service is in use (art. 3)."""

    ACTIVE = "active"
    SOUSCRITE_NON_ACTIVEE = "souscrite_non_activee"


class Comptage(StrEnum):
    """What a key counts."""

    A_DATE = "a_date"
    MOYENNE = "moyenne"
    SUR_PERIODE = "sur_periode"


class Portee(StrEnum):
    """What a count belongs to."""

    ADHERENT = "adherent"
    COMPOSANT = "composant"


class Beneficiaires(StrEnum):
    """Who pays for a component."""

    ABONNES = "abonnes"
    SOUSCRIPTION = "souscription"


class Categorie(StrEnum):
    """The two groups of the catalogue (annexe 1)."""

    SOCLE = "socle"
    OPTION = "option"


class NaturePoste(StrEnum):
    """What an FTE of annexe 2 is."""

    INTERNE = "interne"
    REGIE = "regie"
    A_PRECISER = "a_preciser"


class StatutExercice(StrEnum):
    """Whether the figures of an exercice may still move."""

    OUVERT = "ouvert"
    CLOS = "clos"


class PartLiberee(StrEnum):
    """Who bears what an exit in mid-year frees."""

    REPARTIE = "repartie"
    GESTIONNAIRE = "gestionnaire"
    GELEE = "gelee"


class Reliquat(StrEnum):
    """Who bears what a cap or an exemption leaves."""

    REPARTI = "reparti"
    GESTIONNAIRE = "gestionnaire"
    NON_RECOUVRE = "non_recouvre"


class ModeBareme(StrEnum):
    """How a grid reads a quantity."""

    PALIER = "palier"
    TRANCHES = "tranches"


class RangTranche(StrEnum):
    """Which tier holds when two measures name each one."""

    PLUS_HAUTE = "plus_haute"
    PLUS_BASSE = "plus_basse"


class Colonne(StrEnum):
    """The three columns of amounts of annexe 4."""

    DIRECT = "direct"
    FACTUEL = "factuel"
    ANNUEL = "annuel"


class Taxe(StrEnum):
    """What amounts include."""

    TTC = "ttc"
    HT = "ht"


class Derogation(StrEnum):
    """Derogations that annexe 3 asks for."""

    ARCHIVES_DEPARTEMENTALES = "archives_departementales"


UneOrigine = Annotated[
    Origine,
    choix(
        Origine,
        {
            Origine.CONVENTION: "Écrit dans la convention",
            Origine.PUBLIC: "Tiré d'une source publique citée",
            Origine.DEMONSTRATION: "Inventé pour la démonstration",
        },
    ),
]
UnePhase = Annotated[
    Phase,
    choix(
        Phase,
        {
            Phase.PREVISIONNEL: "Prévision d'octobre",
            Phase.REVISE: "Révision d'avril",
            Phase.REALISE: "Constaté à la clôture",
        },
    ),
]
UneNature = Annotated[
    Nature,
    choix(
        Nature,
        {
            Nature.MASSE_SALARIALE: "Forfait par poste de travail (annexe 3)",
            Nature.DIRECT: "Coût direct, à l'euro l'euro",
            Nature.INDIRECT_FACTUEL: "Coût indirect factuel",
            Nature.INDIRECT_ANNUEL: "Coût indirect annuel",
        },
    ),
]
UneSection = Annotated[
    Section,
    choix(
        Section,
        {Section.FONCTIONNEMENT: "Section de fonctionnement", Section.INVESTISSEMENT: "Section d'investissement"},
    ),
]
UnTypeAdherent = Annotated[
    TypeAdherent,
    choix(
        TypeAdherent,
        {
            TypeAdherent.EPCI: "Établissement public de coopération intercommunale",
            TypeAdherent.COMMUNE: "Commune membre",
            TypeAdherent.ETABLISSEMENT_RATTACHE: "Établissement public rattaché",
        },
    ),
]
UnStatutSouscription = Annotated[
    StatutSouscription,
    choix(
        StatutSouscription,
        {
            StatutSouscription.ACTIVE: "Service en usage, facturé",
            StatutSouscription.SOUSCRITE_NON_ACTIVEE: "Souscrit, pas encore en usage : rien n'est facturé",
        },
    ),
]
UnComptage = Annotated[
    Comptage,
    choix(
        Comptage,
        {
            Comptage.A_DATE: "Stock compté à une date : pesé par la présence",
            Comptage.MOYENNE: "Moyenne de l'année : jamais pesée à nouveau",
            Comptage.SUR_PERIODE: "Flux compté sur l'année : jamais pesé",
        },
    ),
]
UnePortee = Annotated[
    Portee,
    choix(
        Portee,
        {Portee.ADHERENT: "Un compte par adhérent", Portee.COMPOSANT: "Un compte par adhérent et par composant"},
    ),
]
DesBeneficiaires = Annotated[
    Beneficiaires,
    choix(
        Beneficiaires,
        {
            Beneficiaires.ABONNES: "Tous les abonnés du service ou du sous-service",
            Beneficiaires.SOUSCRIPTION: "Ceux qui citent le composant dans leurs souscriptions",
        },
    ),
]
UneCategorie = Annotated[
    Categorie, choix(Categorie, {Categorie.SOCLE: "Service du socle", Categorie.OPTION: "Service optionnel"})
]
UneNaturePoste = Annotated[
    NaturePoste,
    choix(
        NaturePoste,
        {
            NaturePoste.INTERNE: "Agents de la DSIT",
            NaturePoste.REGIE: "Prestation achetée",
            NaturePoste.A_PRECISER: "La convention ne le dit pas",
        },
    ),
]
UnStatutExercice = Annotated[
    StatutExercice,
    choix(StatutExercice, {StatutExercice.OUVERT: "En cours ou à venir", StatutExercice.CLOS: "Arrêté"}),
]
UnModeProrata = Annotated[
    ModeProrata,
    choix(
        ModeProrata,
        {
            ModeProrata.MENSUEL: "Par douzièmes",
            ModeProrata.JOURNALIER: "Par jours",
            ModeProrata.AUCUN: "L'année entière est due",
        },
    ),
]
UnePartLiberee = Annotated[
    PartLiberee,
    choix(
        PartLiberee,
        {
            PartLiberee.REPARTIE: "Les bénéficiaires restants se la partagent",
            PartLiberee.GESTIONNAIRE: "Le gestionnaire la prend à sa charge",
            PartLiberee.GELEE: "Le partant la paie jusqu'au 31 décembre",
        },
    ),
]
UneDerogation = Annotated[
    Derogation, choix(Derogation, {Derogation.ARCHIVES_DEPARTEMENTALES: "Dérogation des archives départementales"})
]
UnReliquat = Annotated[
    Reliquat,
    choix(
        Reliquat,
        {
            Reliquat.REPARTI: "Les autres bénéficiaires se le partagent",
            Reliquat.GESTIONNAIRE: "Le gestionnaire le prend à sa charge",
            Reliquat.NON_RECOUVRE: "Personne ne le paie : il est dit non recouvré",
        },
    ),
]
UnMode = Annotated[
    ModeBareme,
    choix(
        ModeBareme,
        {
            ModeBareme.PALIER: "La valeur de la tranche atteinte vaut pour toute la quantité",
            ModeBareme.TRANCHES: "Chaque unité est payée au prix de sa tranche",
        },
    ),
]
UnRangTranche = Annotated[
    RangTranche,
    choix(
        RangTranche,
        {
            RangTranche.PLUS_HAUTE: "La plus haute : l'une ou l'autre mesure suffit",
            RangTranche.PLUS_BASSE: "La plus basse : il faut que toutes les mesures l'atteignent",
        },
    ),
]
UneColonne = Annotated[
    Colonne,
    choix(
        Colonne,
        {
            Colonne.DIRECT: "Coût direct (une fois)",
            Colonne.FACTUEL: "Coût indirect (factuel)",
            Colonne.ANNUEL: "Coût indirect (annuel)",
        },
    ),
]
UneTaxe = Annotated[Taxe, choix(Taxe, {Taxe.TTC: "Toutes taxes comprises", Taxe.HT: "Hors taxes"})]
