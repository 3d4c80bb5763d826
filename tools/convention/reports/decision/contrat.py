"""The shape of the block « decision » of the JSON of a comparison.

Knows: the shape. Must not know: how it is filled (`decision_json`).
"""

from __future__ import annotations

from typing import Any

from convention.compare.decision.echeances import Terme
from convention.compare.decision.visas import EtatVisa
from convention.model.mots.avenants import EtatAvenant
from convention.reports.contrat import closed_object, words

_TEXTE: dict[str, Any] = {"type": "string"}
_PEUT_ETRE: dict[str, Any] = {"type": ["string", "null"]}
_JOUR: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
_ENTIER: dict[str, Any] = {"type": "integer"}
_ENTIER_PEUT_ETRE: dict[str, Any] = {"type": ["integer", "null"]}


def decision_schema() -> dict[str, Any]:
    """Return the shape: an object, or null when nobody asked who decides."""
    block = closed_object(
        {
            "au": {**_JOUR, "description": "Jour où l'on décide"},
            "procedure": {**_PEUT_ETRE, "description": "La plus exigeante de celles que demandent les changements"},
            "rang": _ENTIER_PEUT_ETRE,
            "clause": _PEUT_ETRE,
            "effet": _JOUR,
            "points": {"type": "array", "items": _point(), "description": "Un par changement, dans leur ordre"},
            "a_part": {
                "type": "array",
                "items": _list(_ENTIER),
                "description": "Changements à fusionner à part, chaque groupe avec ses propres actes",
            },
            "visas": {"type": "array", "items": _visa()},
            "echeances": _list(
                closed_object(
                    {"procedure": _TEXTE, "terme": words(Terme), "date": _JOUR, "annee": _ENTIER_PEUT_ETRE},
                )
            ),
            "budgets": _list(closed_object({"adherent": _TEXTE, "vote": _JOUR})),
            "avenants": _list(_avenant()),
            "refus": closed_object(
                {
                    "correction": _list(_ENTIER),
                    "retroactif": _list(_ENTIER),
                    "exercice_anticipe": _ENTIER_PEUT_ETRE,
                    "empreinte_perimee": {"type": "boolean"},
                }
            ),
        }
    )
    return {"oneOf": [block, {"type": "null"}], "description": "Qui décide, et avant quand"}


def _point() -> dict[str, Any]:
    return closed_object({"numero": _ENTIER, "procedure": _PEUT_ETRE, "motif": _PEUT_ETRE, "effet": _JOUR})


def _visa() -> dict[str, Any]:
    parties = {"oneOf": [closed_object({"fait": _ENTIER, "attendu": _ENTIER}), {"type": "null"}]}
    act = {"date": _JOUR, "sens": _PEUT_ETRE, "numero": _PEUT_ETRE}
    elsewhere = closed_object({**act, "parties": parties, "empreinte": _PEUT_ETRE})
    return closed_object(
        {
            "visa": _TEXTE,
            "libelle": _TEXTE,
            "procedure": _TEXTE,
            "etat": words(EtatVisa),
            **act,
            "parties": parties,
            "ailleurs": {**_list(elsewhere), "description": "Ce qui fut fait sur une autre empreinte : ne vaut pas"},
            "quand": _PEUT_ETRE,
            "reference": _PEUT_ETRE,
        }
    )


def _avenant() -> dict[str, Any]:
    states = {"type": "object", "additionalProperties": words(EtatAvenant)}
    return closed_object({"numero": _ENTIER, "effet": _JOUR, "etat": words(EtatAvenant), "parties": states})


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
