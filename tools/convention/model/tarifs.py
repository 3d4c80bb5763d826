"""Documents of `pricing/`: forfait (annexe 3), keys, rows (annexe 4), components, exercices, accounts.

Knows: their shape. Must not know: how a formula is read (`formulas`), who pays (`engine`).
"""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from convention.base.nodes import ScalarNode
from convention.model.champs import Dictionnaire, Modele, perimetre, prix, regles, textes
from convention.model.scalaires import (
    Annee,
    CodeService,
    CodeSousService,
    Compte,
    Id,
    Jour,
    Montant,
    MontantPositif,
    Nom,
    OuiNon,
    Prix,
    Quantite,
    Texte,
)
from convention.model.vocabulaire import (
    PHASES,
    Beneficiaires,
    DesBeneficiaires,
    Phase,
    Portee,
    Section,
    UnComptage,
    UneNature,
    UneOrigine,
    UnePhase,
    UnePortee,
    UneSection,
    UnStatutExercice,
    UnTypeAdherent,
)


class ValeurForfait(Modele):
    """The forfait from a date on."""

    date: Jour = prix("Prise d'effet, un 1er janvier")
    montant: MontantPositif = prix("Euros par poste de travail et par an")
    origine: UneOrigine | None = textes("Origine, si elle diffère de celle du fichier", None)
    reference: Texte = textes("Acte ou article qui fixe le montant")
    verifie_le: Jour = textes("Date de la dernière vérification")


class Forfait(Modele):
    """`pricing/forfait.yaml`: annexe 3, masse salariale."""

    origine: UneOrigine = textes("D'où viennent ces montants")
    source: Texte | None = textes("Référence de la source", None)
    cle: Nom = regles("Clé qui compte les postes de travail")
    valeurs: tuple[ValeurForfait, ...] = prix("Montants par date")


class Cle(Modele):
    """A distribution key (abaque)."""

    libelle: Texte = textes("Ce qui est compté : nombre de comptes")
    unite: Texte = regles("Unité au singulier : compte")
    pluriel: Texte = textes("Unité au pluriel : comptes")
    comptage: UnComptage | None = regles("Ce que compte la clé", None)
    somme: tuple[Nom, ...] = regles("Clés dont elle est la somme", ())
    portee: UnePortee = regles("Un compte par adhérent, ou par composant", Portee.ADHERENT)
    origine: UneOrigine | None = textes("Origine, si elle diffère de celle du fichier", None)


class Cles(Modele):
    """`pricing/cles.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces clés")
    source: Texte | None = textes("Référence de la source", None)
    cles: Dictionnaire[Nom, Cle] = regles("Clés de répartition")


class Exemple(Modele):
    """A worked example of a formula: values by name, and the exact amount that must come out."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Quantite] = Field(init=False)

    total: Dictionnaire[Nom, Quantite] = textes("Quantité totale de chaque clé partagée", {})
    attendu: Montant = textes("Montant attendu, arrondi au centime")

    @property
    def valeurs(self) -> dict[str, Any]:
        """Values of the variables, parameters and keys, by name."""
        return dict(self.__pydantic_extra__ or {})


class Mode(Modele):
    """A column of annexe 4: its formula, its original text, its examples."""

    formule: Texte = regles("Formule")
    texte: Texte = textes("Texte de l'annexe 4")
    exemples: tuple[Exemple, ...] = textes("Exemples chiffrés, recalculés à chaque contrôle", ())


class Parametre(Modele):
    """A constant of a row, dated by exercice."""

    unite: Texte = regles("Unité")
    valeurs: Dictionnaire[Annee, Quantite] = regles("Valeur à partir de l'exercice")


