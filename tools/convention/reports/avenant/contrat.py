"""The published schema of the JSON of an avenant, kept in the data or given with its papers: a contract between tools.

Knows: the shape of that document. Must not know: how it is filled (`reports.avenant.json`).
"""

from __future__ import annotations

import json
from typing import Any

from convention.model.ecrits.avenants_consignes import COLONNES, Provenance
from convention.model.mots.communs import Nature, Section
from convention.model.mots.vie import Niveau
from convention.reports.contrat import amount, closed_object, words

NOM = "sortie-avenant.schema.json"
_TEXTE = {"type": "string"}
_COMMIT = {"type": "string", "pattern": "^[0-9a-f]{40}$"}


def amendment_schema() -> bytes:
    """Return the JSON Schema (Draft 2020-12) of what `avenant etablir` writes, as written in `schemas/`."""
    shape = closed_object(
        {
            "version": {"const": 1},
            "numero": {"type": "integer", "minimum": 1, "description": "Numéro de l'avenant"},
            "base": {**_COMMIT, "description": "Révision de départ"},
            "proposition": {**_COMMIT, "description": "Révision proposée"},
            "outil": {**_TEXTE, "description": "Version de l'outil"},
            "niveaux": {
                "type": "array",
                "items": {"enum": [str(Niveau.PUBLIC), str(Niveau.ADHERENTS)]},
                "description": "Qui peut lire chaque phrase",
            },
            "phrases": {"type": "array", "items": _TEXTE, "description": "Ce qui change, une phrase par changement"},
            "montants": {"type": "array", "items": _amount(), "description": "Ceux des adhérents que l'avenant touche"},
            "empreinte": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "Sha256 des phrases et des montants",
            },
        }
    )
    beside = set(Provenance._fields)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:convention-dsit:schema:sortie-avenant:1",
        "title": "Sortie de « convention avenant etablir » : phrases, montants, empreinte",
        "description": "Version 1. Montants : euros à deux décimales, en texte. Dans les données, sans commit.",
        **shape,
        "required": [nom for nom in shape["required"] if nom not in beside],
        "dependentRequired": {"base": sorted(beside - {"base"})},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _amount() -> dict[str, Any]:
    known = {
        "exercice": {"type": "string", "pattern": "^20[0-9]{2}$"},
        "adherent": _TEXTE,
        "nature": words(Nature),
        "section": words(Section),
        "avant": amount(),
        "apres": amount(),
    }
    return closed_object({nom: known[nom] for nom in COLONNES})
