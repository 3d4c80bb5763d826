"""The closed lists of words of what is decided: how a visa is acquired, when it is asked, where an avenant stands.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from typing import Annotated

from convention.base.mots import Mot
from convention.model.cadre.scalaires import choix


class EtapeVisa(Mot):
    """What acquires a visa, when it is neither an opinion nor written one by one."""

    COMPARAISON = "comparaison", "La comparaison des deux versions : 0,00 € d'écart pour chacun"
    DEMANDE = "demande", "La demande signée de prendre ou de quitter chaque service, à sa date"
    VALIDATION = "validation", "La validation de chaque quantité, l'acceptation de chaque devis, à sa date"
    NOTIFICATION = "notification", "La lettre reçue, ou l'accord des parties, que dit la résiliation"
    EVALUATION = "evaluation", "L'évaluation par la DSIT, que dit la demande d'adhésion"
    DELIBERATION_METROPOLE = "deliberation_metropole", "La délibération de la Métropole, dans l'avenant"
    DELIBERATION_ADHERENTS = "deliberation_adherents", "La délibération de chaque autre adhérent, dans l'avenant"
    TRANSMISSION = "transmission", "La transmission de chaque délibération, dans l'avenant"
    PUBLICATION = "publication", "La publication de chaque délibération, dans l'avenant"
    SIGNATURE = "signature", "La signature de chaque partie, dans l'avenant"


class CasVisa(Mot):
    """The case of a conditional visa that the comparison recognises by itself."""

    AGENTS = "agents", "L'organigramme change, ou un service est ajouté ou retiré"


class EtatAvenant(Mot):
    """Where an avenant stands, for all or for one party: derived from its document, in the order of its life."""

    PROJET = "projet", "Projet"
    AVIS_RENDU = "avis_rendu", "Avis rendu"
    VOTE = "vote", "Voté"
    TRANSMIS = "transmis", "Transmis"
    SIGNE = "signe", "Signé"
    EXECUTOIRE = "executoire", "Exécutoire"


UneEtapeVisa = Annotated[EtapeVisa, choix(EtapeVisa)]
UnCasVisa = Annotated[CasVisa, choix(CasVisa)]
