"""The closed lists of words of what a finance program imports: what a column says of a document, how it is written.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from convention.base.mots import mot
from convention.model.valeurs.scalaires import MotEcrit


class DonneePiece(MotEcrit):
    """What a column says of a document of the journal."""

    NUMERO = "numero", "Numéro de la pièce"
    GENRE = "genre", "Titre, appel, reversement ou imputation, en un mot"
    OBJET = "objet", "Objet : Masse salariale, acompte 2026"
    EXERCICE = "exercice", "Exercice dont le montant est appelé, ou rendu"
    EXERCICE_BUDGETAIRE = "exercice_budgetaire", "Exercice du budget où la pièce est émise"
    NATURE = "nature", "Masse salariale, coûts indirects ou coûts directs"
    SECTION = "section", "Fonctionnement, ou investissement"
    ECHEANCE = "echeance", "Appel que suit la pièce : 2026-04"
    MONTANT = "montant", "Montant, toujours positif"
    MONTANT_SIGNE = "montant_signe", "Montant, négatif pour un reversement"
    EMISSION = "emission", "Date d'émission"
    RECEPTION = "reception", "Date de réception de la pièce"
    LIMITE = "limite", "Dernier jour pour payer"
    PAIEMENT = "paiement", "Date du paiement"
    COMPTE_GESTIONNAIRE = "compte_gestionnaire", "Compte proposé au gestionnaire"
    COMPTE_ADHERENT = "compte_adherent", "Compte proposé à l'adhérent"
    CHAPITRE_ADHERENT = "chapitre_adherent", "Chapitre de ce compte"
    ADHERENT = "adherent", "Identifiant de l'adhérent"
    DENOMINATION = "denomination", "Dénomination de l'adhérent"
    SIREN = "siren", "SIREN de l'adhérent"
    SIRET = "siret", "SIRET du budget qui paie"
    CODE_SERVICE = "code_service", "Code service Chorus Pro"
    ENGAGEMENT = "engagement", "Numéro d'engagement de l'exercice budgétaire"
    VIDE = "vide", "Rien : une colonne que le logiciel attend et que personne ne remplit ici"


class EncodageEcrit(MotEcrit):
    """How the letters of a written CSV are kept."""

    codec: str

    UTF_8 = mot("utf-8", "UTF-8", codec="utf-8")
    UTF_8_MARQUE = mot("utf-8-bom", "UTF-8 avec marque d'ordre : un tableur le reconnaît", codec="utf-8-sig")
    CP1252 = mot("cp1252", "Windows, Europe de l'Ouest (cp1252)", codec="cp1252")


class DateEcrite(MotEcrit):
    """How the dates of a written CSV are written."""

    forme: str

    ISO = mot("aaaa-mm-jj", "2026-04-15", forme="%Y-%m-%d")
    FRANCAISE = mot("jj/mm/aaaa", "15/04/2026", forme="%d/%m/%Y")
    COMPACTE = mot("aaaammjj", "20260415", forme="%Y%m%d")
