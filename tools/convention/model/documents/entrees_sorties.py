"""Who asks to come, who leaves: `adherents/<id>/adhesion.yaml` and `resiliation.yaml` (art. 3.1, 13).

Knows: their shape. Must not know: whether steps follow each other (`checks`), what a coming or a leaving costs whom.
No amount of a contribution depends on them: the dates that count are those of `adherent.yaml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model.cadre.champs import Modele, ModeleSource, textes
from convention.model.cadre.document import document
from convention.model.cadre.renvois import IdProjet, IdReunion
from convention.model.documents.catalogue import Acte
from convention.model.mots.entrees import Contractant, GenreResiliation, StatutAdhesion
from convention.model.mots.vie import SensAvis
from convention.model.valeurs.scalaires import (
    Empreinte,
    EtpEnPlus,
    Jour,
    JourAccompli,
    Libelle,
    MontantPositifOuNul,
    Texte,
)

if TYPE_CHECKING:
    from datetime import date


class Evaluation(Modele):
    """What the service measures before an opinion: its own load; the effect on each share is computed (art. 3.1)."""

    date: JourAccompli = textes("Date de l'évaluation")
    etp_requis: EtpEnPlus = textes("Équivalents temps plein demandés en plus à l'équipe du gestionnaire")
    charges_techniques: Texte = textes(
        "Charges de gestion technique, pour atteindre les standards prérequis", nom="charges de gestion technique"
    )
    plannings: Texte = textes("Conséquences sur les plannings engagés")
    projets: tuple[IdProjet, ...] = textes("Projets du plan de charges dont le planning change", ())


class AvisAdhesion(Modele):
    """The opinion of the comité de suivi stratégique (art. 3.1, 7.2)."""

    reunion: IdReunion = textes("Réunion qui l'a rendu")
    sens: SensAvis = textes("Sens de l'avis")
    reserves: Texte | None = textes("Réserves", None)


class Deliberation(Modele, nomme_par=("partie",), objet="une délibération", dit="({partie})"):
    """The decision of one of the two assemblies (art. 3.1, reading 3)."""

    partie: Contractant = textes("Assemblée qui délibère : celle du gestionnaire, ou de l'adhérent")
    acte: Acte = textes("Acte pris")
    transmission: JourAccompli | None = textes("Transmission au contrôle de légalité", None)
    publication: JourAccompli | None = textes("Publication", None)


@document(
    "adherents/{adherent}/adhesion.yaml",
    "La demande d'adhésion d'un nouvel adhérent, de l'évaluation à la signature",
    nomme="la demande d'adhésion",
    un_objet=True,
)
class DemandeAdhesion(ModeleSource):
    """A demand of membership, from its receipt to the signature (art. 3.1).

    It may stand alone in its folder: until its identity and its subscriptions are there, it costs nobody anything.
    """

    nom: Libelle = textes("Nom court du demandeur, pour les phrases", nom="nom court du demandeur")
    statut: StatutAdhesion = textes("Où en est la demande", nom="état de la demande")
    demande: JourAccompli = textes("Date de la demande")
    evaluation: Evaluation | None = textes("Évaluation par l'équipe du gestionnaire", None)
    avis: AvisAdhesion | None = textes("Avis rendu sur l'adhésion", None)
    deliberations: tuple[Deliberation, ...] = textes("Délibérations des deux assemblées", ())
    signature: JourAccompli | None = textes("Signature de la convention par les deux parties", None)
    empreinte: Empreinte | None = textes("Empreinte de l'entrée sur laquelle délibèrent et signent les parties", None)

    def deliberation(self, partie: Contractant) -> Deliberation | None:
        """Return the last decision of an assembly."""
        return next((item for item in reversed(self.deliberations) if item.partie is partie), None)


class EtapeSortie(Modele):
    """One thing to do when an adherent leaves."""

    prevue: Jour | None = textes("Date prévue", None)
    faite: JourAccompli | None = textes("Date à laquelle c'est fait", None)
    note: Texte | None = textes("Ce que c'est, en pratique", None, nom="précision")


class RecuperationTiers(
    Modele, nomme_par=("prestataire",), objet="une récupération de données", dit="par {prestataire:cite}"
):
    """Data kept in somebody else's software: its recovery is paid by the adherent (art. 13)."""

    prestataire: Texte = textes("Prestataire que l'adhérent a retenu", nom="prestataire")
    logiciel: Texte | None = textes("Logiciel tiers dont les données sont récupérées", None)
    cout: MontantPositifOuNul | None = textes(
        "Coût, à la charge de l'adhérent, en euros", None, nom="coût à la charge de l'adhérent"
    )
    prevue: Jour | None = textes("Date prévue", None)
    faite: JourAccompli | None = textes("Date à laquelle c'est fait", None)
    note: Texte | None = textes("Ce que c'est, en pratique", None, nom="précision")


class EtapesSortie(Modele):
    """The consequences of a termination, one by one (art. 6, 13)."""

    materiels: EtapeSortie | None = textes("Récupération des matériels du gestionnaire", None)
    donnees: EtapeSortie | None = textes("Restitution des données de l'adhérent", None)
    licences: EtapeSortie | None = textes("Restitution des licences de l'adhérent", None)
    recuperation_tiers: tuple[RecuperationTiers, ...] = textes("Récupération des données dans un logiciel tiers", ())
    destruction: EtapeSortie | None = textes(
        "Destruction, par l'adhérent, des données communes qu'il détient",
        None,
        nom="destruction des données communes",
    )


@document(
    "adherents/{adherent}/resiliation.yaml",
    "La résiliation d'un adhérent et les étapes de sa sortie",
    nomme="la résiliation",
    un_objet=True,
)
class Resiliation(ModeleSource):
    """How and when an adherent leaves (art. 13)."""

    genre: GenreResiliation = textes("Simple, d'un commun accord, ou pour faute", nom="genre de résiliation")
    initiative: Contractant = textes("Qui résilie")
    notification: JourAccompli | None = textes(
        "Réception de la lettre de résiliation", None, nomme="la lettre de résiliation"
    )
    mise_en_demeure: JourAccompli | None = textes(
        "Réception de la mise en demeure, pour une faute",
        None,
        nom="réception de la mise en demeure",
        nomme="la mise en demeure",
    )
    accord: JourAccompli | None = textes(
        "Date de l'accord des deux parties, pour un commun accord",
        None,
        nom="date de l'accord des deux parties",
        nomme="l'accord des deux parties",
    )
    effet: Jour = textes(
        "Premier jour où l'adhérent n'est plus partie (exclu de l'adhésion)", nom="prise d'effet de la résiliation"
    )
    sortie: EtapesSortie = textes(
        "Ce qu'il reste à faire, et ce qui est fait", EtapesSortie.model_construct(), nom="étapes de la sortie"
    )

    @property
    def acte(self) -> date | None:
        """The last day among those that end the convention: letter, agreement."""
        return max((day for day in (self.notification, self.accord) if day is not None), default=None)