class LigneTarif(Modele):
    """A row of annexe 4."""

    id: Id = regles("Identifiant de la ligne")
    service: CodeService = regles("Service du catalogue")
    categorie: Texte = textes("Catégorie de l'annexe 4")
    famille: Texte | None = textes("Famille de l'annexe 4", None)
    libelle: Texte = textes("Service de l'annexe 4")
    cle_texte: Texte | None = textes("Clé de répartition, telle que l'annexe 4 l'écrit", None)
    origine: UneOrigine | None = textes("Origine, si elle diffère de celle du fichier", None)
    source: Texte | None = textes("Référence de la source", None)
    hors_extrait: OuiNon = textes("Hors de l'extrait publié, à arrêter par avenant", False)  # noqa: FBT003
    lecture: Texte | None = textes("Comment un texte ambigu est lu", None)
    part_fixe: OuiNon = regles("Un terme est facturé entier à chaque bénéficiaire", False)  # noqa: FBT003
    variables: Dictionnaire[Nom, Texte] = regles("Variables et leur unité", {})
    parametres: Dictionnaire[Nom, Parametre] = regles("Constantes datées", {})
    direct: Mode | None = regles("Coût direct (une fois)", None)
    factuel: Mode | None = regles("Coût indirect (factuel)", None)
    annuel: Mode | None = regles("Coût indirect (annuel)", None)


class CoutsDePossession(Modele):
    """`pricing/couts-de-possession.yaml`: annexe 4."""

    origine: UneOrigine = textes("D'où viennent ces lignes")
    source: Texte | None = textes("Référence de la source", None)
    lignes: tuple[LigneTarif, ...] = regles("Lignes de l'annexe 4")


class ParPhase(Modele):
    """A price: one figure, or one a phase. One figure alone holds for every phase."""

    previsionnel: Prix | None = prix("Prévision d'octobre", None)
    revise: Prix | None = prix("Révision d'avril", None)
    realise: Prix | None = prix("Constaté à la clôture", None)

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, node: Any) -> Any:  # noqa: ANN401 (raw node)
        return dict.fromkeys(PHASES, node) if isinstance(node, ScalarNode) else node


class Composant(Modele):
    """An instance of a row of annexe 4: what is paid, for whom."""

    libelle: Texte = textes("Nom du composant")
    libelle_factuel: Texte | None = textes("Nom du coût factuel, s'il en a un autre", None)
    ligne: Id = regles("Ligne de l'annexe 4")
    abaque: Nom | None = regles("Clé qui tient lieu d'abaque", None)
    beneficiaires: DesBeneficiaires = perimetre("Qui en paie une part", Beneficiaires.ABONNES)
    sous_service: CodeSousService | None = perimetre("Sous-service dont il relève", None)
    section: UneSection = regles("Section budgétaire", Section.FONCTIONNEMENT)
    debut: Jour | None = perimetre("Premier jour d'existence", None)
    fin: Jour | None = perimetre("Premier jour après l'existence (exclu)", None)
    origine: UneOrigine | None = textes("Origine, si elle diffère de celle du fichier", None)
    source: Texte | None = textes("Référence de la source", None)
    montants: Dictionnaire[Annee, Dictionnaire[Nom, ParPhase]] = prix("Montants par exercice", {})


class Composants(Modele):
    """`pricing/composants/<code>.yaml`: the components of a service."""

    origine: UneOrigine = textes("D'où viennent ces composants")
    source: Texte | None = textes("Référence de la source", None)
    composants: Dictionnaire[Id, Composant] = perimetre("Composants du service")


class Exercice(Modele):
    """`pricing/exercices/<année>.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces données")
    source: Texte | None = textes("Référence de la source", None)
    statut: UnStatutExercice = textes("Ouvert ou clos")
    phase: UnePhase = textes("Phase en vigueur")


class Imputation(Modele):
    """Accounts proposed for a nature, a section and a kind of payer, to be validated by the public accountant."""

    nature: UneNature = regles("Nature de la contribution")
    section: UneSection = regles("Section budgétaire")
    payeur: UnTypeAdherent = regles("Genre de payeur")
    recette: Compte = regles("Compte de recette du gestionnaire")
    depense: Compte = regles("Compte de dépense du payeur")
    chapitre_depense: Compte | None = textes("Chapitre de la dépense", None)


class Comptes(Modele):
    """`pricing/comptes.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces imputations")
    source: Texte | None = textes("Référence de la source", None)
    comptes: tuple[Imputation, ...] = regles("Imputations")


def phase_prices(value: ParPhase) -> dict[Phase, Any]:
    """Return the price of each phase that has one of its own."""
    prices = {Phase.PREVISIONNEL: value.previsionnel, Phase.REVISE: value.revise, Phase.REALISE: value.realise}
    return {phase: price for phase, price in prices.items() if price is not None}
