"""The contributions of an exercice for a spreadsheet or a finance software: CSV.

Knows: how lines are written. Must not know: how they were computed.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from convention.reports.calcul.json import LigneCalculee
from convention.reports.mots import lines_of
from convention.reports.rendus.escape import csv_cell

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot

_ADHERENT, *_AUTRES = LigneCalculee.model_fields
COLONNES_CSV = ("exercice", "phase", _ADHERENT, "siren", *_AUTRES)


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
