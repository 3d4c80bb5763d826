"""Statements for other tools: JSON, a contract whose schema is published (`reports.etat.medias.contrat`).

Knows: statements. Must not know: how they were built.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.engine.lignes import HORS_SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from convention.reports.etat.genres import Somme
    from convention.reports.etat.pieces import Piece
    from convention.reports.etat.quantites import QuantiteRetenue
    from convention.reports.etat.valeurs import Contestation, Etat, LigneDetail, Livraison, VoletEtat


def json_text(etats: Iterable[Etat]) -> str:
    """Write statements: keys in the order of the document, amounts as decimal strings, the same bytes every time."""
    return json.dumps(json_document(etats), ensure_ascii=False, indent=2) + "\n"


def json_document(etats: Iterable[Etat]) -> dict[str, object]:
    """Build the contract; what is not known is null."""
    return {"version": 1, "etats": [_statement(etat) for etat in etats]}


def _statement(etat: Etat) -> dict[str, object]:
    return {
        "numero": etat.numero,
        "genre": str(etat.genre),
        "echeance": etat.echeance,
        "date": etat.jour.isoformat(),
        "donnees_arretees_au": _day(etat.arrete_le),
        "exercice_budgetaire": etat.exercice_budgetaire,
        "origine": str(etat.origine),
        "emetteur": {"denomination": etat.emetteur.denomination, "budget": etat.emetteur.budget or None},
        "debiteur": {
            "adherent": etat.debiteur.id,
            "denomination": etat.debiteur.denomination,
            "siren": etat.debiteur.siren or None,
            "budget": etat.debiteur.budget or None,
            "siret": etat.debiteur.siret or None,
        },
        "fondement": etat.fondement,
        "volets": [_part(volet) for volet in etat.volets],
        "livraisons": [_delivery(item) for item in etat.livraisons],
        "pieces": [_piece(piece) for piece in etat.pieces],
        "a_payer": decimal_text(etat.a_payer),
        "impute": decimal_text(etat.impute),
        "a_reverser": decimal_text(etat.a_reverser),
        "exigible": decimal_text(etat.exigible),
        "conteste": decimal_text(etat.conteste),
        "suspendu": decimal_text(etat.suspendu),
        "situation_au": _day(etat.situation_au),
        "contestations": [_dispute(item) for item in etat.contestations],
        "quantites": [_quantity(item) for item in etat.quantites],
        "hypotheses": list(etat.hypotheses),
    }


def _part(volet: VoletEtat) -> dict[str, object]:
    return {
        "genre": str(volet.genre),
        "exercice": volet.exercice,
        "titre": volet.titre,
        "avec_titre": volet.genre.titre,
        **_amounts(volet.total),
        "lignes": [_line(item) for item in volet.details],
    }


def _line(item: LigneDetail) -> dict[str, object]:
    return {
        "service": item.service if item.service != HORS_SERVICE else None,
        "composant": item.objet or None,
        "libelle": item.libelle,
        "hors_extrait": item.hors_extrait,
        "nature": str(item.nature),
        "section": str(item.section),
        "calcul": item.calcul or None,
        "motif": item.motif or None,
        **_amounts(item.somme),
        "compte_recette": item.compte_recette or None,
        "compte_depense": item.compte_depense or None,
        "piece": item.piece,
        "origine": str(item.origine),
    }


def _amounts(somme: Somme) -> dict[str, str]:
    return {
        "base": decimal_text(somme.base),
        "deja_appele": decimal_text(somme.anterieur),
        "montant": decimal_text(somme.montant),
    }


def _delivery(item: Livraison) -> dict[str, object]:
    return {
        "libelle": item.libelle,
        "livraison": item.livraison.isoformat(),
        "devis_accepte_le": item.accepte_le.isoformat(),
        "titre": item.titre or None,
        "calcul": item.calcul,
        "section": str(item.section),
        "montant": decimal_text(item.montant),
    }


def _piece(piece: Piece) -> dict[str, object]:
    return {
        "numero": piece.numero,
        "genre": str(piece.genre),
        "objet": piece.objet,
        "section": str(piece.section),
        "montant": decimal_text(piece.montant),
        "due": piece.due,
        "compte_metropole": piece.compte_metropole or None,
        "compte_adherent": piece.compte_adherent or None,
        "chapitre_adherent": piece.chapitre_adherent or None,
    }


def _dispute(item: Contestation) -> dict[str, object]:
    return {
        "numero": item.numero,
        "piece_contestee": item.titre,
        "objet": item.objet,
        "montant": decimal_text(item.montant),
        "suspendu": decimal_text(item.suspendu),
        "etape": str(item.etape),
        "cloture": _day(item.cloture),
        "issue": item.issue or None,
    }


def _quantity(item: QuantiteRetenue) -> dict[str, object]:
    return {
        "exercice": item.exercice,
        "texte": item.texte,
        "objet": item.objet,
        "source": item.source,
        "relevee_le": _day(item.releve_le),
        "validee_le": _day(item.validee_le),
        "hypothese": item.hypothese or None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
