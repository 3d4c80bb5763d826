"""The published schema of `convention calculer --format json`: a contract between tools (conception §4).

Knows: the shape of that document. Must not know: how it is filled (`reports.calcul.contributions`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from convention.model.mots.communs import Nature, Origine, Phase, Section

if TYPE_CHECKING:
    from enum import StrEnum

NOM = "sortie-calcul.schema.json"
_MONTANT = r"^-?(?:0|[1-9][0-9]*)\.[0-9]{2}$"
_QUANTITE = r"^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|[1-9][0-9]*/[1-9][0-9]*)$"


def contract_schema() -> bytes:
    """Return the JSON Schema (Draft 2020-12) of the output of `calculer`, as written in `schemas/`."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:convention-dsit:schema:sortie-calcul:1",
        "title": "Sortie de « convention calculer --format json »",
        "description": "Version 1. Montants : euros à deux décimales, en texte. Quantités en texte aussi.",
        **closed_object(
            {
                "version": {"const": 1},
                "exercice": {"type": "integer", "description": "Année calculée"},
                "phase": words(Phase),
                "projection": {"type": "boolean", "description": "Aucune quantité de la phase n'est connue"},
                "lignes": {"type": "array", "items": _line(), "description": "Une ligne par coût et par adhérent"},
                "totaux": _totals(),
                "controle": _controls(),
                "hypotheses": {"type": "array", "items": _assumption()},
            }
        ),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def amount() -> dict[str, Any]:
    """Describe an amount: a decimal string of two digits."""
    return {"type": "string", "pattern": _MONTANT}


def words(enum: type[StrEnum]) -> dict[str, Any]:
    """Describe a closed list of words."""
    return {"type": "string", "enum": [str(word) for word in enum]}


def closed_object(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an object that has these keys and no other, none of them optional."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _line() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    return closed_object(
        {
            "adherent": text,
            "service": {**text, "description": "Code du service ; « hors-service » pour la masse salariale"},
            "sous_service": maybe,
            "composant": {**maybe, "description": "Composant, ou dépense pour un coût direct"},
            "ligne_tarif": {**maybe, "description": "Ligne de l'annexe 4"},
            "nature": words(Nature),
            "section": words(Section),
            "cle": {
                **maybe,
                "description": "Clé qui partage ou compte le coût ; la première si la formule en a plusieurs",
            },
            "quantite": {**maybe, "pattern": _QUANTITE, "description": "Quantité facturée, pesée par la présence"},
            "quantite_totale": {
                **maybe,
                "pattern": _QUANTITE,
                "description": "Total des bénéficiaires d'un coût partagé",
            },
            "montant": amount(),
            "compte_recette": maybe,
            "compte_depense": maybe,
            "origine": words(Origine),
        }
    )


def _totals() -> dict[str, Any]:
    sums = {"type": "object", "additionalProperties": amount()}
    axes = ("par_adherent", "par_service", "par_nature", "par_section")
    return closed_object({"general": amount(), **dict.fromkeys(axes, sums)})


def _controls() -> dict[str, Any]:
    gaps = ("ecart_adherents", "ecart_services", "ecart_natures", "ecart_sections", "ecart_recouvrement")
    zero = {"const": "0.00", "description": "Un écart non nul n'est jamais écrit : l'outil s'arrête"}
    unshared = closed_object({"composant": {"type": "string"}, "nature": words(Nature), "montant": amount()})
    lists = {
        "composants_non_repartis": {
            "type": "array",
            "items": unshared,
            "description": "Coûts que personne ne paie, faute de bénéficiaire",
        },
        "composants_non_recouvres": {
            "type": "array",
            "items": unshared,
            "description": "Coûts qu'un plafond ou une exonération laisse à personne, par décision",
        },
    }
    return closed_object({**dict.fromkeys(gaps, zero), **lists})


def _assumption() -> dict[str, Any]:
    text = {"type": "string"}
    return closed_object({"code": text, "message": text, "fichier": text, "nombre": {"type": "integer", "minimum": 1}})
