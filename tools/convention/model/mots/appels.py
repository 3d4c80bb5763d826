"""The closed lists of words of calls and closings (art. 8.3, 11).

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from convention.base.mots import mot
from convention.model.mots.communs import Phase
from convention.model.valeurs.scalaires import MotEcrit


class GenreVolet(MotEcrit):
    """What a part of a call is (art. 8.3, a reading)."""

    le: str
    """With its article."""
    bref: str
    """In few words, before the exercice."""
    phase: Phase
    """State of the figures that it calls."""

    ACOMPTE = mot(
        "acompte",
        "Acompte de l'exercice, à payer",
        le="l'acompte",
        bref="acompte de l'exercice",
        phase=Phase.REVISE,
    )
    SOLDE = mot(
        "solde",
        "Solde de l'exercice, à payer",
        le="le solde",
        bref="solde de l'exercice",
        phase=Phase.REVISE,
    )
    REGULARISATION = mot(
        "regularisation",
        "Réalisé moins appelé : à payer, ou à rendre",
        le="la régularisation",
        bref="régularisation de l'exercice",
        phase=Phase.REALISE,
    )
    PREVISIONNEL = mot(
        "previsionnel",
        "État prévisionnel, annoncé : rien à payer",
        le="l'état prévisionnel",
        bref="état prévisionnel",
        phase=Phase.PREVISIONNEL,
    )

    @property
    def titre(self) -> bool:
        """Whether money is called: a forecast is announced only."""
        return self is not GenreVolet.PREVISIONNEL

    @property
    def de_l_annee(self) -> bool:
        """Whether it calls the revised amounts, to be paid in their own exercice."""
        return self.phase is Phase.REVISE


DE_L_ANNEE = frozenset(str(genre) for genre in GenreVolet if genre.de_l_annee)
"""The same, as sealed lines write them."""


SANS_MANDAT = "sans mandat à émettre"
"""What is withheld from an attribution de compensation: its adherent does not pay it."""


class GenrePiece(MotEcrit):
    """What carries an amount from one accounting to the other."""

    intitule: str
    """In a table."""
    nom: str
    """Before its rank: « Titre 1 »."""
    le: str
    un: str
    du: str
    pluriel: str
    chez_le_gestionnaire: str
    """Before the account of the managing body: how it books one."""
    mention: str
    """After what it calls, when that is not simply to be paid."""
    regle: str
    """Once it is settled, its day in braces: « payé le 3 mars »."""

    @property
    def par_mandat(self) -> bool:
        """Whether the payer pays it: what is withheld, or given back, is no expense of its own."""
        return self in {GenrePiece.TITRE, GenrePiece.APPEL}

    @property
    def avec_recours(self) -> bool:
        """Whether a delay of public law runs from its receipt: none does from the call of an association."""
        return self is not GenrePiece.APPEL

    TITRE = mot(
        "titre",
        "Titre de recettes, à payer",
        intitule="Titre de recettes",
        nom="Titre",
        le="le titre",
        un="un titre",
        du="du titre",
        pluriel="titres",
        chez_le_gestionnaire="",
        mention="",
        regle="payé{}",
    )
    APPEL = mot(
        "appel",
        "Appel de contribution, à payer à une association",
        intitule="Appel de contribution",
        nom="Appel",
        le="l'appel",
        un="un appel",
        du="de l'appel",
        pluriel="appels",
        chez_le_gestionnaire="",
        mention="",
        regle="payé{}",
    )
    REVERSEMENT = mot(
        "reversement",
        "Trop-perçu rendu à l'adhérent",
        intitule="Reversement",
        nom="Reversement",
        le="le reversement",
        un="un reversement",
        du="du reversement",
        pluriel="reversements",
        chez_le_gestionnaire="mandat, ",
        mention=", trop-perçu rendu",
        regle="versé{}",
    )
    IMPUTATION = mot(
        "imputation",
        "Imputation sur l'attribution de compensation",
        intitule="Imputation sur l'attribution de compensation",
        nom="Imputation",
        le="l'imputation",
        un="une imputation",
        du="de l'imputation",
        pluriel="imputations",
        chez_le_gestionnaire="moins ",
        mention=", imputé sur l'attribution de compensation",
        regle=f"retenu{{}}, {SANS_MANDAT}",
    )


class Appele(MotEcrit):
    """What a document calls: a part of a call, or a delivery (art. 8.1, 8.3)."""

    bref: str
    """In one word, before the exercice."""

    ACOMPTE = mot("acompte", "Acompte de l'exercice", bref="acompte")
    SOLDE = mot("solde", "Solde de l'exercice", bref="solde")
    REGULARISATION = mot("regularisation", "Réalisé moins appelé", bref="régularisation")
    LIVRAISON = mot("livraison", "Coût direct, à la livraison", bref="livraison")


class EtapeLitige(MotEcrit):
    """Where a disagreement stands (art. 11)."""

    etat: str
    """Where it stands, in a statement: « contestation : admise »."""
    degre: str
    """Its step on the way of what is not settled; none when it is."""

    CONTACT = mot(
        "contact",
        "Premier contact : rien n'est suspendu",
        etat="premier contact, rien n'est suspendu",
        degre="Premier contact",
    )
    CONTESTE = mot(
        "conteste",
        "Désaccord persistant : sur cette pièce, ce qui n'est pas payé du service est suspendu",
        etat="en cours d'examen",
        degre="Réponse attendue",
    )
    AMIABLE = mot(
        "amiable",
        "Recherche d'un accord amiable",
        etat="en recherche d'un accord amiable",
        degre="Recherche d'un accord amiable",
    )
    TRIBUNAL = mot(
        "tribunal",
        "Devant le tribunal",
        etat="devant le tribunal",
        degre="Tribunal",
    )
    ADMIS = mot("admis", "Admis : la correction est portée par un appel", etat="admise", degre="")
    REJETE = mot("rejete", "Rejeté : le montant est dû", etat="rejetée", degre="")
    RETIRE = mot("retire", "Retiré par l'adhérent", etat="retirée", degre="")

    @property
    def suspend(self) -> bool:
        """Whether the service is suspended on the notice: a mere contact suspends nothing."""
        return self in {EtapeLitige.CONTESTE, EtapeLitige.AMIABLE, EtapeLitige.TRIBUNAL}

    @property
    def ouvert(self) -> bool:
        """Whether it is not settled."""
        return self is EtapeLitige.CONTACT or self.suspend
