"""A statement under every form, each with its file name.

Knows: the forms. Must not know: where files are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat.medias.csv import csv_text
from convention.reports.etat.medias.json import json_text
from convention.reports.etat.medias.pdf import pdf_bytes
from convention.reports.etat.medias.xlsx import xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.etat.valeurs import Etat


def files(etat: Etat) -> Mapping[str, bytes]:
    """Return the files of a statement: « 2026-04-FONTAZUR.pdf », and the others."""
    return {
        f"{etat.numero}.pdf": pdf_bytes(etat),
        f"{etat.numero}.xlsx": xlsx_bytes(etat),
        f"{etat.numero}.csv": csv_text([etat]).encode(),
        f"{etat.numero}.json": json_text([etat]).encode(),
    }
