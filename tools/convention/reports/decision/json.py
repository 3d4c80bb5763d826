"""Who decides, and by when, for another tool: the block « decision » of the JSON of a comparison.

Knows: how a decision is written. Must not know: how it was found (`compare.decision.decision`), sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from convention.compare.decision.actes import Acquis
    from convention.compare.decision.decision import Decision
    from convention.compare.decision.points import Point
    from convention.compare.decision.visas import Ailleurs, VisaDemande


def decision_block(decision: Decision) -> dict[str, object]:
    """Return the block; dates are ISO, what is not known is null."""
    requise = decision.requise
    return {
        "au": _day(decision.au),
        "procedure": requise.id if requise is not None else None,
        "rang": requise.procedure.rang if requise is not None else None,
        "clause": requise.procedure.clause if requise is not None else None,
        "effet": _day(decision.effet),
        "points": [_point(point) for point in decision.points],
        "a_part": [list(group.points) for group in decision.a_part],
        "visas": [_visa(item) for item in decision.visas],
        "echeances": [
            {
                "procedure": voie.requise.id,
                "terme": str(item.terme),
                "date": _day(item.date),
                "annee": item.exercice,
            }
            for voie in decision.voies
            for item in voie.echeances
        ],
        "budgets": [
            {"adherent": item.adherent, "vote": _day(item.date)} for voie in decision.voies[:1] for item in voie.budgets
        ],
        "avenants": [
            {
                "numero": item.ecrit.avenant.numero,
                "effet": _day(item.ecrit.avenant.effet),
                "etat": str(item.vie.etat),
                "parties": {nom: str(etat) for nom, etat in item.vie.parties.items()},
            }
            for item in decision.avenants
        ],
        "refus": {
            "correction": list(decision.correction_payante),
            "retroactif": [point.numero for point in decision.retroactifs],
            "exercice_anticipe": decision.anticipe,
            "empreinte_perimee": decision.empreinte_perimee,
        },
    }


def _point(point: Point) -> dict[str, object]:
    return {
        "numero": point.numero,
        "procedure": point.requise.id if point.requise is not None else None,
        "motif": point.requise.motif if point.requise is not None else None,
        "effet": _day(point.effet),
    }


def _visa(item: VisaDemande) -> dict[str, object]:
    return {
        "visa": item.id,
        "libelle": item.visa.libelle,
        "procedure": item.procedure,
        "etat": str(item.etat),
        **_act(item.acquis),
        "parties": _parties(item.fait, item.attendu),
        "ailleurs": [_elsewhere(found) for found in item.ailleurs],
        "quand": item.visa.quand,
        "reference": item.visa.reference,
    }


def _act(acquis: Acquis | None) -> dict[str, object]:
    return {
        "date": _day(acquis.date) if acquis is not None else None,
        "sens": str(acquis.sens) if acquis is not None and acquis.sens is not None else None,
        "numero": acquis.numero if acquis is not None else None,
    }


def _elsewhere(found: Ailleurs) -> dict[str, object]:
    return {**_act(found.acquis), "parties": _parties(found.fait, found.attendu), "empreinte": found.empreinte}


def _parties(fait: int, attendu: int) -> dict[str, int] | None:
    return {"fait": fait, "attendu": attendu} if attendu else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
