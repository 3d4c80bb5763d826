"""The closed lists of words of those who come and go (art. 3.1, 13).

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from convention.base.mots import mot
from convention.model.valeurs.scalaires import MotEcrit


class StatutAdhesion(MotEcrit):
    """Where a demand of membership stands (art. 3.1), in the order of its steps; a refusal ends it at any of them."""

    DEMANDE = "demande", "Demandée, pas encore évaluée"
    EVALUEE = "evaluee", "Évaluée par l'équipe du gestionnaire"
    AVIS_RENDU = mot("avis_rendu", "Avis rendu", libelle="avis rendu")
    DECIDEE = "decidee", "Décidée, pas encore signée"
    SIGNEE = "signee", "Convention signée"
    REFUSEE = "refusee", "Refusée"


class Contractant(MotEcrit):
    """The two parties of each convention."""

    bref: str
    """Before what it did."""

    GESTIONNAIRE = mot("gestionnaire", "Le gestionnaire", bref="gestionnaire")
    ADHERENT = mot("adherent", "L'adhérent", bref="adhérent")


class GenreResiliation(MotEcrit):
    """How the convention comes to its end for an adherent (art. 13)."""

    bref: str
    """After « résiliation »."""
    acte: str
    """What notifies it."""
    suppose: tuple[str, ...]
    """Fields that it must have; its delay starts from the first."""

    SIMPLE = mot(
        "simple",
        "Par lettre de résiliation, avec préavis",
        bref="simple",
        acte="Lettre de résiliation",
        suppose=("notification",),
    )
    COMMUN_ACCORD = mot(
        "commun_accord",
        "D'un commun accord",
        bref="d'un commun accord",
        acte="Accord des deux parties",
        suppose=("accord",),
    )
    FAUTE = mot(
        "faute",
        "Pour faute, après une mise en demeure restée infructueuse (impayé compris)",
        libelle="pour faute",
        bref="pour faute",
        acte="Lettre de résiliation, après une mise en demeure restée infructueuse",
        suppose=("mise_en_demeure", "notification"),
    )
