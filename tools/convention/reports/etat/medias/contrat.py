"""The published schema of `convention appels --format json`: a contract between tools.

Knows: the shape of that document. Must not know: how it is filled (`reports.etat.medias.json`).
"""

from __future__ import annotations

import json
from typing import Any

from convention.model.mots.appels import EtapeLitige, GenrePiece
from convention.model.mots.communs import Nature, Origine, Section
from convention.reports.contrat import amount, closed_object, words
from convention.reports.etat.genres import GenreEtat, GenrePartie

NOM = "sortie-appel.schema.json"
_TEXTE: dict[str, Any] = {"type": "string"}
_PEUT_ETRE: dict[str, Any] = {"type": ["string", "null"]}
_JOUR: dict[str, Any] = {"type": "string", "format": "date"}
_JOUR_PEUT_ETRE: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def statements_schema() -> bytes:
    """Return the JSON Schema (Draft 2020-12) of the output of `appels`, as written in `schemas/`."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:convention-dsit:schema:sortie-appel:1",
        "title": "Sortie de « convention appels --format json »",
        "description": "Version 1. Montants : euros à deux décimales, en texte. Une valeur inconnue est nulle.",
        **closed_object(
            {
                "version": {"const": 1},
                "etats": {"type": "array", "items": _statement(), "description": "Un état par adhérent et par appel"},
            }
        ),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _statement() -> dict[str, Any]:
    return closed_object(
        {
            "numero": {**_TEXTE, "description": "Numéro de l'état : 2026-04-ESSEY"},
            "genre": words(GenreEtat),
            "echeance": {**_TEXTE, "description": "Échéance (2026-04), jour de livraison, ou exercice à rattacher"},
            "date": _JOUR,
            "donnees_arretees_au": _JOUR_PEUT_ETRE,
            "exercice_budgetaire": {"type": "integer", "description": "Exercice du budget où les pièces sont émises"},
            "origine": words(Origine),
            "emetteur": closed_object({"denomination": _TEXTE, "budget": _PEUT_ETRE}),
            "debiteur": closed_object(
                {
                    "adherent": _TEXTE,
                    "denomination": _TEXTE,
                    "siren": _PEUT_ETRE,
                    "budget": _PEUT_ETRE,
                    "siret": _PEUT_ETRE,
                }
            ),
            "fondement": _TEXTE,
            "volets": {"type": "array", "items": _part()},
            "livraisons": {"type": "array", "items": _delivery(), "description": "Pour mémoire, déjà titré"},
            "pieces": {"type": "array", "items": _piece(), "description": "Pièces à émettre, jamais contractées"},
            "a_payer": {**amount(), "description": "Somme de ce qui est dû ; un reversement n'en est pas déduit"},
            "impute": {**amount(), "description": "De ce qui est dû, retenu sur l'attribution de compensation"},
            "a_reverser": amount(),
            "exigible": {**amount(), "description": "À payer, moins ce que suspend une contestation (article 11)"},
            "conteste": amount(),
            "suspendu": amount(),
            "situation_au": {**_JOUR, "description": "Jour de ce qui est dit des désaccords"},
            "contestations": {"type": "array", "items": _dispute(), "description": "Désaccords (article 11)"},
            "quantites": {"type": "array", "items": _quantity()},
            "hypotheses": {"type": "array", "items": _TEXTE},
        }
    )


def _part() -> dict[str, Any]:
    return closed_object(
        {
            "genre": words(GenrePartie),
            "exercice": {"type": "integer", "description": "Exercice concerné"},
            "titre": _TEXTE,
            "avec_titre": {"type": "boolean", "description": "Faux : le montant est annoncé, il n'est pas appelé"},
            **_amounts(),
            "lignes": {"type": "array", "items": _line()},
        }
    )


def _line() -> dict[str, Any]:
    return closed_object(
        {
            "service": {**_PEUT_ETRE, "description": "Code du service ; nul pour la masse salariale"},
            "composant": {**_PEUT_ETRE, "description": "Composant, ou dépense pour un coût direct"},
            "libelle": _TEXTE,
            "hors_extrait": {"type": "boolean", "description": "Ligne absente de l'extrait publié de l'annexe 4"},
            "nature": words(Nature),
            "section": words(Section),
            "calcul": {**_PEUT_ETRE, "description": "Calcul de la base, en chiffres"},
            "motif": {**_PEUT_ETRE, "description": "Pourquoi le réalisé diffère de l'appelé"},
            **_amounts(),
            "compte_recette": {**_PEUT_ETRE, "description": "Compte de qui reçoit"},
            "compte_depense": {**_PEUT_ETRE, "description": "Compte de qui paie"},
            "piece": {"type": ["integer", "null"], "description": "Numéro de la pièce qui porte la ligne"},
            "origine": words(Origine),
        }
    )


def _amounts() -> dict[str, Any]:
    return {
        "base": {**amount(), "description": "Montant dû : révisé, réalisé, prévisionnel ou livré"},
        "deja_appele": amount(),
        "montant": {**amount(), "description": "Appelé, à régulariser, annoncé ou à rattacher"},
    }


def _delivery() -> dict[str, Any]:
    return closed_object(
        {
            "libelle": _TEXTE,
            "livraison": _JOUR,
            "devis_accepte_le": _JOUR,
            "titre": {**_PEUT_ETRE, "description": "Numéro du titre qui l'a appelée"},
            "calcul": _TEXTE,
            "section": words(Section),
            "montant": amount(),
        }
    )


def _piece() -> dict[str, Any]:
    return closed_object(
        {
            "numero": {"type": "integer", "minimum": 1},
            "genre": words(GenrePiece),
            "objet": _TEXTE,
            "section": words(Section),
            "montant": amount(),
            "due": {"type": "boolean", "description": "Vrai : l'adhérent paie ; faux : il reçoit"},
            "compte_metropole": _PEUT_ETRE,
            "compte_adherent": _PEUT_ETRE,
            "chapitre_adherent": _PEUT_ETRE,
        }
    )


def _dispute() -> dict[str, Any]:
    return closed_object(
        {
            "numero": _TEXTE,
            "piece_contestee": {**_TEXTE, "description": "Numéro de la pièce, dans le journal des titres"},
            "objet": _TEXTE,
            "montant": amount(),
            "suspendu": {**amount(), "description": "Tout le service, sur cet avis ; zéro si rien n'est suspendu"},
            "etape": words(EtapeLitige),
            "cloture": _JOUR_PEUT_ETRE,
            "issue": _PEUT_ETRE,
        }
    )


def _quantity() -> dict[str, Any]:
    return closed_object(
        {
            "exercice": {"type": "integer"},
            "texte": _TEXTE,
            "objet": {**_TEXTE, "description": "Lignes que la quantité sert à calculer, ou leurs services"},
            "source": _TEXTE,
            "relevee_le": _JOUR_PEUT_ETRE,
            "validee_le": _JOUR_PEUT_ETRE,
            "hypothese": _PEUT_ETRE,
        }
    )
