"""The closed lists of words of those who come and go (art. 3.1, 13).

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.model.scalaires import choix


class StatutAdhesion(StrEnum):
    """Where a demand of membership stands (art. 3.1), in the order of its steps; a refusal ends it at any of them."""

    DEMANDE = "demande"
    EVALUEE = "evaluee"
    AVIS_RENDU = "avis_rendu"
    DECIDEE = "decidee"
    SIGNEE = "signee"
    REFUSEE = "refusee"


class Contractant(StrEnum):
    """The two parties of each convention."""

    METROPOLE = "metropole"
    ADHERENT = "adherent"


class GenreResiliation(StrEnum):
    """How the convention comes to its end for an adherent (art. 13)."""

    SIMPLE = "simple"
    COMMUN_ACCORD = "commun_accord"
    FAUTE = "faute"


UnStatutAdhesion = Annotated[
    StatutAdhesion,
    choix(
        StatutAdhesion,
        {
            StatutAdhesion.DEMANDE: "Demandée, pas encore évaluée",
            StatutAdhesion.EVALUEE: "Évaluée par la DSIT",
            StatutAdhesion.AVIS_RENDU: "Avis du comité de suivi stratégique rendu",
            StatutAdhesion.DECIDEE: "Décidée par les deux assemblées, pas encore signée",
            StatutAdhesion.SIGNEE: "Convention signée",
            StatutAdhesion.REFUSEE: "Refusée",
        },
    ),
]
UnContractant = Annotated[
    Contractant,
    choix(
        Contractant,
        {Contractant.METROPOLE: "La Métropole", Contractant.ADHERENT: "L'adhérent"},
    ),
]
UnGenreResiliation = Annotated[
    GenreResiliation,
    choix(
        GenreResiliation,
        {
            GenreResiliation.SIMPLE: "Par lettre recommandée, avec préavis",
            GenreResiliation.COMMUN_ACCORD: "D'un commun accord",
            GenreResiliation.FAUTE: "Pour faute, après une mise en demeure restée infructueuse (impayé compris)",
        },
    ),
]
