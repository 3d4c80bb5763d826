"""What is decided, and how far: an avenant by its parties (art. 12), the rest by the managing body alone (annexe 3).

Knows: the shape of `catalogue/avenants/<numéro>/avenant.yaml` and of `catalogue/decisions.yaml`. Must not know:
what they change (`compare`), whether acts follow each other (`checks`).
A merge is not an adoption: where an avenant stands is read here, never in git (`checks.avenants.etapes`).
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import IdAdherent, IdReunion, IdVisa
from convention.model.mots.vie import SensAvis
from convention.model.valeurs.scalaires import Empreinte, Entier, Id, Jour, JourAccompli, OuiNon, Texte


class AvisRendu(Modele, nomme_par=("reunion",), objet="un avis", dit="rendu par la réunion {reunion:cite}"):
    """The opinion of a body on the avenant: the meeting says which body, and the day (art. 7.1, 7.2)."""

    reunion: IdReunion = textes("Réunion qui l'a rendu")
    sens: SensAvis = textes("Sens de l'avis")
    reserves: Texte | None = textes("Réserves", None)


class VisaAcquis(Modele, objet="un visa"):
    """A visa that is neither the opinion of a body nor the act of one of the parties."""

    date: JourAccompli = textes("Date à laquelle il est acquis")
    numero: Texte | None = textes("Numéro de l'acte", None)
    a_completer: OuiNon = textes("Le numéro de l'acte reste à compléter", default=False)


class ActePris(Modele):
    """A decision of one body, and the formalities that follow it."""

    delibere_le: JourAccompli | None = textes("Sa décision : délibération de son assemblée, si elle en a une", None)
    numero: Texte | None = textes("Numéro de l'acte", None)
    a_completer: OuiNon = textes("Le numéro de l'acte reste à compléter", default=False)
    transmis_le: JourAccompli | None = textes(
        "Transmission de la délibération au contrôle de légalité", None, nomme="la transmission"
    )
    publie_le: JourAccompli | None = textes("Publication de la délibération", None, nomme="la publication")


class SuiviPartie(ActePris, objet="un suivi"):
    """What one party did: each signs an avenant of the same wording (art. 12, reading 69)."""

    signe_le: JourAccompli | None = textes("Signature de l'avenant", None, nomme="la signature")


@document(
    "catalogue/avenants/{numero}/avenant.yaml",
    "Un avenant : ce qui en est rendu, voté, transmis, signé",
    nomme="l'avenant",
    un_objet=True,
    consigne=True,
)
class Avenant(ModeleSource):
    """`catalogue/avenants/<numéro>/avenant.yaml`; a party that is not named has done nothing yet."""

    numero: Entier = textes("Numéro de l'avenant : celui de son dossier")
    objet: Texte = textes("Ce que l'avenant modifie, en une phrase")
    effet: Jour = textes("Prise d'effet")
    motifs: tuple[Texte, ...] = textes("Considérants, dans l'ordre", (), ordonne=True)
    avis: tuple[AvisRendu, ...] = textes("Avis rendus par les instances", ())
    visas: Dictionnaire[IdVisa, VisaAcquis] = textes("Autres visas acquis", {})
    parties: Dictionnaire[IdAdherent, SuiviPartie] = textes("Suivi de chaque partie, gestionnaire compris", {})
    sans_suite: JourAccompli | None = textes(
        "Abandon : jour depuis lequel l'avenant est sans suite", None, nomme="l'abandon"
    )
    empreinte: Empreinte | None = textes("Empreinte de la comparaison votée : toute autre rouvre le vote", None)


class DecisionPrise(ActePris, objet="une décision", dit="{objet:cite}"):
    """What the managing body decided alone: it counts for the proposal whose seal it names, and for no other."""

    objet: Texte = textes("Ce qui est décidé")
    delibere_le: JourAccompli = textes("Jour de la décision")
    empreinte: Empreinte = textes("Empreinte de la proposition décidée : elle ne vaut pour aucune autre")
    visas: Dictionnaire[IdVisa, VisaAcquis] = textes("Autres visas acquis", {})


@document(
    "catalogue/decisions.yaml",
    "Ce que le gestionnaire a décidé seul, sans avenant",
    nomme="la liste des décisions du gestionnaire",
    contient=Contenu("decisions"),
    detaille=("decisions",),
    consigne=True,
    rubrique=Rubrique(Rang.GOUVERNANCE, "Décisions du gestionnaire"),
)
class Decisions(ModeleSource):
    """The decisions that the parties do not sign, such as the yearly update of the fee (annexe 3)."""

    decisions: Dictionnaire[Id, DecisionPrise] = textes("Décisions")
