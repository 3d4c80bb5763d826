"""The closed lists of words of what is decided: how a visa is acquired, when it is asked, where an avenant stands.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.model.scalaires import choix


class EtapeVisa(StrEnum):
    """What acquires a visa, when it is neither an opinion nor written one by one."""

    COMPARAISON = "comparaison"
    DEMANDE = "demande"
    VALIDATION = "validation"
    NOTIFICATION = "notification"
    DELIBERATION_METROPOLE = "deliberation_metropole"
    DELIBERATION_ADHERENTS = "deliberation_adherents"
    TRANSMISSION = "transmission"
    PUBLICATION = "publication"
    SIGNATURE = "signature"


class CasVisa(StrEnum):
    """The case of a conditional visa that the comparison recognises by itself."""

    AGENTS = "agents"


class EtatAvenant(StrEnum):
    """Where an avenant stands, for all or for one party: derived from its document, in the order of its life."""

    PROJET = "projet"
    AVIS_RENDU = "avis_rendu"
    VOTE = "vote"
    TRANSMIS = "transmis"
    SIGNE = "signe"
    EXECUTOIRE = "executoire"


UneEtapeVisa = Annotated[
    EtapeVisa,
    choix(
        EtapeVisa,
        {
            EtapeVisa.COMPARAISON: "La comparaison des deux versions : 0,00 € d'écart pour chacun",
            EtapeVisa.DEMANDE: "La demande signée de chaque souscription, à sa date",
            EtapeVisa.VALIDATION: "La validation de chaque quantité, l'acceptation de chaque devis, à sa date",
            EtapeVisa.NOTIFICATION: "La lettre reçue, ou l'accord des parties, que dit la résiliation",
            EtapeVisa.DELIBERATION_METROPOLE: "La délibération de la Métropole, dans l'avenant",
            EtapeVisa.DELIBERATION_ADHERENTS: "La délibération de chaque autre adhérent, dans l'avenant",
            EtapeVisa.TRANSMISSION: "La transmission de chaque délibération, dans l'avenant",
            EtapeVisa.PUBLICATION: "La publication de chaque délibération, dans l'avenant",
            EtapeVisa.SIGNATURE: "La signature de chaque partie, dans l'avenant",
        },
    ),
]
UnCasVisa = Annotated[
    CasVisa,
    choix(CasVisa, {CasVisa.AGENTS: "L'organigramme change, ou un service est ajouté ou retiré"}),
]
