"""The contributions of an exercice for other tools: JSON (a contract, conception §4) and CSV.

Knows: how lines are written. Must not know: how they were computed.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from convention.base.money import decimal_text, exact_text
from convention.engine.bilan import totals
from convention.reports.mots import assumptions_of, lines_of
from convention.reports.rendus.escape import csv_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.engine.lignes import Contribution, Ligne, NonReparti
    from convention.model.depot import Depot

COLONNES_CSV = (
    "exercice",
    "phase",
    "adherent",
    "siren",
    "service",
    "sous_service",
    "composant",
    "ligne_tarif",
    "nature",
    "section",
    "cle",
    "quantite",
    "quantite_totale",
    "montant",
    "compte_recette",
    "compte_depense",
    "origine",
)


def json_text(contribution: Contribution, adherent: str | None = None) -> str:
    """Write the JSON contract (conception §4): amounts as decimal strings, quantities exact, lines sorted."""
    lignes = lines_of(contribution, adherent)
    return json.dumps(json_document(contribution, lignes, adherent), ensure_ascii=False, indent=2) + "\n"


def json_document(
    contribution: Contribution, lignes: Sequence[Ligne], adherent: str | None = None
) -> dict[str, object]:
    """Build the JSON contract; totals are those of the lines shown, controls those of the whole computation."""
    sums = totals(lignes)
    controle = contribution.controle
    return {
        "version": 1,
        "exercice": contribution.exercice,
        "phase": str(contribution.phase),
        "projection": contribution.projection,
        "lignes": [_json_line(ligne) for ligne in lignes],
        "totaux": {
            "general": decimal_text(sums.general),
            "par_adherent": _decimals(sums.par_adherent),
            "par_service": _decimals(sums.par_service),
            "par_nature": _decimals(sums.par_nature),
            "par_section": _decimals(sums.par_section),
        },
        "controle": {
            "ecart_adherents": decimal_text(controle.ecart_adherents),
            "ecart_services": decimal_text(controle.ecart_services),
            "ecart_natures": decimal_text(controle.ecart_natures),
            "ecart_sections": decimal_text(controle.ecart_sections),
            "ecart_recouvrement": decimal_text(controle.ecart_recouvrement),
            "composants_non_repartis": [_unpaid(item) for item in controle.non_repartis if not item.decide],
            "composants_non_recouvres": [_unpaid(item) for item in controle.non_repartis if item.decide],
        },
        "hypotheses": [dict(item._asdict()) for item in assumptions_of(contribution, adherent)],
    }


def _unpaid(item: NonReparti) -> dict[str, str]:
    return {"composant": item.composant, "nature": str(item.nature), "montant": decimal_text(item.montant)}


def csv_text(contribution: Contribution, depot: Depot, adherent: str | None = None) -> str:
    """Write one row a line, for a spreadsheet or a finance software: decimal point, codes as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLONNES_CSV)
    lignes = lines_of(contribution, adherent)
    for ligne in lignes:
        row = {"exercice": contribution.exercice, "phase": contribution.phase, **_json_line(ligne)}
        row["siren"] = depot.dossiers[ligne.adherent].identite.siren or ""
        cells = ["" if row[name] is None else str(row[name]) for name in COLONNES_CSV]
        # An amount may start with a minus sign: it is a number, not a formula.
        writer.writerow(
            [cell if name == "montant" else csv_cell(cell) for name, cell in zip(COLONNES_CSV, cells, strict=True)]
        )
    return buffer.getvalue()


def _json_line(ligne: Ligne) -> dict[str, object]:
    calcul = ligne.calcul
    return {
        "adherent": ligne.adherent,
        "service": calcul.service,
        "sous_service": calcul.sous_service,
        "composant": calcul.composant or calcul.depense,
        "ligne_tarif": calcul.ligne_tarif,
        "nature": str(calcul.nature),
        "section": str(calcul.section),
        "cle": ligne.cle,
        "quantite": None if ligne.quantite is None else exact_text(ligne.quantite),
        "quantite_totale": None if ligne.quantite_totale is None else exact_text(ligne.quantite_totale),
        "montant": decimal_text(ligne.montant),
        "compte_recette": ligne.compte_recette,
        "compte_depense": ligne.compte_depense,
        "origine": str(ligne.origine),
    }


def _decimals(sums: Mapping[str, int]) -> dict[str, str]:
    return {nom: decimal_text(cents) for nom, cents in sums.items()}
