"""The contributions of an exercice for a spreadsheet or a finance software: CSV.

Knows: how lines are written. Must not know: how they were computed.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from convention.reports.calcul.json import LigneCalculee
from convention.reports.mots import adherent_name, line_name, lines_of, said, service_name
from convention.reports.rendus.escape import csv_cell
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.tableur import csv_francais

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.reports.rendus.tableur import Valeur

_ADHERENT, *_AUTRES = LigneCalculee.model_fields
COLONNES_CSV = ("exercice", "phase", _ADHERENT, "siren", *_AUTRES)
TITRES = (
    *("Exercice", "Phase", "Adhérent", "SIREN", "Service", "Coût", "Nature", "Section", "Clé de répartition"),
    *("Quantité facturée", "Quantité de tous", "Montant (€)", "Compte de recette", "Compte de dépense", "Origine"),
)


def tableur(contribution: Contribution, depot: Depot, adherent: str | None = None) -> bytes:
    """Write the same lines for a French spreadsheet, in words."""
    return csv_francais(TITRES, rangs(contribution, depot, adherent))


def rangs(contribution: Contribution, depot: Depot, adherent: str | None = None) -> Iterator[tuple[Valeur, ...]]:
    """Say each line under the titles."""
    for ligne in lines_of(contribution, adherent):
        yield contribution.exercice, contribution.phase, *_said(depot, ligne)


def _said(depot: Depot, ligne: Ligne) -> tuple[Valeur, ...]:
    calcul = ligne.calcul
    return (
        adherent_name(depot, ligne.adherent),
        depot.dossiers[ligne.adherent].identite.siren,
        service_name(depot, calcul.service),
        line_name(depot, calcul, ligne.adherent),
        said(depot, calcul.nature, calcul.nature.libelle),
        calcul.section,
        depot.cles[ligne.cle].libelle if ligne.cle is not None else None,
        ligne.quantite,
        ligne.quantite_totale,
        Euros(ligne.montant),
        ligne.compte_recette,
        ligne.compte_depense,
        ligne.origine,
    )


def csv_text(contribution: Contribution, depot: Depot, adherent: str | None = None) -> str:
    """Write one row a line: decimal point, codes as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLONNES_CSV)
    for ligne in lines_of(contribution, adherent):
        row = LigneCalculee.model_validate(ligne).model_dump(mode="json")
        row |= {"exercice": contribution.exercice, "phase": contribution.phase}
        row["siren"] = depot.dossiers[ligne.adherent].identite.siren
        cells = {name: "" if row[name] is None else str(row[name]) for name in COLONNES_CSV}
        # An amount may start with a minus sign: it is a number, not a formula.
        writer.writerow([cell if name == "montant" else csv_cell(cell) for name, cell in cells.items()])
    return buffer.getvalue()
