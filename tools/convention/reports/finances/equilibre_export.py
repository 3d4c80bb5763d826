"""Costs borne and recharged for other tools: JSON, amounts as decimal strings, the rate as an exact fraction.

Knows: how a Bilan is written. Must not know: how it was computed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from convention.base.money import decimal_text, exact_text

if TYPE_CHECKING:
    from convention.engine.supporte import Bilan, Comparaison, Rubrique, Supporte


def json_text(bilan: Bilan) -> str:
    """Write the JSON: keys in the order of the page, adherents sorted by id, the same bytes from run to run."""
    return json.dumps(json_document(bilan), ensure_ascii=False, indent=2) + "\n"


def json_document(bilan: Bilan) -> dict[str, object]:
    """Build the JSON; what nobody estimated is null."""
    couverture = bilan.couverture
    return {
        "version": 1,
        "exercice": bilan.exercice,
        "phase": str(bilan.phase),
        "projection": bilan.projection,
        "origine": str(bilan.origine),
        "gestionnaire": bilan.gestionnaire,
        "taux_couverture_forfait": None if couverture is None else exact_text(couverture),
        "natures": {str(nature): _rubrique(rubrique) for nature, rubrique in bilan.natures.items()},
        "hors_natures": _rubrique(bilan.hors_natures),
        "total": _rubrique(bilan.total),
        "part_gestionnaire": decimal_text(bilan.part_gestionnaire),
        "charge_gestionnaire": decimal_text(bilan.charge_gestionnaire),
        "equipes": [_group(item) for item in bilan.equipes],
        "masse_salariale": decimal_text(bilan.masse_salariale),
        "regie": decimal_text(bilan.regie),
        "non_refactures": [
            {"libelle": item.libelle, "motif": item.motif, "montant": decimal_text(item.montant)}
            for item in bilan.non_refactures
        ],
        "composants_non_repartis": [
            {"composant": item.composant, "nature": str(item.nature), "montant": decimal_text(item.montant)}
            for item in bilan.non_repartis
        ],
        "estimation": {"methode": bilan.methode or None, **_totals(bilan)},
        "adherents": [_compared(item) for item in bilan.comparaisons],
        "controle": {nom: decimal_text(cents) for nom, cents in bilan.controle._asdict().items()},
        "hypotheses": [dict(item._asdict()) for item in bilan.hypotheses],
    }


def _rubrique(rubrique: Rubrique) -> dict[str, str]:
    return {nom: decimal_text(cents) for nom, cents in rubrique._asdict().items()}


def _group(item: Supporte) -> dict[str, object]:
    montant = decimal_text(item.montant)
    return {"service": item.service, "libelle": item.libelle, "regie": item.regie, "montant": montant}


def _totals(bilan: Bilan) -> dict[str, object]:
    nombre, *sums = bilan.comparees
    names = ("paye", "seul", "gain")
    return {"adherents_compares": nombre, **dict(zip(names, map(decimal_text, sums), strict=True))}


def _compared(item: Comparaison) -> dict[str, object]:
    seul = None if item.seul is None else decimal_text(item.seul)
    gain = None if item.gain is None else decimal_text(item.gain)
    return {"adherent": item.adherent, "paye": decimal_text(item.paye), "seul": seul, "gain": gain}
