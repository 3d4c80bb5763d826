"""What was issued and what is disputed, adherent by adherent (art. 8.1, 8.3, 11); how a finance program reads it.

Knows: their shape, that of `exports/<nom>.yaml`. Must not know: whether amounts agree with the calls (`checks`), what
is due (`engine`), the journal.
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, textes
from convention.model.cadre.document import Contenu, document
from convention.model.cadre.renvois import IdComposant, IdDepense, ServiceCite
from convention.model.mots.appels import Appele, EtapeLitige, GenrePiece
from convention.model.mots.communs import GroupeNature, Origine, Section
from convention.model.mots.finances import DateEcrite, DonneePiece, EncodageEcrit
from convention.model.mots.releves import Decimale, Separateur
from convention.model.valeurs.scalaires import (
    Annee,
    Id,
    Jour,
    JourAccompli,
    Libelle,
    Mois,
    MontantPositif,
    OuiNon,
    Texte,
)


class Titre(Modele, nomme_par=("numero",), objet="une pièce", dit="n° {numero}"):
    """A document: a titre de recettes, a reversement, an imputation on the attribution de compensation."""

    numero: Texte = textes("Numéro de la pièce, donné par l'ordonnateur", nom="numéro")
    genre: GenrePiece = textes("Titre, appel, reversement ou imputation", nom="genre de pièce")
    objet: Appele = textes("Ce qu'elle appelle", nom="objet")
    exercice: Annee = textes("Exercice dont le montant est appelé, ou rendu", nom="exercice")
    nature: GroupeNature = textes("Masse salariale, coûts indirects ou coûts directs", nom="nature")
    section: Section = textes("Section budgétaire")
    echeance: Mois | None = textes("Appel scellé qu'elle suit : 2026-04", None)
    depense: IdDepense | None = textes("Dépense livrée, pour un coût direct", None)
    montant: MontantPositif = textes("Montant, en euros")
    emission: JourAccompli = textes("Date d'émission")
    reception: JourAccompli | None = textes("Date de réception de la pièce, ou de son avis", None, nomme="la réception")
    limite: Jour | None = textes(
        "Dernier jour pour payer, tel que la pièce le dit", None, nom="date limite de paiement"
    )
    paiement: JourAccompli | None = textes("Date du paiement ; absente, elle reste à payer", None, nomme="le paiement")

    @property
    def impaye(self) -> bool:
        """Whether its adherent has yet to pay it."""
        return self.paiement is None and self.genre.par_mandat


@document(
    "adherents/{adherent}/titres/{annee}.yaml",
    "Les pièces émises pour un adhérent, une année",
    nomme="la liste des pièces émises",
    bref="pièces émises en",
    contient=Contenu("titres"),
    detaille=("titres",),
)
class Titres(ModeleSource):
    """The journal of the documents issued in a year."""

    origine: Origine = textes("D'où viennent ces pièces", nom="origine des données")
    titres: tuple[Titre, ...] = textes("Pièces émises dans l'année")


class Litige(Modele, objet="un désaccord", dit="n° {} ({objet:cite})"):
    """A disagreement on a notice (art. 11): a line is contested, its service is suspended on that notice."""

    titre: Libelle = textes("Numéro de la pièce contestée", nom="pièce contestée")
    objet: Texte = textes("Ce qui est contesté, et pourquoi", nom="ce qui est contesté")
    service: ServiceCite = textes("Service contesté : c'est lui qui est suspendu")
    composant: IdComposant | None = textes("Composant contesté ; absent, tout le service", None)
    montant: MontantPositif = textes("Montant contesté, en euros")
    contact: JourAccompli = textes("Jour du premier contact", nomme="le contact")
    contestation: JourAccompli | None = textes(
        "Date à laquelle le désaccord est maintenu", None, nom="maintien du désaccord", nomme="la contestation"
    )
    etape: EtapeLitige = textes("Où en est le désaccord", nom="état du désaccord")
    cloture: JourAccompli | None = textes("Date de sa fin", None, nom="fin du désaccord", nomme="la clôture")
    issue: Texte | None = textes("Ce qui fut convenu, ou jugé", None, nom="issue")


@document(
    "adherents/{adherent}/litiges.yaml",
    "Les désaccords d'un adhérent sur les pièces qu'il a reçues",
    nomme="la liste des désaccords",
    contient=Contenu("litiges"),
    detaille=("litiges",),
)
class Litiges(ModeleSource):
    """The disagreements of an adherent."""

    origine: Origine = textes("D'où viennent ces désaccords", nom="origine des données")
    litiges: Dictionnaire[Id, Litige] = textes("Désaccords, par numéro")


@document(
    "exports/{id}.yaml",
    "Comment un logiciel financier lit le journal des pièces émises",
    nom="format-finances",
    exemple="titres",
    nomme="le format d'export",
)
class FormatFinances(Modele):
    """How a finance program wants the journal of the documents issued."""

    libelle: Texte = textes("Ce que lit le logiciel, et lequel")
    colonnes: Dictionnaire[Texte, DonneePiece] = textes(
        "Colonnes, dans l'ordre du logiciel : titre, et ce qu'elle dit de la pièce"
    )
    entete: OuiNon = textes("La première ligne porte les titres", default=True)
    separateur: Separateur = textes("Ce qui sépare deux cellules", Separateur.POINT_VIRGULE)
    decimale: Decimale = textes("Signe décimal des montants", Decimale.VIRGULE)
    dates: DateEcrite = textes("Écriture des dates", DateEcrite.FRANCAISE)
    encodage: EncodageEcrit = textes("Encodage du texte", EncodageEcrit.UTF_8)
