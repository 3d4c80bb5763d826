"""The closed lists of words of calls and closings (art. 8.3, 11).

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.model.scalaires import choix


class GenreVolet(StrEnum):
    """What a part of a call is (art. 8.3, a reading)."""

    ACOMPTE = "acompte"
    SOLDE = "solde"
    REGULARISATION = "regularisation"
    PREVISIONNEL = "previsionnel"

    @property
    def titre(self) -> bool:
        """Whether money is called: a forecast is announced only."""
        return self is not GenreVolet.PREVISIONNEL


class GenrePiece(StrEnum):
    """What carries an amount from one accounting to the other."""

    TITRE = "titre"
    REVERSEMENT = "reversement"
    IMPUTATION = "imputation"


class Appele(StrEnum):
    """What a document calls: a part of a call, or a delivery (art. 8.1, 8.3)."""

    ACOMPTE = "acompte"
    SOLDE = "solde"
    REGULARISATION = "regularisation"
    LIVRAISON = "livraison"


class GroupeNature(StrEnum):
    """Kinds of costs that a document keeps apart, for their accounts differ."""

    MASSE_SALARIALE = "masse_salariale"
    INDIRECTS = "indirects"
    DIRECT = "direct"


class EtapeLitige(StrEnum):
    """Where a disagreement stands (art. 11)."""

    CONTACT = "contact"
    CONTESTE = "conteste"
    AMIABLE = "amiable"
    TRIBUNAL = "tribunal"
    ADMIS = "admis"
    REJETE = "rejete"
    RETIRE = "retire"

    @property
    def suspend(self) -> bool:
        """Whether the service is suspended on the notice: a mere contact suspends nothing."""
        return self in {EtapeLitige.CONTESTE, EtapeLitige.AMIABLE, EtapeLitige.TRIBUNAL}

    @property
    def ouvert(self) -> bool:
        """Whether it is not settled."""
        return self is EtapeLitige.CONTACT or self.suspend


UnGenreVolet = Annotated[
    GenreVolet,
    choix(
        GenreVolet,
        {
            GenreVolet.ACOMPTE: "Acompte de l'exercice, par titre de recettes",
            GenreVolet.SOLDE: "Solde de l'exercice, par titre de recettes",
            GenreVolet.REGULARISATION: "Réalisé moins appelé : titre, ou reversement",
            GenreVolet.PREVISIONNEL: "État prévisionnel, annoncé sans titre",
        },
    ),
]
UnGenrePiece = Annotated[
    GenrePiece,
    choix(
        GenrePiece,
        {
            GenrePiece.TITRE: "Titre de recettes, à payer",
            GenrePiece.REVERSEMENT: "Trop-perçu rendu à l'adhérent",
            GenrePiece.IMPUTATION: "Imputation sur l'attribution de compensation",
        },
    ),
]
UnAppele = Annotated[
    Appele,
    choix(
        Appele,
        {
            Appele.ACOMPTE: "Acompte de l'exercice",
            Appele.SOLDE: "Solde de l'exercice",
            Appele.REGULARISATION: "Réalisé moins appelé",
            Appele.LIVRAISON: "Coût direct, à la livraison (article 8.1)",
        },
    ),
]
UnGroupeNature = Annotated[
    GroupeNature,
    choix(
        GroupeNature,
        {
            GroupeNature.MASSE_SALARIALE: "Masse salariale",
            GroupeNature.INDIRECTS: "Coûts indirects, factuels et annuels",
            GroupeNature.DIRECT: "Coûts directs",
        },
    ),
]
UneEtapeLitige = Annotated[
    EtapeLitige,
    choix(
        EtapeLitige,
        {
            EtapeLitige.CONTACT: "Contact avec le responsable administratif et financier : rien n'est suspendu",
            EtapeLitige.CONTESTE: "Désaccord persistant : le service est suspendu sur cet avis",
            EtapeLitige.AMIABLE: "Recherche d'un accord amiable",
            EtapeLitige.TRIBUNAL: "Devant le tribunal administratif",
            EtapeLitige.ADMIS: "Admis : la correction est portée par un appel",
            EtapeLitige.REJETE: "Rejeté : le montant est dû",
            EtapeLitige.RETIRE: "Retiré par l'adhérent",
        },
    ),
]
