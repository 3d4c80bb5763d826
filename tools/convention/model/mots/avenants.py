"""The closed lists of words of what is decided: how a visa is acquired, when it is asked, where an avenant stands.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.mots import mot
from convention.model.valeurs.scalaires import MotEcrit

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from convention.base.appellation import Appellation


class EtapeVisa(MotEcrit):
    """What acquires a visa, when it is neither an opinion nor written one by one."""

    champ: str
    """Where the day of each party stands (`SuiviPartie`); nothing for what is not done by each."""
    nom: str
    """What is done, in a few words."""

    COMPARAISON = mot(
        "comparaison",
        "La comparaison des deux versions : 0,00 € d'écart pour chacun",
        champ="",
        nom="comparaison à 0,00 € d'écart",
    )
    DEMANDE = mot(
        "demande",
        "La demande signée de prendre ou de quitter chaque service, à sa date",
        champ="",
        nom="demande signée de chaque service",
    )
    VALIDATION = mot(
        "validation",
        "La validation de chaque quantité, l'acceptation de chaque devis, à sa date",
        champ="",
        nom="validation des quantités, acceptation des devis",
    )
    NOTIFICATION = mot(
        "notification",
        "La lettre reçue, ou l'accord des parties, que dit la résiliation",
        champ="",
        nom="lettre de résiliation, ou accord des parties",
    )
    EVALUATION = mot(
        "evaluation",
        "L'évaluation par l'équipe du gestionnaire, que dit la demande d'adhésion",
        champ="",
        nom="évaluation de la demande",
    )
    DELIBERATION_GESTIONNAIRE = mot(
        "deliberation_gestionnaire",
        "La délibération du gestionnaire, dans l'avenant ou parmi ses décisions",
        champ="delibere_le",
        nom="décision du gestionnaire",
    )
    DELIBERATION_ADHERENTS = mot(
        "deliberation_adherents",
        "La délibération de chaque autre adhérent, dans l'avenant",
        champ="delibere_le",
        nom="décision de chaque autre adhérent",
    )
    TRANSMISSION = mot(
        "transmission",
        "La transmission de chaque délibération, écrite avec elle",
        champ="transmis_le",
        nom="transmission des décisions",
    )
    PUBLICATION = mot(
        "publication",
        "La publication de chaque délibération, écrite avec elle",
        champ="publie_le",
        nom="publication des décisions",
    )
    SIGNATURE = mot(
        "signature", "La signature de chaque partie, dans l'avenant", champ="signe_le", nom="signature des parties"
    )

    def parties(self, gestionnaire: str, autres: tuple[str, ...], dispenses: AbstractSet[str]) -> tuple[str, ...]:
        """Return whose act it is: the managing body signs with each of the others, on the same day.

        Who is excused (`ne_transmet_pas`) has no act to transmit to the State, nor to publish.
        """
        if self is EtapeVisa.DELIBERATION_GESTIONNAIRE:
            return (gestionnaire,)
        if self in {EtapeVisa.DELIBERATION_ADHERENTS, EtapeVisa.SIGNATURE}:
            return autres
        return (gestionnaire, *(nom for nom in autres if nom not in dispenses))

    def comptes(self, acte: Appellation) -> tuple[str, str]:
        """Name what is counted of it, one then several: « délibération », by what the parties decide by."""
        if self is EtapeVisa.SIGNATURE:
            return "signature", "signatures"
        return (acte.nu, acte.nus) if self.champ == "delibere_le" else ("", "")

    @property
    def formalite(self) -> bool:
        """Whether it only follows an act."""
        return self in {EtapeVisa.TRANSMISSION, EtapeVisa.PUBLICATION}


def not_asked(champ: str) -> str:
    """Say, in a table of the acts of each party, that one is not asked of a party: who manages signs with each."""
    return "avec chacun" if champ == EtapeVisa.SIGNATURE.champ else "sans objet"


class CasVisa(MotEcrit):
    """The case of a conditional visa that the comparison recognises by itself."""

    AGENTS = "agents", "L'organigramme change, ou un service est ajouté ou retiré"
    MONTANTS = "montants", "Ce que paie au moins un adhérent change"


class EtatAvenant(MotEcrit):
    """Where an avenant stands, for all or for one party: derived from its document, in the order of its life."""

    PROJET = "projet", "Projet"
    AVIS_RENDU = "avis_rendu", "Avis rendu"
    VOTE = "vote", "Décidé"
    TRANSMIS = "transmis", "Transmis"
    SIGNE = "signe", "Signé"
    EXECUTOIRE = "executoire", "Exécutoire"
    SANS_SUITE = "sans_suite", "Sans suite"

    @property
    def attend(self) -> bool:
        """Whether some act is still awaited."""
        return self not in (EtatAvenant.EXECUTOIRE, EtatAvenant.SANS_SUITE)
