"""Statements for another tool: the JSON of `convention appels`, version 2 of its shape.

Knows: what of a statement is said, and under which names. Must not know: how it was built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from convention.engine.lignes import HORS_SERVICE
from convention.model.mots.appels import EtapeLitige, GenrePiece
from convention.model.mots.communs import Nature, Origine, Section
from convention.reports.contrat import Cents, Enregistrement, Jour, JourOuRien, Sortie, TexteOuRien, dit
from convention.reports.etat.genres import GenreEtat, GenrePartie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.reports.etat.valeurs import Etat, VoletEtat
    from convention.reports.rendus.tableur import Valeur


class _Emetteur(Enregistrement):
    denomination: str
    budget: TexteOuRien
    siren: TexteOuRien
    siret: TexteOuRien


class _Facturation(Enregistrement):
    service_demande: bool = dit("Chorus Pro exige un code service")
    code_service: TexteOuRien
    engagement_demande: bool = dit("Chorus Pro exige un numéro d'engagement")
    engagement: TexteOuRien = dit("Celui de l'exercice budgétaire de l'état")


class _Manque(Enregistrement):
    quoi: str = dit("Ce que les données ne disent pas encore")
    qui: str = dit("Qui peut le dire, par fonction")
    fichier: str = dit("Fichier où l'écrire")


class _Debiteur(Enregistrement):
    adherent: str = dit(de="id")
    denomination: str
    siren: TexteOuRien
    siren_de: TexteOuRien = dit("À qui est ce SIREN, quand l'adhérent n'en a pas à lui", de="porteur")
    budget: TexteOuRien
    siret: TexteOuRien
    facturation: _Facturation


class _Ligne(Enregistrement):
    service: Annotated[TexteOuRien, BeforeValidator(lambda code: code if code != HORS_SERVICE else None)] = dit(
        "Code du service ; nul pour la masse salariale"
    )
    composant: TexteOuRien = dit("Composant, ou dépense pour un coût direct", de="objet")
    libelle: str
    hors_extrait: bool = dit("Ligne absente de l'extrait publié des tarifs")
    nature: Nature
    section: Section
    calcul: TexteOuRien = dit("Calcul de la base, en chiffres")
    motif: TexteOuRien = dit("Pourquoi le réalisé diffère de l'appelé")
    base: Cents = dit("Montant dû : révisé, réalisé, prévisionnel ou livré", de="somme.base")
    deja_appele: Cents = dit(de="somme.anterieur")
    montant: Cents = dit("Appelé, à régulariser, annoncé ou à rattacher", de="somme.montant")
    compte_recette: TexteOuRien = dit("Compte de qui reçoit")
    compte_depense: TexteOuRien = dit("Compte de qui paie")
    piece: int | None = dit("Numéro de la pièce qui porte la ligne")
    origine: Origine


class _Volet(Enregistrement):
    genre: GenrePartie
    exercice: int = dit("Exercice concerné")
    titre: str
    note: TexteOuRien = dit("Ce qu'il faut en savoir : une année incomplète, un arrondi, ce qui n'est pas régularisé")
    avec_titre: bool = dit("Faux : le montant est annoncé, il n'est pas appelé", de="genre.titre")
    base: Cents = dit("Montant dû : révisé, réalisé, prévisionnel ou livré", de="total.base")
    deja_appele: Cents = dit(de="total.anterieur")
    montant: Cents = dit("Appelé, à régulariser, annoncé ou à rattacher", de="total.montant")
    lignes: tuple[_Ligne, ...] = dit(de="details")


class _Livraison(Enregistrement):
    libelle: str
    livraison: Jour
    devis_accepte_le: Jour = dit(de="accepte_le")
    titre: TexteOuRien = dit("Numéro du titre qui l'a appelée")
    calcul: str
    section: Section
    montant: Cents


class _Piece(Enregistrement):
    numero: int = dit(ge=1)
    genre: GenrePiece
    objet: str
    section: Section
    montant: Cents
    due: bool = dit("Vrai : l'adhérent paie ; faux : il reçoit")
    compte_gestionnaire: TexteOuRien
    compte_adherent: TexteOuRien
    chapitre_adherent: TexteOuRien
    numeros: tuple[str, ...] = dit(
        "Numéros sous lesquels elle est émise, au journal ; aucun tant qu'elle ne l'est pas", de="emise"
    )
    limite: JourOuRien = dit("Dernier jour pour payer, quand le journal le dit")


class _Contestation(Enregistrement):
    numero: str
    piece_contestee: str = dit("Numéro de la pièce, dans le journal des titres", de="titre")
    objet: str
    montant: Cents
    suspendu: Cents = dit("Tout le service, sur cet avis ; zéro si rien n'est suspendu")
    etape: EtapeLitige
    cloture: JourOuRien
    issue: TexteOuRien


class _Quantite(Enregistrement):
    exercice: int
    texte: str
    objet: str = dit("Lignes que la quantité sert à calculer, ou leurs services")
    source: str
    relevee_le: JourOuRien = dit(de="releve_le")
    validee_le: JourOuRien
    hypothese: TexteOuRien


class _Etat(Enregistrement):
    numero: str = dit("Numéro de l'état : 2026-04-FONTAZUR")
    genre: GenreEtat
    echeance: str = dit("Échéance (2026-04), jour de livraison, ou exercice à rattacher")
    date: Jour = dit(de="jour")
    donnees_arretees_au: JourOuRien = dit(de="arrete_le")
    exercice_budgetaire: int = dit("Exercice du budget où les pièces sont émises")
    origine: Origine
    emetteur: _Emetteur
    debiteur: _Debiteur
    fondement: str
    volets: tuple[_Volet, ...]
    livraisons: tuple[_Livraison, ...] = dit("Pour mémoire, déjà titré")
    pieces: tuple[_Piece, ...] = dit("Pièces à émettre, jamais contractées")
    a_payer: Cents = dit("Somme de ce qui est dû ; un reversement n'en est pas déduit")
    impute: Cents = dit("De ce qui est dû, retenu sur l'attribution de compensation")
    a_reverser: Cents
    exigible: Cents = dit("À payer, moins ce que suspend une contestation")
    conteste: Cents
    suspendu: Cents
    projet: JourOuRien = dit("Jour où il est tiré, avant celui de l'appel ; nul pour un état établi")
    situation_au: Jour = dit("Jour de ce qui est dit des désaccords")
    contestations: tuple[_Contestation, ...] = dit("Désaccords")
    quantites: tuple[_Quantite, ...]
    hypotheses: tuple[str, ...]
    manques: tuple[_Manque, ...] = dit("Ce qu'il manque pour payer")


class SortieAppel(
    Sortie,
    nom="sortie-appel",
    titre="Sortie de « convention appels --format json »",
    precision="Une valeur inconnue est nulle.",
):
    """The whole output."""

    version: Literal[2] = 2
    etats: tuple[_Etat, ...] = dit("Un état par adhérent et par appel")


def said(volet: VoletEtat) -> list[dict[str, Valeur]]:
    """Say the lines of a part, for the CSV to say them likewise."""
    return [ligne.model_dump(mode="json") for ligne in _Volet.model_validate(volet).lignes]


def json_text(etats: Iterable[Etat]) -> str:
    """Write statements."""
    return SortieAppel.model_validate({"etats": tuple(etats)}).texte()
