"""The closed lists of words of calls and closings (art. 8.3, 11).

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from typing import Annotated

from convention.base.mots import Mot
from convention.model.scalaires import choix


class GenreVolet(Mot):
    """What a part of a call is (art. 8.3, a reading)."""

    ACOMPTE = "acompte", "Acompte de l'exercice, par titre de recettes"
    SOLDE = "solde", "Solde de l'exercice, par titre de recettes"
    REGULARISATION = "regularisation", "Réalisé moins appelé : titre, ou reversement"
    PREVISIONNEL = "previsionnel", "État prévisionnel, annoncé sans titre"

    @property
    def titre(self) -> bool:
        """Whether money is called: a forecast is announced only."""
        return self is not GenreVolet.PREVISIONNEL


class GenrePiece(Mot):
    """What carries an amount from one accounting to the other."""

    TITRE = "titre", "Titre de recettes, à payer"
    REVERSEMENT = "reversement", "Trop-perçu rendu à l'adhérent"
    IMPUTATION = "imputation", "Imputation sur l'attribution de compensation"


class Appele(Mot):
    """What a document calls: a part of a call, or a delivery (art. 8.1, 8.3)."""

    ACOMPTE = "acompte", "Acompte de l'exercice"
    SOLDE = "solde", "Solde de l'exercice"
    REGULARISATION = "regularisation", "Réalisé moins appelé"
    LIVRAISON = "livraison", "Coût direct, à la livraison (article 8.1)"


class GroupeNature(Mot):
    """Kinds of costs that a document keeps apart, for their accounts differ."""

    MASSE_SALARIALE = "masse_salariale", "Masse salariale"
    INDIRECTS = "indirects", "Coûts indirects, factuels et annuels"
    DIRECT = "direct", "Coûts directs"


class EtapeLitige(Mot):
    """Where a disagreement stands (art. 11)."""

    CONTACT = "contact", "Contact avec le responsable administratif et financier : rien n'est suspendu"
    CONTESTE = "conteste", "Désaccord persistant : le service est suspendu sur cet avis"
    AMIABLE = "amiable", "Recherche d'un accord amiable"
    TRIBUNAL = "tribunal", "Devant le tribunal administratif"
    ADMIS = "admis", "Admis : la correction est portée par un appel"
    REJETE = "rejete", "Rejeté : le montant est dû"
    RETIRE = "retire", "Retiré par l'adhérent"

    @property
    def suspend(self) -> bool:
        """Whether the service is suspended on the notice: a mere contact suspends nothing."""
        return self in {EtapeLitige.CONTESTE, EtapeLitige.AMIABLE, EtapeLitige.TRIBUNAL}

    @property
    def ouvert(self) -> bool:
        """Whether it is not settled."""
        return self is EtapeLitige.CONTACT or self.suspend


UnGenreVolet = Annotated[GenreVolet, choix(GenreVolet)]
UnGenrePiece = Annotated[GenrePiece, choix(GenrePiece)]
UnAppele = Annotated[Appele, choix(Appele)]
UnGroupeNature = Annotated[GroupeNature, choix(GroupeNature)]
UneEtapeLitige = Annotated[EtapeLitige, choix(EtapeLitige)]
